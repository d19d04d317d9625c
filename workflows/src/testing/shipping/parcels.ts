import { randomUUID } from 'node:crypto';
import {
  type EventData,
  ParcelNumberSchema,
  PREFECTURAL_LIBRARY,
  type ReservationFact,
  ReservationIdSchema,
} from '@toshobin/contracts';
import {
  addDays,
  type CalendarDate,
  dayOf,
  endOfDay,
  type Fact,
  type FactKind,
  type Instant,
  type ParcelState,
  plusDuration,
} from '@toshobin/lending-rules';
import { type Emit, eventOf } from '../event-of.ts';
import type { TaskRows } from '../task-rows.ts';

interface Line {
  allocation: number;
  copyId: string;
  reservationId: string;
}

export interface Parcel {
  parcelNumber: string;
  library: string;
  direction: 'outward' | 'return';
  lines: Line[];
  state: ParcelState;
  dispatchDay?: CalendarDate;
}

/** Parcels and their scans. */
export class Parcels {
  arrival: 'scan' | 'assumed' = 'scan';
  readonly facts: Fact[] = [];
  readonly asked: string[] = [];
  readonly #parcels = new Map<string, Parcel>();
  /** What was told last of each that left. */
  readonly #dispatched = new Map<string, EventData<'shipping.parcel.dispatched'>>();
  readonly #questions = new Set<string>();
  readonly #tasks: TaskRows;
  readonly #emit: Emit;
  #numbers = 900_000_000_000;

  constructor(tasks: TaskRows, emit: Emit) {
    this.#tasks = tasks;
    this.#emit = emit;
  }

