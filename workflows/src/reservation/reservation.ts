import { allHandlersFinished, condition, deprecatePatch, patched, workflowInfo } from '@temporalio/workflow';
import {
  type Admission,
  type Allocation,
  type Answered,
  type CatalogPosition,
  compareVersions,
  type MilestoneStep,
  PREFECTURAL_LIBRARY,
  type ReservationStanding,
  type ReservationStart,
  type StandingVersion,
  TaskKindSchema,
} from '@toshobin/contracts';
import {
  type Deadline,
  hasLeft,
  type Instant,
  isAfter,
  isOver,
  type LedgerState,
  type LedgerStateCopy,
  type LendingPolicy,
  type Outcome,
  stageIs,
  wasHandedIn,
  wasHandedOut,
} from '@toshobin/lending-rules';
import { Mutex } from 'async-mutex';
import { now } from '../ports/clock.ts';
import { Ears } from '../ports/ears.ts';
import { catalog, patron, said } from '../ports/ports.ts';
import { DoneDuties } from './done-duties.ts';
import { dutiesOf, needsNumbers } from './duties.ts';
import { type Duty, isStaffTask, type Known, type SlotAnswer, type StaffTask } from './duty.ts';
import { Lanes } from './lanes.ts';
import { ShownToOperators } from './shown-to-operators.ts';
import { type InTime, nextInTime, toBegin } from './what-begins.ts';

/**
 * What the process knows of its reservation: how it stands by the ledger (the highest version counts), what its owners
 * answered, and which duties it has done. All but the first saves calls: a new run asks again.
 */
