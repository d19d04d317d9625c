import { randomUUID } from 'node:crypto';
import { type Allocation, type Channel, PREFECTURAL_LIBRARY, ReservationIdSchema } from '@toshobin/contracts';
import {
  type AllocationEnding,
  type CalendarDate,
  type Cancellation,
  type ChosenCopy,
  type Deadline,
  type DeskSettlement,
  dayOf,
  defaultPolicy,
  epochMs,
  type Instant,
  instantFromEpochMs,
  isAfter,
  isDispatchTakenBack,
  isQueued,
  type LendingPolicy,
  type OpeningCalendar,
  type ParcelTold,
  type Refusal,
  type Unservable,
} from '@toshobin/lending-rules';
import type { Fact } from '@toshobin/lending-rules/facts';
import { type Position, positionOf, standing } from '@toshobin/lending-rules/ledger';
import { type Emit, eventOf } from '../event-of.ts';
import { TaskRows } from '../task-rows.ts';

/** Open every day: the calendars have tests of their own. */
export const alwaysOpen: OpeningCalendar = { closedWeekdays: [], closedDates: [], closures: [] };

export type Lending = 'lendable' | 'inPersonOnly' | 'audiovisual' | 'referenceOnly';

export interface Copy {
  copyId: string;
  recordId: string;
  onShelf: boolean;
  searchedSince?: Instant;
  /** Not found, lost or withdrawn: nobody gets it. */
  gone?: boolean;
  allocation?: number;
}

export interface Entry {
  reservationId: string;
  recordId: string;
  pickupLibrary: string;
  /** R20: the library it was being packed for, until shipping has said that the change of that wish came in time. */
  redirected?: { from: string; wish: string | undefined };
  channel: Channel;
  place: number;
  /** Since when the reservation waits, or waited: it joined, or its copy was taken away. */
  queuedAt: Instant;
  /** Who cancelled the reservation. */
  cancelled?: Cancellation;
  /** When its copy was given up for that, or its hold ended. */
  endedAt?: Instant;
  state: 'waiting' | 'suspended' | 'allocated' | 'left' | 'closed' | 'refused';
  /** Why the reservation was not admitted. */
  refusal?: Refusal;
  /** R20: the day until which it is suspended; null until it is resumed (R15). */
  suspendedUntil?: CalendarDate | null;
  /** R15: whether its copy is kept without a loan slot while nobody else waits. */
  keptAlone?: boolean;
  allocation?: Allocation;
  /** The first allocation in whose place this one stands, copies having been swapped. */
  journey?: number;
  /** When its copy was lost. */
  lostAt?: Instant;
  /** The day on which it left the queue or its copy was its own no more. */
  endedOn?: CalendarDate;
  unservable?: Unservable;
  /** The day on which the title became unservable. */
  unservableOn?: CalendarDate;
  /** R6: the hold that the accepted mail began. */
  hold?: { until: Deadline; round: number; told?: Deadline };
  /** The allocation whose copy is late. */
  delayed?: number;
  shelfCheck?: { allocation: number; answer: 'here' | 'gone' };
  /** R18: what the desk has said of its loan. */
  settlement?: { how: DeskSettlement; on: CalendarDate };
}

export interface Loan {
  allocation: number;
  startedAt: Instant;
  due: Deadline;
  extendedAt?: Instant;
  ended: boolean;
  /** The latest date that a mail named. */
  told?: Deadline;
}

/** A pickup library as the catalog knows it from shipping's facts. */
export interface KnownLibrary {
  name: string;
  calendar: OpeningCalendar;
  pausedFrom?: CalendarDate;
  reopens?: CalendarDate;
}

/** What the rooms of the catalog in memory share: its shelves, its queues, its loans and every scan. */
export class Stock {
  policy: LendingPolicy = defaultPolicy;
  readonly libraries = new Map<string, KnownLibrary>(
    [
      [PREFECTURAL_LIBRARY, '県立図書館'],
      ['uto', '宇土市立図書館'],
      ['minamata', '水俣市立図書館'],
      ['yatsushiro', '八代市立図書館'],
      ['ozu', '大津町立 おおづ図書館'],
      ['yatsushiro-sencho', '八代市立せんちょう図書館'],
    ].map(([code = '', name = '']) => [code, { name, calendar: alwaysOpen }]),
  );
  readonly records = new Map<string, Lending>();
  readonly copies = new Map<string, Copy>();
  readonly entries = new Map<string, Entry>();
  readonly loans = new Map<string, Loan>();
  readonly facts: Fact[] = [];
  readonly #factsOf = new Map<number, readonly Fact[]>();
  /** What shipping told of the parcels that facts came from, by number. */
  readonly parcels = new Map<string, ParcelTold>();
  readonly tasks = new TaskRows();
  /** How allocations ended that are no longer open. */
  readonly #endings = new Map<number, AllocationEnding>();
  readonly emit: Emit;
  readonly #given = new Map<number, string>();
  #numbers = 0;

