import {
  type EventData,
  ParcelNumberSchema,
  PREFECTURAL_LIBRARY,
  ReservationIdSchema,
} from '@toshobin/contracts';
import {
  addDays,
  arrivalNews,
  type CalendarDate,
  dayOf,
  endOfDay,
  type Instant,
  type PackedCopyState,
  type ParcelEvent,
  type ParcelEventKind,
  type ParcelStanding,
  parcelNews,
  parcelOf,
  plusDuration,
  type ToldOfParcel,
  tellsOf,
} from '@toshobin/lending-rules';
import type { Fact, FactKind } from '@toshobin/lending-rules/facts';
import { factInTest } from '@toshobin/lending-rules/testing';
import { type Emit, eventOf } from '../event-of.ts';
import type { TaskRows } from '../task-rows.ts';

interface Packed {
  allocation: number;
  copyId: string;
  reservationId: string;
}

interface Line extends Packed {
  packedAt: Instant;
  /** What was told of the copy, and the arrivals that were told and stand. */
  state: PackedCopyState;
  arrivals: string[];
  /** What was told of its dispatch. */
  left?: string;
}

export interface Parcel extends ToldOfParcel {
  parcelNumber: string;
  library: string;
  direction: 'outward' | 'return';
  lines: Line[];
  events: ParcelEvent[];
  dispatchedAt?: Instant;
  dispatchDay?: CalendarDate;
}

/** Parcels: how each stands by all that was said of it (`parcelOf`), and what is told of that. */
export class Parcels {
  arrival: 'scan' | 'assumed' = 'scan';
  readonly asked: string[] = [];
  readonly #parcels = new Map<string, Parcel>();
  /** What was told last of each parcel that left. */
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

  /** The parcels that have left and not arrived, by number. */
  get underWay(): EventData<'shipping.parcel.dispatched'>[] {
    return [...this.#dispatched.values()]
      .filter(({ parcelNumber }) => this.get(parcelNumber).state === 'dispatched')
      .toSorted((one, other) => one.parcelNumber.localeCompare(other.parcelNumber));
  }

  /** Forgets a parcel, as if it had never left. */
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
    const told = { state: 'open', arrivalAssumed: false } as const;
    const parcel: Parcel = { parcelNumber, library, direction, lines: [], events: [], ...told };
    this.#parcels.set(parcelNumber, parcel);
    return parcel;
  }

  put(parcel: Parcel, packed: Packed, at: Instant): void {
    const { allocation, copyId, reservationId } = packed;
    const line: Line = { allocation, copyId, reservationId, packedAt: at, state: 'inside', arrivals: [] };
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
    parcel.dispatchedAt = at;
    parcel.dispatchDay = dayOf(at);
    for (const line of parcel.lines)
      line.left = this.#tell(parcel, line, parcel.direction === 'outward' ? 'shipped' : 'sentBack', at);
    this.#tellDispatched(parcel, at, addDays(dayOf(at), 3), this.arrival);
  }

