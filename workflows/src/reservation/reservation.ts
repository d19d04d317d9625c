import { condition, setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import {
  type Admission,
  type Allocation,
  type Milestone,
  PREFECTURAL_LIBRARY,
  type ReservationFact,
  type ReservationRequest,
  searchAttributes,
} from '@toshobin/contracts';
import {
  type CalendarDate,
  type Deadline,
  type Fact,
  type FactKind,
  type LendingPolicy,
  laterDeadline,
  type Position,
  positionOf,
  reached,
} from '@toshobin/lending-rules';
import { Mutex } from 'async-mutex';
import { now } from '../ports/clock.ts';
import { catalog, patron } from '../ports/ports.ts';

type MilestoneStep = Milestone extends infer M
  ? M extends Milestone
    ? Omit<M, 'reservationId' | 'allocation' | 'at'>
    : never
  : never;

/**
 * What the process knows of its reservation. Facts are kept as a set and the position is a fold over them, so
 * their order, repetition and omission need no code (design: facts).
 */
export class Reservation {
  /** Wishes and looks back run one at a time. */
  readonly mutex = new Mutex();
  readonly #facts = new Map<string, Fact>();
  readonly request: ReservationRequest;
  #policy?: LendingPolicy;

  admission?: Admission;
  allocation?: Allocation;
  /** The newest allocation whose copy was not on the shelf. */
  notOnShelf = 0;
  /** Instead of it the catalog chose another copy at once; the patron need not hear of it. */
  anotherCopyFollows = false;
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
  /** R7: nobody scanned the parcel; it is taken to arrive on the expected day. */
  arrivalAssumed = false;

  constructor(request: ReservationRequest) {
    this.request = request;
  }

  get id(): string {
    return this.request.reservationId;
  }

  get atPrefectural(): boolean {
    return this.request.pickupLibrary === PREFECTURAL_LIBRARY;
  }

  get cancelled(): boolean {
    return this.cancelledBy !== undefined;
  }

  /** Waits for the admission's outcome: a wish that overtakes it is decided after it. */
  async isAdmitted(): Promise<boolean> {
    await condition(() => this.admission !== undefined);
    return this.admission?.admitted ?? false;
  }

  /** The present allocation's number; 0 before the first. */
  get allocationNumber(): number {
    return this.allocation?.allocation ?? 0;
  }

  get position(): Position {
    return positionOf(this.#facts.values(), this.allocationNumber);
  }

  /** Whether the copy is at this step or further. */
  reached(kind: FactKind): boolean {
    return this.allocation !== undefined && reached(this.position, kind);
  }

  /** Handed out, and not handed in yet as far as we know. */
  get isOnLoan(): boolean {
    return this.reached('handedOut') && !this.reached('handedIn') && !this.reached('home');
  }

  /** It was posted or handed out, so there is a copy that has to come home. */
  get hasLeft(): boolean {
    return this.reached('shipped') || this.reached('handedOut');
  }

  /** A copy is chosen, and has not been found missing since. */
  get hasCopy(): boolean {
    return this.allocation !== undefined && this.allocationNumber > this.notOnShelf;
  }

  /** A newer allocation replaces an older one; a cancelled reservation takes none. */
  adopt(allocation: Allocation): void {
    if (this.cancelled || allocation.allocation <= this.allocationNumber) return;
    this.allocation = allocation;
  }

  /** What the catalog says now: that copy is the one, whatever was heard of it before. */
  believe(allocation: Allocation): void {
    this.adopt(allocation);
    if (this.allocationNumber === allocation.allocation) {
      this.notOnShelf = Math.min(this.notOnShelf, allocation.allocation - 1);
    }
  }

  /** The copy of this allocation was not on the shelf; a newer allocation stands. */
  loseCopy(allocation: number): void {
    this.notOnShelf = Math.max(this.notOnShelf, allocation);
  }

  hear({ fact, assumed, due, expectedDate, parcelNumber }: ReservationFact): void {
    this.#facts.set(fact.factId, fact);
    if (fact.allocation !== null && fact.allocation < this.allocationNumber) return;
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

  /** My Library's row and the notice that goes with it, in one transaction of the patron service. */
  async tellPatron(step: MilestoneStep): Promise<void> {
    await patron.recordMilestone({
      ...step,
      reservationId: this.id,
      allocation: this.allocationNumber,
      at: now(),
    });
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
    setCurrentDetails(whereAndNext);
  }

  /** Somebody should look: for the operators' lists, with why in the details. */
  askForAttention(why: string): void {
    this.tellOperators(why);
    upsertSearchAttributes([{ key: searchAttributes.needsAttention, value: true }]);
  }

  /** For the operators' lists; at most five changes a life (design §4). */
  changeStatus(status: 'inTransit' | 'ready' | 'onLoan' | 'longOverdue'): void {
    upsertSearchAttributes([
      { key: searchAttributes.status, value: status },
      ...(this.due ? [{ key: searchAttributes.dueAt, value: new Date(this.due.at) }] : []),
    ]);
  }
}