  get all(): Parcel[] {
    return [...this.#parcels.values()];
  }

  /** Those that have left and not arrived, by number. */
  get underWay(): EventData<'shipping.parcel.dispatched'>[] {
    return [...this.#dispatched.values()]
      .filter(({ parcelNumber }) => this.get(parcelNumber).state === 'dispatched')
      .toSorted((one, other) => one.parcelNumber.localeCompare(other.parcelNumber));
  }

  /** As if it had never left. */
  forget(parcelNumber: string): void {
    this.#dispatched.delete(parcelNumber);
  }

  get(parcelNumber: string): Parcel {
    const parcel = this.#parcels.get(parcelNumber);
    if (!parcel) throw new Error(`No parcel ${parcelNumber}`);
    return parcel;
  }

  open(library: string, direction: Parcel['direction']): Parcel {
    const parcelNumber = String(++this.#numbers);
    const parcel: Parcel = { parcelNumber, library, direction, lines: [], state: 'open' };
    this.#parcels.set(parcelNumber, parcel);
    return parcel;
  }

  put(parcel: Parcel, line: Line, at: Instant): void {
    parcel.lines.push(line);
    this.#tell(parcel, line, 'packed', at);
  }

  takeOut(allocation: number): void {
    for (const parcel of this.#parcels.values()) {
      if (parcel.state !== 'open') continue;
      parcel.lines = parcel.lines.filter((line) => line.allocation !== allocation);
    }
  }

  dispatch(parcel: Parcel, at: Instant): void {
    parcel.state = 'dispatched';
    parcel.dispatchDay = dayOf(at);
    this.#move(parcel, parcel.direction === 'outward' ? 'shipped' : 'sentBack', at);
    this.#tellDispatched(parcel, at, addDays(dayOf(at), 3), this.arrival);
  }

  #tellDispatched(
    parcel: Parcel,
    at: Instant,
    expectedDate: CalendarDate,
    arrival: 'scan' | 'assumed',
  ): void {
    const { parcelNumber, direction, library } = parcel;
    const lateBy = (days: number) => plusDuration(endOfDay(expectedDate), `P${days}D`);
    const dispatched: EventData<'shipping.parcel.dispatched'> = {
      parcelNumber: ParcelNumberSchema.parse(parcelNumber),
      direction,
      library: library as EventData<'shipping.parcel.dispatched'>['library'],
      mode: 'yuMail',
      dispatchedAt: at,
      dispatchDay: dayOf(at),
      expectedDate,
      arrival,
      askLibraryAt: lateBy(2),
      askDeskAt: lateBy(5),
      lostAt: lateBy(14),
    };
    this.#dispatched.set(parcelNumber, dispatched);
    this.#emit(eventOf('shipping.parcel.dispatched', dispatched));
  }

  receive(parcel: Parcel, at: Instant, assumed = false): void {
    parcel.state = 'arrived';
    if (parcel.direction === 'outward') this.#move(parcel, 'arrived', at, assumed);
    this.#tasks.clear({ parcelNumber: parcel.parcelNumber }, at, ['findParcel']);
    this.#emit(eventOf('shipping.parcel.arrived', { parcelNumber: parcel.parcelNumber, at, assumed }));
  }

  /** A task for who is asked, and word to the reservations in it; once a step, and only while it is on its way. */
  askAbout(parcel: Parcel, ask: 'pickupLibrary' | 'prefecturalDesk', at: Instant): void {
    const { parcelNumber, library } = parcel;
    if (parcel.state !== 'dispatched' || this.#questions.has(`${parcelNumber} ${ask}`)) return;
    this.#questions.add(`${parcelNumber} ${ask}`);
    this.asked.push(ask);
    const whose = ask === 'pickupLibrary' ? library : PREFECTURAL_LIBRARY;
    this.#tasks.clear({ parcelNumber }, at, ['findParcel']);
    this.#tasks.add('findParcel', whose, { parcelNumber }, 'notArrived', at);
    if (parcel.direction === 'outward') {
      for (const line of parcel.lines) this.#delay(parcel, line, 'notArrived', at);
    }
  }

  /** Lost in the mail with all that is in it, once. */
  lose(parcel: Parcel, at: Instant): void {
    const { parcelNumber } = parcel;
    if (parcel.state !== 'dispatched') return;
    parcel.state = 'lost';
    this.#tasks.clear({ parcelNumber }, at, ['findParcel']);
    this.#tasks.add('parcelLost', PREFECTURAL_LIBRARY, { parcelNumber }, 'notArrived', at);
    for (const line of parcel.lines) this.#lose(parcel, line, at);
  }

  /** A copy was not in the opened parcel: its arrival is taken back, and somebody looks for it. */
  reportMissing(parcel: Parcel, copyId: string, at: Instant): void {
    const line = lineOf(parcel, copyId);
    const arrived = this.facts.findLast((fact) => fact.copyId === copyId && fact.kind === 'arrived');
    this.#tasks.add(
      'parcelContents',
      PREFECTURAL_LIBRARY,
      { parcelNumber: parcel.parcelNumber },
      'missing',
      at,
    );
    if (arrived) this.#tell(parcel, line, 'arrived', at, { voids: arrived.factId });
    this.#delay(parcel, line, 'missingFromParcel', at);
  }

  /** What was missing is in it after all. */
  find(parcel: Parcel, copyId: string, at: Instant): void {
    this.#tasks.clear({ parcelNumber: parcel.parcelNumber }, at, ['parcelContents']);
    this.#tell(parcel, lineOf(parcel, copyId), 'arrived', at);
  }

  /** The wrong parcel was scanned: it is on its way again, and looked for as one that is expected today. */
  takeBackArrival(parcel: Parcel, at: Instant): void {
    if (parcel.state !== 'arrived' || parcel.direction !== 'outward') return;
    const voided = new Set(this.facts.map((fact) => fact.voids));
    for (const line of parcel.lines)
      for (const fact of this.facts.filter(
        ({ kind, allocation, voids, factId }) =>
          kind === 'arrived' && allocation === line.allocation && !voids && !voided.has(factId),
      ))
        this.#tell(parcel, line, 'arrived', at, { voids: fact.factId });
    parcel.state = 'dispatched';
    for (const ask of ['pickupLibrary', 'prefecturalDesk'])
      this.#questions.delete(`${parcel.parcelNumber} ${ask}`);
    this.#tellDispatched(parcel, at, dayOf(at), 'scan');
  }

  /** A missing copy is given up for lost. */
  loseFrom(parcel: Parcel, copyId: string, at: Instant): void {
    this.#lose(parcel, lineOf(parcel, copyId), at);
  }

  /** The post brought an outward parcel back to the prefectural library. */
  returnedByPost(parcel: Parcel, at: Instant): void {
    parcel.state = 'arrived';
    for (const line of parcel.lines)
      this.#tell(parcel, line, 'sentBack', at, { place: PREFECTURAL_LIBRARY, leg: 'return' });
    this.#emit(eventOf('shipping.parcel.arrived', { parcelNumber: parcel.parcelNumber, at, assumed: false }));
  }

  #move(parcel: Parcel, kind: FactKind, at: Instant, assumed = false): void {
    for (const line of parcel.lines) this.#tell(parcel, line, kind, at, {}, assumed);
  }

  #tell(
    parcel: Parcel,
    { copyId, reservationId, allocation }: Line,
    kind: FactKind,
    at: Instant,
    more: Partial<Fact> = {},
    assumed = false,
  ): void {
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
      ...more,
    };
    this.facts.push(fact);
    const moved: ReservationFact = {
      fact,
      parcelNumber: ParcelNumberSchema.parse(parcel.parcelNumber),
      mode: 'yuMail',
      dispatchDay: dayOf(at),
      expectedDate: addDays(dayOf(at), 3),
      assumed,
    };
    this.#emit(eventOf('shipping.copy.moved', moved, fact.factId));
  }

  #delay(parcel: Parcel, line: Line, why: 'notArrived' | 'missingFromParcel', at: Instant): void {
    const { reservationId, allocation, copyId } = line;
    const { parcelNumber } = parcel;
    this.#emit(
      eventOf('shipping.copy.delayed', {
        reservationId: ReservationIdSchema.parse(reservationId),
        allocation,
        copyId,
        parcelNumber,
        why,
        at,
      }),
    );
  }

  #lose(parcel: Parcel, { reservationId, allocation, copyId }: Line, at: Instant): void {
    this.#emit(
      eventOf('shipping.copy.lost', {
        reservationId: ReservationIdSchema.parse(reservationId),
        allocation,
        copyId,
        parcelNumber: parcel.parcelNumber,
        direction: parcel.direction,
        at,
      }),
    );
  }
}

function lineOf(parcel: Parcel, copyId: string): Line {
  const line = parcel.lines.find((one) => one.copyId === copyId);
  if (!line) throw new Error(`Copy ${copyId} is not in parcel ${parcel.parcelNumber}`);
  return line;
}
