import {
  type KnownEvent,
  PREFECTURAL_LIBRARY,
  type ReadingOrderStanding,
  type ReservationRequest,
  UuidSchema,
} from '@toshobin/contracts';
import {
  dayOf,
  type Instant,
  type LedgerState,
  shownOf,
  stepOf,
  type VolumeStands,
  volumeStands,
} from '@toshobin/lending-rules';
import { type Emit, eventOf } from '../event-of.ts';

interface Volume {
  recordId: string;
  reservationId?: string;
  stands: VolumeStands;
}
interface Order {
  patron: string;
  pickupLibrary: string;
  early: boolean;
  volumes: Volume[];
  decideBy: Instant | null;
}

/** The reading orders of the patron's port in memory: each volume with how its reservation stands, as it was heard. */
export class ReadingOrders {
  /** Whether nothing can be reserved for now: ten titles are, or the card is suspended. */
  isFull = false;
  /** Applications that nobody has started yet: the sweep does. */
  readonly applied: { patron: string; request: ReservationRequest }[] = [];
  readonly #orders = new Map<string, Order>();
  readonly #emit: Emit;
  #count = 0;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  /** Opens an order of titles; its process begins with the fact, and asks for the first. */
  open(
    orderId: string,
    order: Omit<Order, 'volumes' | 'decideBy'>,
    recordIds: readonly string[],
    at: Instant,
  ): void {
    this.#orders.set(orderId, {
      ...order,
      decideBy: null,
      volumes: recordIds.map((recordId) => ({ recordId, stands: 'toAsk' })),
    });
    this.#tell(orderId, at);
  }

  volumesOf(orderId: string): readonly Readonly<Volume>[] {
    return this.#orders.get(orderId)?.volumes ?? [];
  }

  /** Does what the patron wants of a volume that was handed to nobody, or of the whole order. */
  change(orderId: string, wish: 'stop' | 'early' | 'skip' | 'again', at: Instant): void {
    const order = this.#orders.get(orderId);
    if (order === undefined) return;
    const missed = order.volumes.find(({ stands }) => stands === 'missed');
    if (wish === 'stop') this.#orders.delete(orderId);
    if (wish === 'early') order.early = true;
    if (wish === 'skip') order.volumes = order.volumes.filter((one) => one !== missed);
    if (wish === 'again' && missed) {
      missed.stands = 'toAsk';
      delete missed.reservationId;
    }
    order.decideBy = null;
    this.#tell(orderId, at);
  }

  advance(orderId: string, at: Instant): ReadingOrderStanding {
    const order = this.#orders.get(orderId);
    for (;;) {
      const volumes = order?.volumes ?? [];
      const step =
        order &&
        stepOf(
          volumes.map(({ stands }) => stands),
          order,
          at,
        );
      const volume = step && step.next !== 'over' ? volumes[step.place] : undefined;
      if (order === undefined || step === undefined || step.next === 'over' || volume === undefined) {
        this.#orders.delete(orderId);
        return { waitsFor: 'nothing' };
      }
      order.decideBy = step.next === 'decide' ? step.lookAt : null;
      const waits = { place: step.place + 1, lookAt: step.lookAt };
      if (step.next !== 'ask') return { waitsFor: step.next === 'wait' ? 'volume' : 'patron', ...waits };
      if (this.isFull) return { waitsFor: 'room', ...waits };
      this.#ask(order, volume, at);
    }
  }

  /** Hears from the catalog how a reservation stands: the order that it is a volume of hears what is new. */
  hear(reservationId: string, state: LedgerState, at: Instant): void {
    for (const [orderId, { volumes }] of this.#orders) {
      const volume = volumes.find((one) => one.reservationId === reservationId);
      if (volume === undefined) continue;
      const atPrefectural = state.pickupLibrary === PREFECTURAL_LIBRARY;
      const stands = volumeStands(shownOf(state, { atPrefectural, isKept: false }));
      if (stands === volume.stands) continue;
      volume.stands = stands;
      this.#tell(orderId, at);
    }
  }

  #ask(order: Order, volume: Volume, at: Instant): void {
    const { patron, pickupLibrary } = order;
    const { recordId } = volume;
    const reservationId = UuidSchema.parse(
      `00000000-0000-4000-8000-${String(++this.#count).padStart(12, '0')}`,
    );
    volume.reservationId = reservationId;
    volume.stands = 'underWay';
    const applied = { recordId, channel: 'web', appliedAt: at } as const;
    const request = { reservationId, pickupLibrary, pickupLibraryName: pickupLibrary, applied };
    this.applied.push({ patron, request });
  }

  #tell(orderId: string, at: Instant): void {
    const event: KnownEvent = eventOf('patron.readingOrder.changed', {
      orderId: UuidSchema.parse(orderId),
      on: dayOf(at),
    });
    this.#emit(event);
  }
}