  #tellDispatched(
    parcel: Parcel,
    at: Instant,
    expectedDate: CalendarDate,
    arrival: 'scan' | 'assumed',
    dispatchedAt = at,
  ): void {
    const { parcelNumber, direction, library } = parcel;
    const lateBy = (days: number) => plusDuration(endOfDay(expectedDate), `P${days}D`);
    const dispatched: EventData<'shipping.parcel.dispatched'> = {
      parcelNumber: ParcelNumberSchema.parse(parcelNumber),
      direction,
      library: library as EventData<'shipping.parcel.dispatched'>['library'],
      mode: 'yuMail',
      dispatchedAt,
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

  receive(parcel: Parcel, at: Instant): void {
    this.#record(parcel, at, { kind: 'received' });
  }

  /** R7: takes a parcel that nobody scanned for arrived. */
  assume(parcel: Parcel, at: Instant): void {
    if (parcel.state === 'dispatched') this.#record(parcel, at, { kind: 'assumed' });
  }

  /** Opens a task for whom it asks, and tells the reservations; once a step, while the parcel is on its way. */
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

  /** Loses a parcel in the mail with all that is in it, once. */
  lose(parcel: Parcel, at: Instant): void {
    const { parcelNumber } = parcel;
    if (parcel.state !== 'dispatched') return;
    this.#record(parcel, at, { kind: 'lost' });
    this.#tasks.add('parcelLost', PREFECTURAL_LIBRARY, { parcelNumber }, 'notArrived', at);
  }

  /** A copy was not in the opened parcel: its arrival is taken back, and somebody looks for it. */
  reportMissing(parcel: Parcel, copyId: string, at: Instant): void {
    this.#record(parcel, at, { kind: 'copyMissing', line: copyId }, { kind: 'received' });
  }

  /** The missing copy is in the parcel after all. */
  find(parcel: Parcel, copyId: string, at: Instant): void {
    this.#record(parcel, at, { kind: 'copyFound', line: copyId });
  }

  /** The wrong parcel was scanned: it is on its way again, and looked for as one that is expected today. */
  takeBackArrival(parcel: Parcel, at: Instant): void {
    if (parcel.state !== 'arrived' || parcel.direction !== 'outward') return;
    this.#record(parcel, at, { kind: 'takenBack' });
  }

  /** The parcel was not handed to the post: it is packed again. */
  takeBackDispatch(parcel: Parcel, at: Instant): void {
    for (const line of parcel.lines)
      if (line.left) this.#tell(parcel, line, 'shipped', at, { voids: line.left });
    delete parcel.dispatchedAt;
    delete parcel.dispatchDay;
    this.#record(parcel, at);
  }

  /** A missing copy is given up for lost. */
  loseFrom(parcel: Parcel, copyId: string, at: Instant): void {
    this.#record(parcel, at, { kind: 'copyLost', line: copyId });
  }

  /** The post brought an outward parcel back to the prefectural library. */
  returnedByPost(parcel: Parcel, at: Instant): void {
    this.#record(parcel, at, { kind: 'returned' });
    const home = { place: PREFECTURAL_LIBRARY, leg: 'return' } as const;
    for (const line of parcel.lines) this.#tell(parcel, line, 'sentBack', at, home);
  }

  /** Appends what was said of a parcel or of a copy in it, and tells what stands otherwise by that than was told. */
  #record(parcel: Parcel, at: Instant, ...said: { kind: ParcelEventKind; line?: string }[]): void {
    for (const { kind, line = null } of said) parcel.events.push({ kind, at, line });
    const standing = parcelOf({
      ...parcel,
      dispatchedAt: parcel.dispatchedAt ?? null,
      copies: parcel.lines.map(({ copyId, packedAt }) => ({ line: copyId, packedAt, scans: [] })),
    });
    for (const line of parcel.lines) this.#recordCopy(parcel, line, standing, at);
    const { parcelNumber } = parcel;
    const [told, now] = [{ ...parcel }, tellsOf(standing)];
    Object.assign(parcel, now);
    const news = parcelNews(told, now);
    if (news === 'there' || news === 'lost') this.#tasks.clear({ parcelNumber }, at, ['findParcel']);
    if (news === 'there')
      this.#emit(eventOf('shipping.parcel.arrived', { parcelNumber, at, assumed: now.arrivalAssumed }));
    if (news === 'notLeft') this.#emit(eventOf('shipping.parcel.notDispatched', { parcelNumber, at }));
    if (news !== 'onItsWayAgain') return;
    for (const ask of ['pickupLibrary', 'prefecturalDesk']) this.#questions.delete(`${parcelNumber} ${ask}`);
    this.#tellDispatched(parcel, at, dayOf(at), 'scan', parcel.dispatchedAt);
  }

  #recordCopy(parcel: Parcel, line: Line, standing: ParcelStanding, at: Instant): void {
    const { parcelNumber } = parcel;
    const before = line.state;
    line.state = standing.copies.get(line.copyId) ?? before;
    if (line.state !== before) {
      if (before === 'missing') this.#tasks.clear({ parcelNumber }, at, ['parcelContents']);
      if (line.state === 'missing') {
        this.#tasks.add('parcelContents', PREFECTURAL_LIBRARY, { parcelNumber }, 'missing', at);
        this.#delay(parcel, line, 'missingFromParcel', at);
      }
      if (line.state === 'lost') this.#lose(parcel, line, at);
    }
    const told = { arrivals: line.arrivals.length, arrivalAssumed: parcel.arrivalAssumed };
    const news = arrivalNews(told, { state: line.state, standing });
    const assumed = standing.arrival?.assumed === true;
    if (news === 'arrived') line.arrivals.push(this.#tell(parcel, line, 'arrived', at, {}, assumed));
    if (news !== 'notThere') return;
    for (const voids of line.arrivals) this.#tell(parcel, line, 'arrived', at, { voids });
    line.arrivals = [];
  }

  #tell(
    parcel: Parcel,
    { copyId, reservationId, allocation }: Line,
    kind: FactKind,
    at: Instant,
    more: Partial<Fact> = {},
    assumed = false,
  ): string {
    const where = { leg: parcel.direction, place: parcel.library };
    const fact = factInTest(kind, at, { copyId, reservationId, allocation, ...where, ...more });
    const moved: EventData<'shipping.copy.moved'> = {
      fact,
      parcelNumber: ParcelNumberSchema.parse(parcel.parcelNumber),
      mode: 'yuMail',
      dispatchDay: dayOf(at),
      expectedDate: addDays(dayOf(at), 3),
      assumed,
    };
    this.#emit(eventOf('shipping.copy.moved', moved, fact.factId));
    return fact.factId;
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