  constructor(emit: Emit) {
    this.emit = emit;
  }

  nextNumber(): number {
    return ++this.#numbers;
  }

  entry(reservationId: string): Entry {
    const entry = this.entries.get(reservationId);
    if (!entry) throw new Error(`No reservation ${reservationId}`);
    return entry;
  }

  copy(copyId: string): Copy {
    const copy = this.copies.get(copyId);
    if (!copy) throw new Error(`No copy ${copyId}`);
    return copy;
  }

  copiesOf(recordId: string): Copy[] {
    return [...this.copies.values()].filter((copy) => copy.recordId === recordId && !copy.gone);
  }

  /** The reservation that has the copy at this moment. */
  holderOf(copy: Copy): Entry | undefined {
    if (copy.allocation === undefined) return undefined;
    return [...this.entries.values()].find((entry) => entry.allocation?.allocation === copy.allocation);
  }

  /** Whether that reservation was ever given this number; false for one that a restored database has lost. */
  isKnown({ reservationId, allocation }: { reservationId: string; allocation: number }): boolean {
    return this.#given.get(allocation) === reservationId;
  }

  /** The loan of that allocation, if there is one. */
  loanOf(reservationId: string, allocation: number | undefined): Loan | undefined {
    const loan = this.loans.get(reservationId);
    return loan?.allocation === allocation ? loan : undefined;
  }

  position(allocation: number): Position {
    return positionOf(this.factsOf(allocation), allocation);
  }

  /** R7. The copy has not left after all: its loan begins at the dispatch to come. A date that was told stays (R6). */
  beginNoLoan({ reservationId, allocation }: Fact): void {
    if (reservationId === null || allocation === null || !this.isDispatchTakenBack(allocation)) return;
    const loan = this.loanOf(reservationId, allocation);
    if (loan && !loan.told && !loan.extendedAt && !loan.ended) this.loans.delete(reservationId);
  }

  isDispatchTakenBack(allocation: number): boolean {
    return isDispatchTakenBack({ facts: this.factsOf(allocation), position: this.position(allocation) });
  }

  /** A copy that was chosen, as the commands judge it. */
  chosen(allocation: number): ChosenCopy {
    const ending = this.#endings.get(allocation) ?? null;
    return { open: ending === null, ending, position: this.position(allocation) };
  }

  /** The copy of a reservation's latest allocation. */
  chosenFor({ allocation }: Entry): ChosenCopy | undefined {
    return allocation && this.chosen(allocation.allocation);
  }

  /** The copy is its reservation's own again, past what ended that. */
  reopen(entry: Entry, allocation: number): void {
    this.#endings.delete(allocation);
    entry.state = 'allocated';
    delete entry.endedOn;
  }

  /**
   * The copy is given to somebody else. Answers how that is taken back: it is held as before, unless its reservation
   * has fetched another copy since, or has ended.
   */
  takeAway(entry: Entry, at: Instant): (at: Instant) => boolean {
    const { allocation, journey, hold, keptAlone } = entry;
    this.withdraw(entry, at, 'lentAtCounter');
    return (then) => {
      const chosen = entry.allocation;
      const isFetched = chosen && this.position(chosen.allocation).furthest !== 'allocated';
      if (!allocation || isFetched || !(chosen ? entry.state === 'allocated' : isQueued(entry.state)))
        return false;
      if (chosen) {
        this.#endings.set(chosen.allocation, 'returnUndone');
        delete this.copy(chosen.copyId).allocation;
      }
      this.copy(allocation.copyId).allocation = allocation.allocation;
      Object.assign(entry, { allocation, journey, hold, keptAlone });
      this.reopen(entry, allocation.allocation);
      const loan = this.loanOf(entry.reservationId, allocation.allocation);
      if (loan) loan.ended = false;
      this.allocate(entry.recordId, then);
      return true;
    };
  }

  /** The reservations that wait for the title: neither with a copy nor suspended, in the order of the queue. */
  waiting(recordId: string): Entry[] {
    return [...this.entries.values()]
      .filter((entry) => entry.recordId === recordId && entry.state === 'waiting')
      .sort((a, b) => a.place - b.place);
  }

  /** The first reservation that may have a copy, those of paused libraries being skipped (R5). */
  next(recordId: string, at: Instant): Entry | undefined {
    return this.waiting(recordId).find((entry) => !this.isPaused(entry.pickupLibrary, at));
  }

  positionInQueue(entry: Entry): number | undefined {
    const before = this.waiting(entry.recordId).indexOf(entry);
    return before < 0 ? undefined : before + 1;
  }

  isPaused(library: string, at: Instant): boolean {
    const { pausedFrom, reopens } = this.libraries.get(library) ?? {};
    const day = dayOf(at);
    return (
      pausedFrom !== undefined &&
      !isAfter(pausedFrom, day) &&
      (reopens === undefined || isAfter(reopens, day))
    );
  }

