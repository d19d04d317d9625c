import { condition, upsertSearchAttributes } from '@temporalio/workflow';
import {
  type Admission,
  type Allocation,
  type LibraryReason,
  type Milestone,
  PREFECTURAL_LIBRARY,
  type ReservationFact,
  type ReservationRequest,
  searchAttributes,
  type TaskKind,
  type WithdrawalReason,
} from '@toshobin/contracts';
import {
  type CalendarDate,
  type Deadline,
  type Fact,
  type FactKind,
  homeScan,
  type LendingPolicy,
  laterDeadline,
  type Position,
  positionOf,
  reached,
} from '@toshobin/lending-rules';
import { Mutex } from 'async-mutex';
import { followChart } from '../charts/follow-chart.ts';
import { now } from '../ports/clock.ts';
import { Ears } from '../ports/ears.ts';
import { catalog, patron } from '../ports/ports.ts';
import { reservationChart } from './reservation-chart.ts';

type MilestoneStep = Milestone extends infer M
  ? M extends Milestone
    ? Omit<M, 'reservationId' | 'allocation' | 'at'>
    : never
  : never;

/** What the process has done for the present allocation, so that it is done once. */
interface DoneForCopy {
  /** The patron heard that it is being prepared. */
  toldPrepared: boolean;
  /** R3: one of ten loan slots is its own. */
  slotClaimed: boolean;
  /** It was put on the packing list once. */
  listed: boolean;
  /** R7: the loan was opened at dispatch. */
  loanOpened: boolean;
  /** The library whose ready mail was asked for. */
  readyAt?: string;
  /** It is late, and the patron was told. */
  toldDelayed: boolean;
  /** The end of the hold of which the reminder was sent. */
  remindedOf?: CalendarDate;
}

const nothingDone = (): DoneForCopy => ({
  toldPrepared: false,
  slotClaimed: false,
  listed: false,
  loanOpened: false,
  toldDelayed: false,
});

/**
 * What the process knows of its reservation. Facts are kept as a set and the position is a fold over them, so
 * their order, repetition and omission need no code (design: facts). Which stage follows is in stage.ts.
 */
export class Reservation {
  /** Wishes, looks back and the packing list's commands run one at a time. */
  readonly mutex = new Mutex();
  /** Where it is on its way, for operators. */
  readonly course = followChart(reservationChart);
  readonly ears = new Ears(this.course);
  readonly #facts = new Map<string, Fact>();
  readonly request: ReservationRequest;
  #policy?: LendingPolicy;
  #status?: string;
  #tasks = new Set<TaskKind>();
  #attention = false;

  admission?: Admission;
  pickupLibrary: string;
  /** For operators. */
  pickupLibraryName: string;
  allocation?: Allocation;
  /** The newest allocation whose copy it lost again. */
  withdrawn = 0;
  withdrawnWhy?: WithdrawalReason;
  /** Instead of it the catalog chose another copy at once; the patron need not hear of it. */
  anotherCopyFollows = false;
  /** R20 with a day; R15 without one: until a loan slot is free. */
  suspended?: { until: CalendarDate | null };
  unservable?: LibraryReason;
  done = nothingDone();
  /** The patron has been told that the reservation was accepted. */
  toldAccepted = false;
  /** My Library says already that it waits again. */
  rowSaysWaiting = false;
  /** It stood in the queue since the patron heard of a copy last. */
  waited = false;
  due?: Deadline;
  extended = false;
  /** The hold at the prefectural library, from the moment its mail was accepted (R6). */
  holdUntil?: Deadline;
  expectedDate?: CalendarDate;
  parcelNumber?: string;
  returnLibrary?: string;
  loanSlotMayBeFree = false;
  shelfCheckAnswer?: 'here' | 'gone';
  cancelledBy?: 'patron' | 'library';
  expired = false;
  /** A handed-out copy is lost: the loan ends. */
  lost = false;
  /** R18: all notices were sent; a later return is an ordinary scan. */
  longOverdue = false;
  /** It should have arrived. */
  delayed = false;
  /** R7: nobody scanned the parcel; it is taken to arrive on the expected day. */
  arrivalAssumed = false;
  /** Closures that moved a date, with the hold's end before (a loan's is kept by the catalog). */
  readonly movedBy = new Map<string, { holdBefore?: Deadline }>();
  readonly closuresTakenBack = new Set<string>();

  constructor(request: ReservationRequest) {
    this.request = request;
    this.pickupLibrary = request.pickupLibrary;
    this.pickupLibraryName = request.pickupLibraryName;
  }

