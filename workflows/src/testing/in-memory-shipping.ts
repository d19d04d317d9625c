import { randomUUID } from 'node:crypto';
import type { Allocation, ParcelState, ReservationFact, ShippingActivities } from '@toshobin/contracts';
import {
  addDays,
  type CalendarDate,
  dayOf,
  type Fact,
  type FactKind,
  type Instant,
} from '@toshobin/lending-rules';
import { type Emit, eventOf } from './in-memory-catalog.ts';

interface Listed {
  allocation: Allocation;
  pickupLibrary: string;
  plan: { plannedDispatchDay: CalendarDate; expectedDate: CalendarDate };
  state: 'waiting' | 'packed' | 'dispatched' | 'removed';
}

interface Parcel {
  parcelNumber: string;
  library: string;
  direction: 'outward' | 'return';
  lines: { allocation: number; copyId: string; reservationId: string }[];
  state: ParcelState;
  dispatchDay?: CalendarDate;
}

/** The shipping port in memory: the packing list and parcels, dispatched at once, three days on the way. */
export class InMemoryShipping implements ShippingActivities {
  arrival: 'scan' | 'assumed' = 'scan';
  readonly shelfChecks: { reservationId: string; allocation: number }[] = [];
  readonly asked: string[] = [];
  readonly #list = new Map<number, Listed>();
  readonly #removals = new Set<number>();
  readonly #batches = new Map<CalendarDate, number>();
  readonly #questions = new Set<string>();
  readonly #parcels = new Map<string, Parcel>();
  readonly #facts: Fact[] = [];
  readonly #emit: Emit;
  #numbers = 900_000_000_000;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  async addToPackingList({
    allocation,
    pickupLibrary,
    at,
  }: Parameters<ShippingActivities['addToPackingList']>[0]) {
    const known = this.#list.get(allocation.allocation);
    if (known) return known.plan;
    const plan = { plannedDispatchDay: dayOf(at), expectedDate: addDays(dayOf(at), 3) };
    const state = this.#removals.has(allocation.allocation) ? 'removed' : 'waiting';
    this.#list.set(allocation.allocation, { allocation, pickupLibrary, plan, state });
    return plan;
  }

  async removeFromPackingList({ allocation }: Parameters<ShippingActivities['removeFromPackingList']>[0]) {
    const listed = this.#list.get(allocation);
    if (!listed) {
      this.#removals.add(allocation);
      return { found: 'notListed' } as const;
    }
    if (listed.state === 'dispatched') return { found: 'dispatched' } as const;
    for (const parcel of this.#parcels.values()) {
      if (parcel.state === 'open') {
        parcel.lines = parcel.lines.filter((line) => line.allocation !== allocation);
      }
    }
    listed.state = 'removed';
    return { found: 'removed' } as const;
  }

  async askShelfCheck({ reservationId, allocation }: Parameters<ShippingActivities['askShelfCheck']>[0]) {
    if (this.shelfChecks.some((check) => check.allocation === allocation)) return;
    this.shelfChecks.push({ reservationId, allocation });
  }

  async assumeArrival({ parcelNumber, at }: Parameters<ShippingActivities['assumeArrival']>[0]) {
    if (this.#parcel(parcelNumber).state === 'dispatched') this.receive(parcelNumber, at, true);
    return { state: this.#parcel(parcelNumber).state };
  }

  async askAboutParcel({ parcelNumber, ask }: Parameters<ShippingActivities['askAboutParcel']>[0]) {
    const { state } = this.#parcel(parcelNumber);
    const question = `${parcelNumber} ${ask}`;
    if (state === 'dispatched' && !this.#questions.has(question)) this.asked.push(ask);
    this.#questions.add(question);
    return { state };
  }

  async parcelState({ parcelNumber }: { parcelNumber: string }) {
    return { state: this.#parcel(parcelNumber).state };
  }

  async parcelFactsOf({ allocation }: { reservationId: string; allocation: number }): Promise<Fact[]> {
    return this.#facts.filter((fact) => fact.allocation === allocation);
  }

  async closeDispatchBatch({ at }: { at: Instant }) {
    const day = dayOf(at);
    const leaving = [...this.#parcels.values()].filter(
      (parcel) => parcel.lines.length > 0 && (parcel.state === 'open' || parcel.dispatchDay === day),
    );
    const parcels = this.#batches.get(day) ?? leaving.length;
    this.#batches.set(day, parcels);
    return { day, parcels };
  }

  isListed(allocation: number): boolean {
    return this.#list.get(allocation)?.state === 'waiting';
  }

  /** Scans the listed copy of a reservation into a new parcel; answers its number. */
  pack(allocation: number, at: Instant): string {
    const listed = this.#list.get(allocation);
    if (listed?.state !== 'waiting') throw new Error(`Allocation ${allocation} is not on the packing list`);
    const parcelNumber = String(++this.#numbers);
    listed.state = 'packed';
    this.#parcels.set(parcelNumber, {
      parcelNumber,
      library: listed.pickupLibrary,
      direction: 'outward',
      lines: [listed.allocation],
      state: 'open',
    });
    this.#move(parcelNumber, 'packed', at);
    return parcelNumber;
  }

  dispatch(parcelNumber: string, at: Instant): void {
    const parcel = this.#parcel(parcelNumber);
    parcel.state = 'dispatched';
    for (const { allocation } of parcel.lines) {
      const listed = this.#list.get(allocation);
      if (listed) listed.state = 'dispatched';
    }
    parcel.dispatchDay = dayOf(at);
    this.#move(parcelNumber, 'shipped', at);
    this.#emit(
      eventOf('shipping.parcel.dispatched', {
        parcelNumber,
        direction: parcel.direction,
        library: parcel.library,
        mode: 'yuMail',
        dispatchedAt: at,
        dispatchDay: dayOf(at),
        expectedDate: addDays(dayOf(at), 3),
        arrival: this.arrival,
      }),
    );
  }

  receive(parcelNumber: string, at: Instant, assumed = false): void {
    this.#parcel(parcelNumber).state = 'arrived';
    this.#move(parcelNumber, 'arrived', at, assumed);
    this.#emit(eventOf('shipping.parcel.arrived', { parcelNumber, at, assumed }));
  }

  answerShelfCheck(reservationId: string, allocation: number, answer: 'here' | 'gone', at: Instant): void {
    this.#emit(
      eventOf('shipping.shelfCheck.answered', {
        reservationId: reservationId as never,
        allocation,
        answer,
        at,
      }),
    );
  }

  #move(parcelNumber: string, kind: FactKind, at: Instant, assumed = false): void {
    const parcel = this.#parcel(parcelNumber);
    for (const { copyId, reservationId, allocation } of parcel.lines) {
      const fact: Fact = {
        factId: randomUUID(),
        kind,
        copyId,
        reservationId,
        allocation,
        leg: parcel.direction,
        place: parcel.library,
        occurredAt: at,
        recordedAt: at,
      };
      this.#facts.push(fact);
      const moved: ReservationFact = {
        fact,
        parcelNumber,
        mode: 'yuMail',
        dispatchDay: dayOf(at),
        expectedDate: addDays(dayOf(at), 3),
        assumed,
      };
      this.#emit(eventOf('shipping.copy.moved', moved, fact.factId));
    }
  }

  #parcel(parcelNumber: string): Parcel {
    const parcel = this.#parcels.get(parcelNumber);
    if (!parcel) throw new Error(`No parcel ${parcelNumber}`);
    return parcel;
  }
}