  /** Gives free copies on the shelf to the first who wait and may have one. Answers how many were given. */
  allocate(recordId: string, at: Instant): number {
    for (let given = 0; ; given++) {
      const copy = this.copiesOf(recordId).find((one) => one.onShelf && one.allocation === undefined);
      const next = this.next(recordId, at);
      if (!copy || !next) return given;
      this.give(copy, next, at);
    }
  }

  /** Gives the copy to that reservation, under a new number. */
  give(copy: Copy, entry: Entry, at: Instant): Allocation {
    const allocation = this.nextNumber();
    this.#given.set(allocation, entry.reservationId);
    copy.allocation = allocation;
    entry.state = 'allocated';
    delete entry.endedOn;
    delete entry.suspendedUntil;
    delete entry.journey;
    delete entry.hold;
    entry.allocation = {
      reservationId: ReservationIdSchema.parse(entry.reservationId),
      allocation,
      copyId: copy.copyId,
      barcode: copy.copyId.padStart(10, '1'),
      weightGrams: 300,
      thicknessMm: 15,
      protectiveCover: false,
      supplementCount: 0,
      holdNumber: `A-${allocation}`,
      allocatedAt: at,
    };
    return entry.allocation;
  }

  /**
   * The copy is not that reservation's any more, though the reservation goes on: back at its old place (or skipped),
   * with another copy at once if there is one.
   */
  withdraw(entry: Entry, at: Instant, why: AllocationEnding): void {
    const { allocation } = entry;
    if (!allocation) throw new Error(`Reservation ${entry.reservationId} has no copy`);
    const isPassedOn = why === 'passedOn';
    this.#endings.set(allocation.allocation, why);
    const copy = this.copy(allocation.copyId);
    if (copy.allocation === allocation.allocation) delete copy.allocation;
    delete entry.allocation;
    delete entry.keptAlone;
    entry.queuedAt = at;
    entry.state = isPassedOn ? 'suspended' : 'waiting';
    delete entry.endedOn;
    if (isPassedOn) entry.suspendedUntil = null;
    this.endLoan(entry.reservationId);
    // The swap itself gives each of the two copies.
    if (why !== 'swapped') this.allocate(entry.recordId, at);
  }

  /** The facts told of an allocation, and those that take them back. */
  factsOf(allocation: number): readonly Fact[] {
    return this.#factsOf.get(allocation) ?? [];
  }

  /** The facts of an allocation that no other fact takes back. */
  standingFacts(allocation: number): Fact[] {
    return standing(this.factsOf(allocation), allocation);
  }

  /** Keeps a fact in the order in which it comes: as in a database, a fact recorded later has a later moment. */
  keep(said: Fact): void {
    const last = this.facts.at(-1)?.recordedAt;
    const isLater = last === undefined || isAfter(said.recordedAt, last);
    const fact = isLater ? said : { ...said, recordedAt: instantFromEpochMs(epochMs(last) + 1) };
    this.facts.push(fact);
    if (fact.allocation !== null)
      this.#factsOf.set(fact.allocation, [...this.factsOf(fact.allocation), fact]);
  }

  /** States a scan of a copy again for another allocation of it. */
  stateAgain(scanned: Fact, { reservationId, allocation, copyId }: Allocation, recordedAt: Instant): void {
    const fact = { ...scanned, factId: randomUUID(), reservationId, allocation, copyId, recordedAt };
    this.keep(fact);
    this.emit(eventOf('catalog.copy.scanned', { fact }, fact.factId));
  }

  /** A reservation has left the queue, or its process has ended; a copy that is still its own is so no more. */
  end(entry: Entry, state: 'left' | 'closed', at: Instant, ending: AllocationEnding): void {
    entry.state = state;
    entry.endedOn ??= dayOf(at);
    const { allocation } = entry.allocation ?? {};
    if (allocation !== undefined && !this.#endings.has(allocation)) this.#endings.set(allocation, ending);
  }

  endLoan(reservationId: string): void {
    const loan = this.loans.get(reservationId);
    if (loan) loan.ended = true;
  }

  /** Tells those who wait if no copy can serve this title any more. */
  tellIfUnservable(recordId: string, why: Unservable, at: Instant): void {
    if (this.copiesOf(recordId).length > 0) return;
    for (const entry of this.entries.values()) {
      if (entry.recordId !== recordId || !isQueued(entry.state) || entry.unservable) continue;
      entry.unservable = why;
      entry.unservableOn = dayOf(at);
    }
  }

  /** A copy of the title may be lent again. */
  servableAgain(recordId: string): void {
    for (const entry of this.entries.values()) {
      if (entry.recordId !== recordId) continue;
      delete entry.unservable;
      delete entry.unservableOn;
    }
  }
}
