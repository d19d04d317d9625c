import { randomUUID } from 'node:crypto';
import {
  type Admission,
  type CancelAnswer,
  type CancelWish,
  type ChangePickupAnswer,
  type Channel,
  type DeclarePickedUpAnswer,
  type ExtendAnswer,
  type KnownEvent,
  LibraryCodeSchema,
  PREFECTURAL_LIBRARY,
  type ReservationRequest,
  type ResumeAnswer,
  reservationCommands,
  type reservationProcess,
  type SuspendAnswer,
} from '@toshobin/contracts';
import {
  type CalendarDate,
  type Deadline,
  type Decision,
  dayOf,
  holdDeadline,
  type Instant,
  type LibraryReason,
  type Outcome,
} from '@toshobin/lending-rules';
import { createLogger } from '@toshobin/service';
import type { ChartEntry } from '../charts/follow-chart.ts';
import { deliverEvent } from '../facts/deliver-event.ts';
import { carryFact } from './carry-fact.ts';
import type { Engine } from './engine.ts';
import { alwaysOpen, InMemoryCatalog } from './in-memory-catalog.ts';
import { InMemoryPatron } from './in-memory-patron.ts';
import { InMemoryShipping } from './in-memory-shipping.ts';

const silent = createLogger('bridge', 'silent');

/**
 * A whole small library: the real processes and the real bridge over the ports in memory. Facts are delivered at once,
 * one after another, unless a test holds them back.
 */
export abstract class LibraryInTest {
  readonly catalog: InMemoryCatalog;
  readonly patron: InMemoryPatron;
  readonly shipping: InMemoryShipping;
  /** Facts that a test keeps on their way; delivered by `deliver`. */
  readonly underWay: KnownEvent[] = [];
  held = false;
  /** Commands, by name, that fail at what they are asked. */
  readonly broken = new Map<string, (asked: unknown) => boolean>();
  /** What happens once while a command's answer is on its way, by the command's name. */
  readonly meanwhile = new Map<string, () => Promise<void>>();
  /** The reservations in the order in which they were applied for. */
  readonly reservations: string[] = [];
  /** Every state that a process entered, in order. */
  readonly ways: ({ workflowId: string } & ChartEntry)[] = [];

  constructor() {
    const emit = (event: KnownEvent) => {
      // Services hear each other at once; only the processes' facts are held back by a test.
      this.underWay.push(event);
      carryFact(event, this);
    };
    this.catalog = new InMemoryCatalog(emit);
    this.patron = new InMemoryPatron(emit, (id) => this.catalog.standingOf(id));
    this.shipping = new InMemoryShipping(emit);
  }

  /** The engine on which the processes run. */
  abstract readonly engine: Engine;
  /** The bridge, which remembers what processes know. */
  #tell: ReturnType<typeof deliverEvent> | undefined;

  now(): Promise<Instant> {
    return this.engine.now();
  }

  /** Lets days or hours pass. */
  abstract pass(duration: string): Promise<void>;

  /** A patron reserves; answers the reservation and what the admission said. */
  async reserve(
    recordId: string,
    pickupLibrary: string,
    patron = 'a patron',
    channel: Channel = 'web',
  ): Promise<{ reservationId: string; admission: Admission | 'notYet' }> {
    const reservationId = randomUUID();
    const request = await this.#requestFor({ reservationId, recordId, pickupLibrary, channel });
    this.#applied(patron, request);
    return { reservationId, admission: await this.engine.admit(request) };
  }

  /** Somebody borrows an unreserved copy at the prefectural counter; what the catalog tells begins the process. */
  async lendAtCounter(copyId: string, patron = 'a visitor'): Promise<string> {
    const reservationId = randomUUID();
    const { recordId } = this.catalog.copy(copyId);
    const of = { reservationId, recordId, pickupLibrary: PREFECTURAL_LIBRARY, channel: 'counter' } as const;
    const request = await this.#requestFor(of);
    this.#applied(patron, request);
    const { appliedAt } = request.applied;
    await this.patron.claimLoanSlot({ reservationId, at: appliedAt });
    this.catalog.lendAtCounter(copyId, reservationId, appliedAt);
    await this.settle();
    return reservationId;
  }