export class Reservation {
  /** Wishes run one at a time. No duty holds it: no wish waits for a service that is away and not needed. */
  readonly #mutex = new Mutex();
  /** The question to shipping about a change of pickup library, while it is under way. */
  #redirecting: Promise<void> | undefined;
  /** The wishes that the catalog had answered when it was asked last. */
  #answered: ReadonlySet<string> = new Set();
  readonly #shown = new ShownToOperators();
  readonly ears = new Ears(this.#shown.course);
  readonly request: ReservationStart;
  #standing: ReservationStanding | undefined;
  /** The reservation's newest allocation, which commands and milestones name. */
  #last = { allocation: 0, journey: 0 };
  readonly done = new DoneDuties();
  #asked: ReadonlySet<StaffTask> = new Set();
  /** The duties, and what they followed from: they are asked for many times in a turn. */
  #listed: { from: readonly unknown[]; duties: Duty[] } | undefined;

  admission?: Admission;
  pickupLibraryName: string;
  /** How long the history was when the catalog last answered how it stands. */
  #answeredAt = 0;
  #reading: Promise<LendingPolicy> | undefined;
  readonly lanes = new Lanes();
  numbers?: LendingPolicy;
  slot: Known['slot'];
  ready: Known['ready'];
  shelfCheck: Known['shelfCheck'];

  constructor(request: ReservationStart) {
    this.request = request;
    this.pickupLibraryName = request.pickupLibraryName ?? request.pickupLibrary;
  }

  get id(): string {
    return this.request.reservationId;
  }

  /** The reservation and its newest allocation, which every command carries. */
  get key(): { reservationId: string; allocation: number } {
    return { reservationId: this.id, allocation: this.allocationNumber };
  }

  /** How the reservation stands; undefined before its admission. */
  get state(): LedgerState | undefined {
    return this.#standing?.state;
  }

  /** How the reservation stands, with its version and with what packing needs of its copy. */
  get standing(): ReservationStanding | undefined {
    return this.#standing;
  }

  get version(): StandingVersion {
    const { epoch, n } = this.#standing ?? { epoch: 0, n: 0 };
    return { epoch, n };
  }

  /** The copy that is the reservation's own, or was when it ended. */
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

  /** Whether nothing is left to be done but to tell the end; of what nobody knows, not even that. */
  get isOver(): boolean {
    return this.state === undefined || isOver(this.state);
  }

  get outcome(): Outcome {
    return this.state === undefined ? 'rejected' : (this.state.ended ?? 'cancelled');
  }

  /** Waits for the admission's outcome: a wish that overtakes it is decided after it. */
  async isAdmitted(): Promise<boolean> {
    await condition(() => this.admission !== undefined);
    return this.admission?.admitted ?? false;
  }

  /** Whether the admission refused the reservation. */
  get wasRefused(): boolean {
    return this.admission?.admitted === false;
  }

  /** The newest allocation's number; 0 before the first. */
  get allocationNumber(): number {
    return this.#last.allocation;
  }

  get wasHandedOut(): boolean {
    return this.copy !== null && wasHandedOut(this.copy);
  }

  get wasHandedIn(): boolean {
    return this.copy !== null && wasHandedIn(this.copy);
  }

  /** Whether the copy was posted or handed out, and has to come home. */
  get hasLeft(): boolean {
    return this.copy !== null && hasLeft(this.copy);
  }

  /** Whether a copy is chosen, and has not been taken away since. */
  get hasCopy(): boolean {
    return this.copy !== null;
  }

  /** Whether the copy is on the packing list of a municipal library, on its way there, or waits for a loan slot. */
  get isBeingPacked(): boolean {
    return this.state !== undefined && stageIs(this.state.stage, 'beingPacked');
  }

  get due(): Deadline | undefined {
    return this.copy?.due ?? undefined;
  }

  /** The end of the hold: at a municipal library the due date (R6). */
  get holdEnds(): Deadline | undefined {
    return this.copy?.holdUntil ?? undefined;
  }

  /** Runs work when no other wish runs. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#mutex.runExclusive(work);
  }

  /** Whether the catalog has answered just now how the reservation stands: nothing has happened since. */
  get isFresh(): boolean {
    return this.#answeredAt === workflowInfo().historyLength;
  }

  /** Hears news of how the reservation stands: an older version changes nothing. */
  hear(standing: ReservationStanding): void {
    if (compareVersions(standing, this.version) > 0) this.#take(standing);
  }

  /** Takes the catalog's answer to a command, with how the reservation stands then. */
  async obey<T>(asked: Promise<Answered<T>>): Promise<T> {
    const before = this.version;
    const { answer, standing } = await asked;
    this.believe(standing, before);
    return answer;
  }

  /**
   * Takes a direct answer of the catalog, which owns how the reservation stands: also a lower version counts (its
   * database was restored from a backup), unless news came while the answer was on its way.
   *
   * @param before the version that was known when the question was asked
   */
  believe(standing: ReservationStanding | null, before: StandingVersion): void {
    this.#answeredAt = workflowInfo().historyLength;
    if (standing === null) return;
    const heardMeanwhile = compareVersions(this.version, before) !== 0;
    if (heardMeanwhile) this.hear(standing);
    else if (compareVersions(standing, this.version) !== 0) this.#take(standing);
  }

  /** No owner knows of the reservation: a restore has lost it, and nothing is left to be done. */
  isUnknown(): void {
    this.#standing = undefined;
  }

  /** Takes the catalog's answer to the question how the reservation stands, with the wishes that it has answered. */
  learn({ standing, wishes }: CatalogPosition, before: StandingVersion): void {
    this.#answered = new Set(wishes);
    this.believe(standing, before);
  }

  /** Whether the catalog has judged that wish before: it gives the same answer again, whatever is known now. */
  hasAnswered(wish: string): boolean {
    return this.#answered.has(wish);
  }

  /** R20: asks shipping about the change once at a time, whoever wants to know. */
  redirect(ask: () => Promise<void>): Promise<void> {
    this.#redirecting ??= ask().finally(() => {
      this.#redirecting = undefined;
    });
    return this.#redirecting;
  }

  /**
   * The reservation goes on in this run, with what staff were asked in an earlier one, and with the numbers of the
   * rules if its state needs them. A history from before 30 November 2026 has neither.
   */
  goesOn(found: CatalogPosition, before: StandingVersion): void {
    const { asked = TaskKindSchema.options, numbers } = found.toBegin ?? {};
    this.#asked = new Set(asked.filter(isStaffTask));
    this.learn(found, before);
    if (numbers && this.state && needsNumbers(this.state)) this.numbers = numbers;
  }

  #take(standing: ReservationStanding): void {
    const { pickupLibrary: library, isBeingPacked: wasBeingPacked } = this;
    this.#standing = standing;
    const { copy, pickupLibrary } = standing.state;
    if (copy) this.#last = { allocation: copy.allocation, journey: copy.journey };
    if (this.isBeingPacked && !wasBeingPacked) this.#needsASlotAnew();
    if (pickupLibrary !== library) this.pickUpAt(pickupLibrary, pickupLibrary);
    this.show();
  }

  /**
   * R3, R15: the slot, and the place on the packing list, were given back when the copy was to be packed no more: both
   * are needed anew, and where the copy is kept, so is its mail.
   */
  #needsASlotAnew(): void {
    const { journey } = this.#last;
    const given = [`slot ${journey}`, `list ${journey}`, `kept ${journey}`];
    if (!given.some((about) => this.done.isAnyAbout(about))) return;
    deprecatePatch('a-slot-given-back');
    this.slot = undefined;
    for (const about of given) this.done.forget(about);
  }

  /** R20: takes over another pickup library: what was done for the former one is to be done again for this one. */
  pickUpAt(library: string, name: string): void {
    this.pickupLibraryName = name;
    if (!this.isBeingPacked) this.slot = undefined;
    for (const about of ['ready', 'list']) this.done.forget(about);
    this.#shown.pickupLibrary(library);
  }

  #duties(): Duty[] {
    const { pickupLibraryName, numbers, slot, ready, shelfCheck, admission } = this;
    const standing = this.#standing;
    if (standing === undefined) return [];
    const position = admission?.admitted ? admission.position : undefined;
    const answers = { pickupLibraryName, numbers, position, slot, ready, shelfCheck, asked: this.#asked };
    const known = { standing, ...answers };
    const from = [...Object.values(known), now()];
    if (!this.#listed?.from.every((value, nth) => value === from[nth]))
      this.#listed = { from, duties: dutiesOf(known, now()) };
    return this.#listed.duties;
  }

  /** The duties that are not done, in their order. */
  undone(): Duty[] {
    return this.#duties().filter((duty) => !this.done.has(duty.key) && !this.#isTooLate(duty));
  }

  #isTooLate({ until }: Duty): boolean {
    return until !== undefined && isAfter(now(), until) && patched('a-reminder-in-time');
  }

  /** What begins now, what its time comes for next, and whether nothing is left to be done. */
  outlook(): { begins: Duty[]; next: InTime | undefined; isDone: boolean } {
    const { lanes, isFresh } = this;
    const undone = this.undone();
    const isAtRest = lanes.areFree && allHandlersFinished();
    return {
      begins: toBegin(undone, { lanes, isFresh, isAtRest, now: now() }),
      next: nextInTime(undone, now()),
      // News or a wish may come at the last moment, so that the reservation is not over after all.
      isDone: this.isOver && isAtRest && undone.length === 0,
    };
  }

  begin({ key }: Duty): void {
    this.done.add(key);
  }

  /** Forgets which duties are done: their owners are asked again. */
  forgetAll(): void {
    this.done.clear();
    this.slot = undefined;
  }

  /** Keeps the answer to a claim; a duty that was forgotten while its answer was on its way has to claim again. */
  hasSlot(answer: SlotAnswer | undefined, { key }: Duty): void {
    const isOvertaken = answer !== undefined && !this.done.has(key);
    if (isOvertaken) deprecatePatch('a-claim-overtaken');
    this.slot = isOvertaken ? undefined : answer;
  }

  /** A loan slot may be free: a duty that needs one asks again. */
  askForSlot(): void {
    if (!this.slot?.claimed) this.slot = undefined;
    this.done.forget('slot');
  }

  /**
   * Writes My Library's row and the notice that goes with it, in one transaction of the patron service. Answers since
   * when the patron is told that the copy is ready at the counter, for that milestone.
   */
  tellPatron(step: MilestoneStep, summary: string): Promise<Instant | undefined> {
    const tell = said(patron.recordMilestone, summary);
    return this.lanes.occupy('mails', () => tell({ ...step, ...this.key, at: now() }));
  }

  /** The numbers of the rules as they are when they are first needed: at the opening of the loan, or here. */
  async readNumbers(): Promise<LendingPolicy> {
    if (this.numbers) return this.numbers;
    this.#reading ??= said(catalog.policyInForce, 'the numbers of the rules')();
    this.numbers = await this.#reading;
    return this.numbers;
  }

  /** 要確認: staff are asked for that, which an attribute shows to operators. */
  asksStaff(kind: StaffTask): void {
    this.#asked = new Set([...this.#asked, kind]);
    this.#shown.needsAttention(true);
  }

  /** Clears tasks that staff need not do any more; a task needed again is opened anew. */
  async settled(kinds: readonly StaffTask[]): Promise<void> {
    this.#asked = new Set([...this.#asked].filter((kind) => !kinds.includes(kind)));
    for (const kind of kinds) this.done.forget(`task ${kind}`);
    this.done.forget('settle');
    this.#shown.needsAttention(false);
    await said(
      catalog.clearTasks,
      'staff need not look any more',
    )({ reservationId: this.id, kinds: [...kinds], at: now() });
  }

  /** The reservation has come to its end, which operators are shown too. */
  closes(outcome: Outcome): void {
    this.#shown.closed(outcome, this.version);
  }

  /** Shows operators where the reservation is, since when, and what comes next. */
  show(): void {
    if (this.#standing === undefined) return;
    this.#shown.standing(this.#standing, this.pickupLibraryName, nextInTime(this.undone(), now()));
  }
}