  get id(): string {
    return this.request.reservationId;
  }

  /** Reservation and allocation: what every command carries. */
  get key(): { reservationId: string; allocation: number } {
    return { reservationId: this.id, allocation: this.allocationNumber };
  }

  get atPrefectural(): boolean {
    return this.pickupLibrary === PREFECTURAL_LIBRARY;
  }

  get cancelled(): boolean {
    return this.cancelledBy !== undefined;
  }

  /** Waits for the admission's outcome: a wish that overtakes it is decided after it. */
  async isAdmitted(): Promise<boolean> {
    await condition(() => this.admission !== undefined);
    return this.admission?.admitted ?? false;
  }

  /** It was refused at its admission. */
  get wasRefused(): boolean {
    return this.admission?.admitted === false;
  }

  /** The present allocation's number; 0 before the first. */
  get allocationNumber(): number {
    return this.allocation?.allocation ?? 0;
  }

  get position(): Position {
    return positionOf(this.#facts.values(), this.allocationNumber);
  }

  /** The ids of what was heard of its copy. */
  get factsOfCopy(): string[] {
    const ofCopy = [...this.#facts.values()].filter(({ allocation }) => allocation === this.allocationNumber);
    return ofCopy.map(({ factId }) => factId);
  }

  /** The scan that brought its copy home. */
  get homeScan(): { homeScan?: string } {
    const scan = homeScan(this.#facts.values(), this.allocationNumber);
    return scan ? { homeScan: scan.factId } : {};
  }

  /** Whether the copy is at this step or further. */
  reached(kind: FactKind): boolean {
    return this.allocation !== undefined && reached(this.position, kind);
  }

  /** It was posted or handed out, so there is a copy that has to come home. */
  get hasLeft(): boolean {
    return this.reached('shipped') || this.reached('handedOut');
  }

  /** A copy is chosen, and has not been taken away since. */
  get hasCopy(): boolean {
    return this.allocation !== undefined && this.allocationNumber > this.withdrawn;
  }

  /** The end of the hold: at a municipal library the due date (R6). */
  get holdEnds(): Deadline | undefined {
    return this.atPrefectural ? this.holdUntil : this.due;
  }

  /** A newer allocation replaces an older one; a cancelled reservation takes none. */
  adopt(allocation: Allocation): void {
    if (this.cancelled || allocation.allocation <= this.allocationNumber) return;
    this.#take(allocation);
  }

  #take(allocation: Allocation): void {
    const swapped = allocation.insteadOf === this.allocationNumber && this.allocationNumber > 0;
    this.allocation = allocation;
    delete this.suspended;
    if (!swapped) this.#beginWithCopy();
  }

  #beginWithCopy(): void {
    this.done = nothingDone();
    this.delayed = false;
    this.arrivalAssumed = false;
    delete this.due;
    delete this.holdUntil;
    delete this.expectedDate;
    delete this.parcelNumber;
    delete this.shelfCheckAnswer;
    // What was heard of it before its allocation was.
    for (const fact of this.#facts.values())
      if (fact.allocation === this.allocationNumber) this.#learn({ fact });
  }

  /**
   * What the catalog says now: that copy is the one, whatever was heard of it before, also when a database that was
   * restored from a backup counts its allocations from a lower number again.
   */
  believe(allocation: Allocation): void {
    const isOther = allocation.allocation !== this.allocationNumber;
    if (isOther && this.cancelled) return;
    if (isOther) this.#take(allocation);
    this.withdrawn = Math.min(this.withdrawn, allocation.allocation - 1);
  }

  /** The copy of this allocation is its own no more; a newer allocation stands. */
  loseCopy(allocation: number, why: WithdrawalReason, anotherCopyFollows: boolean): void {
    if (allocation <= this.withdrawn) return;
    this.withdrawn = allocation;
    this.withdrawnWhy = why;
    this.anotherCopyFollows = anotherCopyFollows;
    // R15: its place is skipped until it has a loan slot.
    if (why === 'passedOn' && allocation >= this.allocationNumber) this.suspend(null);
  }

  /** It keeps its place and is skipped: until that day (R20), or until a loan slot is free (R15). */
  suspend(until: CalendarDate | null): void {
    if (this.suspended?.until !== until) this.suspended = { until };
  }

  /** A mail speaks of the copy that it was queued for, or of the one that was swapped for it. */
  isOfThisCopy(occasion: string): boolean {
    const ofCopy = Number.parseInt(occasion, 10);
    return ofCopy === this.allocationNumber || ofCopy === this.allocation?.insteadOf;
  }

  hear(heard: ReservationFact): void {
    const { fact } = heard;
    const isNews = !this.#facts.has(fact.factId);
    this.#facts.set(fact.factId, fact);
    if (fact.allocation !== null && fact.allocation < this.allocationNumber) return;
    this.#learn(heard);
    if (fact.voids !== undefined && isNews) this.#mayBeReadyAgain(fact.kind);
  }

  /**
   * Not there after all: when it comes, is found, or is fetched again, the patron hears it again. A hold that had begun
   * ends with its scan; a mail begins the next one.
   */
  #mayBeReadyAgain(takenBack: FactKind): void {
    if (this.atPrefectural ? takenBack !== 'picked' : this.reached('arrived')) return;
    delete this.done.readyAt;
    delete this.holdUntil;
  }

  #learn({ fact, assumed, due, expectedDate, parcelNumber }: ReservationFact): void {
    // A date in a mail binds us: never earlier afterwards. A hand-out after the hold's end has a later one (R9).
    if (due) this.due = this.due ? laterDeadline(this.due, due) : due;
    if (fact.kind === 'arrived') this.arrivalAssumed = assumed ?? false;
    if (expectedDate && fact.leg === 'outward') this.expectedDate = expectedDate;
    if (parcelNumber && fact.leg === 'outward') this.parcelNumber = parcelNumber;
    if (fact.kind === 'handedIn' && fact.place !== null) this.returnLibrary = fact.place;
  }