  #applied(patron: string, request: ReservationRequest): void {
    this.reservations.push(request.reservationId);
    this.patron.apply(request.reservationId, patron, request);
  }

  async #requestFor({
    reservationId,
    pickupLibrary,
    ...of
  }: Pick<ReservationRequest, 'reservationId' | 'pickupLibrary'> &
    Pick<ReservationRequest['applied'], 'recordId' | 'channel'>): Promise<ReservationRequest> {
    const pickupLibraryName = this.catalog.libraryOf(pickupLibrary).name;
    const applied = { ...of, appliedAt: await this.now() };
    return { reservationId, pickupLibrary, pickupLibraryName, applied };
  }

  /** Staff do something now; then everything it leads to happens. */
  async staff<T>(act: (at: Instant) => T): Promise<T> {
    const at = await this.now();
    this.patron.knowsTime(at);
    const done = act(at);
    await this.settle();
    return done;
  }

  /**
   * SES takes the ready mail of a copy on the prefectural hold shelf (the newest, or that of an allocation): its hold
   * begins (R6). Answers the hold's end.
   */
  async mailAccepted(reservationId: string, allocation?: number): Promise<Deadline> {
    return this.staff((sentAt) => {
      const holdUntil = holdDeadline(sentAt, alwaysOpen, this.catalog.policy);
      this.patron.mailAccepted(
        reservationId,
        'readyAtPrefectural',
        sentAt,
        holdUntil,
        allocation?.toString(),
      );
      return holdUntil;
    });
  }

  /** A library closes, suddenly or not (both days included); answers the closure. */
  enterClosure(library: string, from: CalendarDate, until: CalendarDate, reason = '台風'): Promise<string> {
    const code = LibraryCodeSchema.parse(library);
    return this.staff((at) => this.shipping.enterClosure({ library: code, from, until, reason, at }));
  }

  takeBackClosure(closureId: string): Promise<void> {
    return this.staff((at) => this.shipping.takeBackClosure(closureId, at));
  }

  /** R5: nobody may choose the library from today on, until it reopens. */
  pausePickup(library: string, reopens?: CalendarDate): Promise<void> {
    return this.staff((at) => {
      const known = this.catalog.libraryOf(library);
      known.pausedFrom = dayOf(at);
      if (reopens) known.reopens = reopens;
    });
  }

  async cancel(
    reservationId: string,
    by: CancelWish['by'] = 'patron',
    reason?: LibraryReason,
  ): Promise<CancelAnswer> {
    const why = reason ? { reason } : {};
    return this.ask(reservationId, 'cancel', (at) => ({ at, by, ...why }));
  }

  async extend(reservationId: string, confirmDue?: CalendarDate): Promise<ExtendAnswer> {
    return this.ask(reservationId, 'extend', (askedAt) => ({
      askedAt,
      holderHasOtherOverdue: false,
      ...(confirmDue ? { confirmDue } : {}),
    }));
  }

  async changePickup(reservationId: string, pickupLibrary: string): Promise<ChangePickupAnswer> {
    return this.ask(reservationId, 'changePickup', (at) => ({ at, pickupLibrary }));
  }

  async suspend(reservationId: string, until: CalendarDate): Promise<SuspendAnswer> {
    return this.ask(reservationId, 'suspend', (at) => ({ at, until }));
  }

  async resume(reservationId: string): Promise<ResumeAnswer> {
    return this.ask(reservationId, 'resume', (at) => ({ at }));
  }

  /** 「受け取りました」 */
  async declarePickedUp(reservationId: string): Promise<DeclarePickedUpAnswer> {
    return this.ask(reservationId, 'declarePickedUp', (at) => ({ at }));
  }

  /** Asks a wish, under an id of its own unless one is given. */
  async ask<V>(
    reservationId: string,
    name: keyof typeof reservationProcess.updates,
    wish: (at: Instant) => unknown,
    id: string = randomUUID(),
  ): Promise<Decision<V>> {
    const answer = await this.engine.ask<V>({ reservationId, name, wish: wish(await this.now()), id });
    await this.settle();
    if (typeof answer === 'string')
      throw new Error(`The process of ${reservationId} did not answer: ${answer}`);
    return answer;
  }

  outcomeOf(reservationId: string): Promise<Outcome> {
    return this.engine.outcomeOf(reservationId);
  }

  /** Delivers the facts under way (again, if given) in the order given. */
  async deliver(events: readonly KnownEvent[] = this.underWay.splice(0)): Promise<void> {
    this.#tell ??= deliverEvent(this.engine.processes, silent);
    for (const event of events) await this.#tell(event);
  }

  /** Waits until nothing moves: every fact is delivered, and no process has a task or command in hand. */
  async settle(): Promise<void> {
    do {
      if (!this.held) await this.deliver();
      await this.engine.settle();
      // The sweep of the patron service starts applications that nobody else has started.
      for (const { request } of this.patron.readingOrders.applied.splice(0)) {
        this.reservations.push(request.reservationId);
        await this.engine.admit(request);
      }
    } while (!this.held && this.underWay.length > 0);
  }

  /** The answer to a command with how the reservation stands afterwards, as the catalog's worker gives it. */
  #standingWith(name: string, asked: { reservationId: string }, answer: unknown): unknown {
    if (!reservationCommands.includes(name)) return answer;
    return { answer, standing: this.catalog.standingOf(asked.reservationId) };
  }

  /** The methods of a port as a worker takes them: functions of their own. */
  protected activitiesOf(port: object): Record<string, (argument: never) => Promise<unknown>> {
    const names = Object.getOwnPropertyNames(Object.getPrototypeOf(port));
    return Object.fromEntries(
      names.flatMap((name) => {
        if (typeof Reflect.get(port, name) !== 'function' || name === 'constructor') return [];
        const carryOut = async (argument: never) => {
          if (this.broken.get(name)?.(argument)) throw new RangeError('a fault of ours');
          // The method is looked up at each call: a test may have put another in its place.
          const answer: unknown = await Reflect.get(port, name).call(port, argument);
          // The standing is read now, whatever happens while the answer is on its way.
          const told = port === this.catalog ? this.#standingWith(name, argument, answer) : answer;
          const meanwhile = this.meanwhile.get(name);
          this.meanwhile.delete(name);
          await meanwhile?.();
          return told;
        };
        return [[name, carryOut]];
      }),
    );
  }
}
