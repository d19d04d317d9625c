import { condition, upsertSearchAttributes } from '@temporalio/workflow';
import {
  type Admission,
  type Allocation,
  type Answered,
  compareVersions,
  type Milestone,
  PREFECTURAL_LIBRARY,
  type ReservationRequest,
  type ReservationStanding,
  type StandingVersion,
  searchAttributes,
  type TaskKind,
} from '@toshobin/contracts';
import {
  type CalendarDate,
  type Deadline,
  type FactKind,
  isOfCopy,
  type LedgerState,
  type LedgerStateCopy,
  type LendingPolicy,
  type Position,
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

/** What the process has done for the present copy, so that it is done once. */
interface DoneForCopy {
  /** The patron heard that it is being prepared. */
  toldPrepared: boolean;
  /** R3: one of ten loan slots is its own. */
  slotClaimed: boolean;
  /** It was put on the packing list once. */
  listed: boolean;
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
  toldDelayed: false,
});

const nowhere: Position = { furthest: 'allocated', onReturnLeg: false };

/**
 * What the process knows of its reservation: how it stands by the ledger, of which the highest version counts, and what
 * was done for it. Which stage follows is in stage.ts.
 */
export class Reservation {
  /** Wishes, looks back and the packing list's commands run one at a time. */
  readonly mutex = new Mutex();
  /** Where it is on its way, for operators. */
  readonly course = followChart(reservationChart);
  readonly ears = new Ears(this.course);
  readonly request: ReservationRequest;
  #standing: ReservationStanding | undefined;
  /** The newest allocation it had, and its journey: what commands and milestones of the reservation name. */
  #last = { allocation: 0, journey: 0 };
  #policy?: LendingPolicy;
  #status?: string;
  #tasks = new Set<TaskKind>();
  #attention = false;
  /** What a run before this one may have asked staff for: settled by them, it is not asked again. */
  #askedBefore = new Set<TaskKind>();

  admission?: Admission;
  /** For operators. */
  pickupLibraryName: string;
  done = nothingDone();
  /** The patron has been told that the reservation was accepted. */
  toldAccepted = false;
  /** The patron has been told that it ended, or was before this process began. */
  toldEnd = false;
  /** My Library says already that it waits again. */
  rowSaysWaiting = false;
  /** It stood in the queue since the patron heard of a copy last. */
  waited = false;
  loanSlotMayBeFree = false;

  constructor(request: ReservationRequest) {
    this.request = request;
    this.pickupLibraryName = request.pickupLibraryName;
  }

  get id(): string {
    return this.request.reservationId;
  }

  /** Reservation and allocation: what every command carries. */
  get key(): { reservationId: string; allocation: number } {
    return { reservationId: this.id, allocation: this.allocationNumber };
  }

  /** How it stands; before its admission nothing is known. */
  get state(): LedgerState | undefined {
    return this.#standing?.state;
  }

  /** The version of it. */
  get version(): StandingVersion {
    return this.#standing ?? { epoch: 0, n: 0 };
  }

  /** The copy that is its own, or was when it ended. */
  get copy(): LedgerStateCopy | null {
    return this.state?.copy ?? null;
  }

  /** What packing needs of that copy. */
  get allocation(): Allocation | undefined {
    return this.#standing?.item ?? undefined;
  }

  get pickupLibrary(): string {
    return this.state?.pickupLibrary ?? this.request.pickupLibrary;
  }

  get atPrefectural(): boolean {
    return this.pickupLibrary === PREFECTURAL_LIBRARY;
  }

  get cancelled(): boolean {
    return this.state?.ended === 'cancelled';
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

  /** The newest allocation's number; 0 before the first. */
  get allocationNumber(): number {
    return this.#last.allocation;
  }

  get position(): Position {
    return this.copy?.position ?? nowhere;
  }

  /** Whether the copy is at this step or further. */
  reached(kind: FactKind): boolean {
    return this.hasCopy && reached(this.position, kind);
  }

  /** It was posted or handed out, so there is a copy that has to come home. */
  get hasLeft(): boolean {
    return this.reached('shipped') || this.reached('handedOut');
  }

  /** A copy is chosen, and has not been taken away since. */
  get hasCopy(): boolean {
    return this.copy !== null;
  }

  get due(): Deadline | undefined {
    return this.copy?.due ?? undefined;
  }

  /** The end of the hold: at a municipal library the due date (R6). */
  get holdEnds(): Deadline | undefined {
    return this.copy?.holdUntil ?? undefined;
  }

  /** R20 with a day; R15 without one: until a loan slot is free. */
  get suspended(): { until: CalendarDate | null } | undefined {
    return this.state?.stage === 'suspended' ? { until: this.state.resumesOn } : undefined;
  }

  /** News of how it stands: an older version changes nothing. */
  hear(standing: ReservationStanding): void {
    if (compareVersions(standing, this.version) > 0) this.#take(standing);
  }

  /** The catalog's answer to a command of its own. */
  async obey<T>(asked: Promise<Answered<T>>): Promise<T> {
    const before = this.version;
    const { answer, standing } = await asked;
    this.believe(standing, before);
    return answer;
  }

  /**
   * A direct answer of the catalog, which owns how it stands: also a lower version counts (its database was restored from
   * a backup), unless news came while the answer was on its way.
   *
   * @param before the version that was known when the question was asked
   */
  believe(standing: ReservationStanding | null, before: StandingVersion): void {
    if (standing === null) return;
    const heardMeanwhile = compareVersions(this.version, before) !== 0;
    if (heardMeanwhile) this.hear(standing);
    else if (compareVersions(standing, this.version) !== 0) this.#take(standing);
  }

  #take(standing: ReservationStanding): void {
    const { copy: before, pickupLibrary: library } = this;
    this.#standing = standing;
    const { copy, pickupLibrary } = standing.state;
    if (pickupLibrary !== library) this.pickUpAt(pickupLibrary, pickupLibrary);
    if (copy === null) return;
    if (copy.journey !== this.#last.journey) this.done = nothingDone();
    // Not there after all: when it comes, is found, or is fetched again, the patron hears it again.
    else if (before && copy.round !== before.round) delete this.done.readyAt;
    this.#last = { allocation: copy.allocation, journey: copy.journey };
  }

  /** A mail speaks of the copy that it was queued for, or of the one that was swapped for it. */
  isOfThisCopy(occasion: string): boolean {
    return isOfCopy(this.#last, Number.parseInt(occasion, 10));
  }

  /** R20: from now on everything is done for that library. */
  pickUpAt(library: string, name: string): void {
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

  /** A run before this one may have asked staff for that. */
  wasAsked(kinds: readonly TaskKind[]): void {
    for (const kind of kinds) this.#askedBefore.add(kind);
  }

  /** 要確認: a row for the staff of a library; for operators an attribute, and why in the details. */
  async askStaff(kind: TaskKind, library: string, why: string): Promise<void> {
    this.tellOperators(why);
    this.#tasks.add(kind);
    this.#callForAttention();
    const again = this.#askedBefore.delete(kind) ? { begunAnew: true as const } : {};
    await catalog.openTask({ ...this.key, kind, library, why: wordOf(kind), ...again, at: now() });
  }

  /** What staff were asked for (or only that) is not needed any more. */
  async settled(only?: TaskKind): Promise<void> {
    const asked = [...this.#tasks, ...this.#askedBefore];
    const kinds = asked.filter((kind) => only === undefined || kind === only);
    if (kinds.length === 0) return;
    for (const kind of kinds) {
      this.#tasks.delete(kind);
      this.#askedBefore.delete(kind);
    }
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