  /** Repairs what was missed: the facts the owners of the databases know. */
  recall(facts: Iterable<Fact>): void {
    for (const fact of facts) this.hear({ fact });
  }

  /** R20: from now on everything is done for that library. */
  pickUpAt(library: string, name: string): void {
    this.pickupLibrary = library;
    this.pickupLibraryName = name;
    upsertSearchAttributes([{ key: searchAttributes.pickupLibrary, value: library }]);
  }

  /** My Library's row and the notice that goes with it, in one transaction of the patron service. */
  async tellPatron(step: MilestoneStep): Promise<void> {
    await patron.recordMilestone({ ...step, ...this.key, at: now() });
  }

  keepPolicy(policy: LendingPolicy): void {
    this.#policy ??= policy;
  }

  /** The numbers in force when they were first needed: at the opening of the loan, or here. */
  async readPolicy(): Promise<LendingPolicy> {
    this.#policy ??= await catalog.policyInForce();
    return this.#policy;
  }

  /** What an operator reads: where it is, since when, and what comes next. No person, no title. */
  tellOperators(whereAndNext: string): void {
    this.course.tell(whereAndNext);
  }

  /** 要確認: a row for the staff of a library; for operators an attribute, and why in the details. */
  async askStaff(kind: TaskKind, library: string, why: string): Promise<void> {
    this.tellOperators(why);
    this.#tasks.add(kind);
    this.#callForAttention();
    await catalog.openTask({ ...this.key, kind, library, why: wordOf(kind), at: now() });
  }

  /** What staff were asked for is not needed any more. */
  async settled(): Promise<void> {
    if (this.#tasks.size === 0) return;
    const kinds = [...this.#tasks];
    this.#tasks.clear();
    this.#callForAttention();
    await catalog.clearTasks({ reservationId: this.id, kinds, at: now() });
  }

  /** For the operators' lists: staff are asked for something. */
  #callForAttention(): void {
    const value = this.#tasks.size > 0;
    if (value === this.#attention) return;
    this.#attention = value;
    upsertSearchAttributes([{ key: searchAttributes.needsAttention, value }]);
  }

  /** For the operators' lists; at most five changes a life (design §4). */
  changeStatus(status: 'inTransit' | 'ready' | 'onLoan' | 'longOverdue'): void {
    if (this.#status === status) return;
    this.#status = status;
    upsertSearchAttributes([
      { key: searchAttributes.status, value: status },
      ...(this.due ? [{ key: searchAttributes.dueAt, value: new Date(this.due.at) }] : []),
    ]);
  }
}

/** Why a task of that kind is there, in a word a program knows. */
function wordOf(kind: TaskKind): string {
  switch (kind) {
    case 'decideUnreached':
      return 'noMailReached';
    case 'askBranch':
      return 'noAnswer';
    case 'confirmHandOut':
      return 'notOnItsShelf';
    case 'searchUnlent':
      return 'notHome';
    default:
      return 'asked';
  }
}
