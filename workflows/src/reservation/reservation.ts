import { allHandlersFinished, condition, patched, workflowInfo } from '@temporalio/workflow';
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
 * What the process knows of its reservation: how it stands by the ledger, of which the highest version counts, what its
 * owners answered, and which duties it has done. All but the first is kept to save calls: a new run asks again.
 */
export class Reservation {
  /** Wishes run one at a time. No duty is held by it: a service that is away keeps no wish waiting that needs another. */
  readonly #mutex = new Mutex();
  /** What shipping is being asked of a change of pickup library. */
  #redirecting: Promise<void> | undefined;
  /** The wishes that were answered, as the catalog told when it was asked. */
  #answered: ReadonlySet<string> = new Set();
  readonly #shown = new ShownToOperators();
  readonly ears = new Ears(this.#shown.course);
  readonly request: ReservationStart;
  #standing: ReservationStanding | undefined;
  /** The newest allocation it had: what commands and milestones name. */
  #last = { allocation: 0, journey: 0 };
  readonly done = new DoneDuties();
  #asked: ReadonlySet<StaffTask> = new Set();
  /** What is to be done, and what that followed from: it is asked for many times in a turn. */
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

  /** Reservation and allocation: what every command carries. */
  get key(): { reservationId: string; allocation: number } {
    return { reservationId: this.id, allocation: this.allocationNumber };
  }

  /** How it stands; before its admission nothing is known. */
  get state(): LedgerState | undefined {
    return this.#standing?.state;
  }

  /** How it stands, with its version and with what packing needs of its copy. */
  get standing(): ReservationStanding | undefined {
    return this.#standing;
  }

  get version(): StandingVersion {
    const { epoch, n } = this.#standing ?? { epoch: 0, n: 0 };
    return { epoch, n };
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

  /** Nothing is left to be done but to say how it ended; of what nobody knows, not even that. */
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

  /** The reservation was refused at its admission. */
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

  /** The copy was posted or handed out, and has to come home. */
  get hasLeft(): boolean {
    return this.copy !== null && hasLeft(this.copy);
  }

  /** A copy is chosen, and has not been taken away since. */
  get hasCopy(): boolean {
    return this.copy !== null;
  }

  /** The copy is on the packing list of a municipal library, or on its way there, or waits for a loan slot. */
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

  /** Runs it when no other wish does. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#mutex.runExclusive(work);
  }

  /** The catalog has answered just now how it stands: since then nothing has happened. */
  get isFresh(): boolean {
    return this.#answeredAt === workflowInfo().historyLength;
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
    this.#answeredAt = workflowInfo().historyLength;
    if (standing === null) return;
    const heardMeanwhile = compareVersions(this.version, before) !== 0;
    if (heardMeanwhile) this.hear(standing);
    else if (compareVersions(standing, this.version) !== 0) this.#take(standing);
  }

  /** No owner knows of it: a restore has lost it, and nothing is left to be done. */
  isUnknown(): void {
    this.#standing = undefined;
  }

  /** The catalog's answer to what it knows, with the wishes that were answered. */
  learn({ standing, wishes }: CatalogPosition, before: StandingVersion): void {
    this.#answered = new Set(wishes);
    this.believe(standing, before);
  }

  /** A wish that was judged before is refused by nothing that is known now: the catalog answers it as it did then. */
  hasAnswered(wish: string): boolean {
    return this.#answered.has(wish);
  }

  /** R20: once at a time, whoever asks. */
  redirect(ask: () => Promise<void>): Promise<void> {
    this.#redirecting ??= ask().finally(() => {
      this.#redirecting = undefined;
    });
    return this.#redirecting;
  }

  /**
   * The reservation goes on in this run, with what staff were asked in an earlier one, and the numbers where they are needed
   * at once: what opens later reads them then. A history from before 30 November 2026 has neither.
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
   * R3, R15: the slot, and the place on the packing list, were given back when the copy was to be packed no more; nor is it
   * said that it is kept.
   */
  #needsASlotAnew(): void {
    const { journey } = this.#last;
    const given = [`slot ${journey}`, `list ${journey}`, `kept ${journey}`];
    if (!given.some((about) => this.done.isAnyAbout(about)) || !patched('a-slot-given-back')) return;
    this.slot = undefined;
    for (const about of given) this.done.forget(about);
  }

  /** R20: from now on everything is done for that library, also what was done for it before. */
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
      // News or a wish may say at the last moment that it is not over after all.
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

  /** What a claim was answered; forgotten while its answer was on its way, it has to be claimed again. */
  hasSlot(answer: SlotAnswer | undefined, { key }: Duty): void {
    const isOvertaken = answer !== undefined && !this.done.has(key) && patched('a-claim-overtaken');
    this.slot = isOvertaken ? undefined : answer;
  }

  /** A loan slot may be free: whoever needs one asks. */
  askForSlot(): void {
    if (!this.slot?.claimed) this.slot = undefined;
    this.done.forget('slot');
  }

  /**
   * My Library's row and the notice that goes with it, in one transaction of the patron service. Answers since when the
   * patron is told that the copy is ready at the counter, where it was that.
   */
  tellPatron(step: MilestoneStep, summary: string): Promise<Instant | undefined> {
    const tell = said(patron.recordMilestone, summary);
    return this.lanes.occupy('mails', () => tell({ ...step, ...this.key, at: now() }));
  }

  /** The numbers in force when they were first needed: at the opening of the loan, or here. */
  async readNumbers(): Promise<LendingPolicy> {
    if (this.numbers) return this.numbers;
    this.#reading ??= said(catalog.policyInForce, 'the numbers of the rules')();
    this.numbers = await this.#reading;
    return this.numbers;
  }

  /** 要確認: staff are asked for that, for operators an attribute. */
  asksStaff(kind: StaffTask): void {
    this.#asked = new Set([...this.#asked, kind]);
    this.#shown.needsAttention(true);
  }

  /** Clears the tasks that staff were given and need not do any more; needed again, they are opened anew. */
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

  /** The reservation has come to its end: shown to operators too. */
  closes(outcome: Outcome): void {
    this.#shown.closed(outcome, this.version);
  }

  /** What an operator reads: where it is, since when, and what comes next. */
  show(): void {
    if (this.#standing === undefined) return;
    this.#shown.standing(this.#standing, this.pickupLibraryName, nextInTime(this.undone(), now()));
  }
}
