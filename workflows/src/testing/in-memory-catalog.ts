import {
  type CatalogActivities,
  type EventData,
  PREFECTURAL_LIBRARY,
  type ReleasedUnknown,
  type ReservationStanding,
  type TaskKind,
  whoIsBehind,
} from '@toshobin/contracts';
import {
  type CalendarDate,
  type DeskSettlement,
  dayOf,
  endOfDay,
  type Instant,
  type LendingPolicy,
  laterDeadline,
  refuse,
  startOfDay,
  wasSeenSince,
} from '@toshobin/lending-rules';
import type { Fact, FactKind } from '@toshobin/lending-rules/facts';
import { reached } from '@toshobin/lending-rules/ledger';
import { AnsweredOnce } from './catalog/answered-once.ts';
import { Closures } from './catalog/closures.ts';
import { Loans } from './catalog/loans.ts';
import { lookAtWhatWaits, type NightlyLook } from './catalog/nightly-look.ts';
import { Queue } from './catalog/queue.ts';
import { Scans } from './catalog/scans.ts';
import { Standings } from './catalog/standings.ts';
import { type Copy, type Entry, type KnownLibrary, type Lending, Stock } from './catalog/stock.ts';
import type { PositionWithRows } from './contract/bench.ts';
import type { Emit } from './event-of.ts';
import type { OwnTask, TaskRow } from './task-rows.ts';

export { alwaysOpen, type Lending } from './catalog/stock.ts';
export { type Emit, eventOf } from './event-of.ts';

type Command<K extends keyof CatalogActivities> = Parameters<CatalogActivities[K]>[0];

/**
 * The catalog's port in memory, for path tests and generated sequences: one library's shelves, queues and loans.
 * The contract suite runs on it and on the real service.
 */
export class InMemoryCatalog implements CatalogActivities {
  readonly #stock: Stock;
  readonly #queue: Queue;
  readonly #scans: Scans;
  readonly #loans: Loans;
  readonly #standings: Standings;
  readonly #closures: Closures;
  readonly #wishes;
  readonly #looks = new Map<CalendarDate, NightlyLook>();

  constructor(emit: Emit) {
    this.#stock = new Stock(emit);
    this.#queue = new Queue(this.#stock);
    this.#scans = new Scans(this.#stock);
    this.#loans = new Loans(this.#stock, this.#queue, this.#scans);
    this.#closures = new Closures(this.#stock);
    this.#standings = new Standings(this.#stock, this.#closures);
    const [queue, loans] = [this.#queue, this.#loans];
    this.#wishes = {
      leaveQueue: new AnsweredOnce((asked: Command<'leaveQueue'>) => queue.leave(asked)),
      suspend: new AnsweredOnce((asked: Command<'suspend'>) => queue.suspend(asked)),
      resume: new AnsweredOnce((asked: Command<'resume'>) => queue.resume(asked)),
      changePickup: new AnsweredOnce((asked: Command<'changePickup'>) => queue.changePickup(asked)),
      extendIfNobodyWaits: new AnsweredOnce((asked: Command<'extendIfNobodyWaits'>) => loans.extend(asked)),
      declarePickedUp: new AnsweredOnce((asked: Command<'declarePickedUp'>) => loans.declarePickedUp(asked)),
    };
  }

  /** What patrons deleted of their histories, by id. */
  readonly deletedOfHistories: string[] = [];

  get policy(): LendingPolicy {
    return this.#stock.policy;
  }

  set policy(policy: LendingPolicy) {
    this.#stock.policy = policy;
  }

  /** The open tasks of staff (要確認), the oldest first. */
  get tasks(): OwnTask[] {
    return this.#stock.tasks.open;
  }

  /** Every task that there ever was. */
  get tasksEver(): readonly TaskRow[] {
    return this.#stock.tasks.ever;
  }

  addRecord(copies: number, lending: Lending = 'lendable'): { recordId: string; copyIds: string[] } {
    const stock = this.#stock;
    const recordId = String(stock.nextNumber());
    stock.records.set(recordId, lending);
    const copyIds = Array.from({ length: copies }, () => String(stock.nextNumber()));
    for (const copyId of copyIds) stock.copies.set(copyId, { copyId, recordId, onShelf: true });
    return { recordId, copyIds };
  }

  /** Adds a copy that is bought later: on the shelf, and given to nobody yet. */
  addCopy(recordId: string): void {
    const copyId = String(this.#stock.nextNumber());
    this.#stock.copies.set(copyId, { copyId, recordId, onShelf: true });
    this.#tell(() => this.#stock.servableAgain(recordId));
  }

  async joinQueue(command: Command<'joinQueue'>) {
    return this.#tell(() => this.#queue.join(command), command.reservationId);
  }

  async leaveQueue(command: Command<'leaveQueue'>) {
    return this.#tell(() => this.#wishes.leaveQueue.answer(command), command.reservationId);
  }

  async suspend(command: Command<'suspend'>) {
    return this.#tell(() => this.#wishes.suspend.answer(command), command.reservationId);
  }

  async resume(command: Command<'resume'>) {
    return this.#tell(() => this.#wishes.resume.answer(command), command.reservationId);
  }

  async changePickup(command: Command<'changePickup'>) {
    return this.#tell(() => this.#wishes.changePickup.answer(command), command.reservationId);
  }

  async endRedirect(command: Command<'endRedirect'>) {
    const { name, refused } = this.#tell(() => this.#queue.endRedirect(command), command.reservationId);
    if (refused !== undefined) {
      const tooLate = refuse('CHANGE_PICKUP_TOO_LATE');
      this.#wishes.changePickup.answerInstead(command.reservationId, refused, tooLate);
    }
    return { name };
  }

  async passOnUnlessAlone(command: Command<'passOnUnlessAlone'>) {
    return this.#tell(() => this.#queue.passOnUnlessAlone(command), command.reservationId);
  }

  async closeReservation(command: Command<'closeReservation'>) {
    return this.#tell(() => this.#queue.close(command), command.reservationId);
  }

  async positionOf({ reservationId, toBegin }: Command<'positionOf'>): Promise<PositionWithRows> {
    const position = this.#queue.positionOf(reservationId, this.standingOf(reservationId));
    const { name: pickupLibraryName } = this.#stock.libraries.get(position.pickupLibrary ?? '') ?? {};
    const wishes = Object.values(this.#wishes).flatMap((answered) => answered.of(reservationId));
    const isTheirs = ({ subject }: OwnTask) => subject.reservationId === reservationId;
    const asked = this.tasks.filter(isTheirs).map(({ kind }) => kind);
    return {
      ...position,
      wishes,
      ...(pickupLibraryName ? { pickupLibraryName } : {}),
      ...(toBegin ? { toBegin: { numbers: this.policy, asked } } : {}),
    };
  }

  whoIsBehind(asked: Command<'whoIsBehind'>): Promise<string[]> {
    return whoIsBehind(asked, async (known) => this.#standings.isNewerThan(known));
  }

  async openReservations({ after }: Command<'openReservations'>): Promise<string[]> {
    return this.#standings.open().filter((id) => after === null || id > after);
  }

  async deletedHistory({ after }: Command<'deletedHistory'>): Promise<string[]> {
    return this.deletedOfHistories.filter((id) => after === null || id > after).sort();
  }

  async tellRows({ rows }: Command<'tellRows'>) {
    return this.#standings.tellRows(rows);
  }

  async releaseUnknown({ reservationId, at }: Command<'releaseUnknown'>): Promise<ReleasedUnknown> {
    if (!this.#standings.open().includes(reservationId)) return 'known';
    const order = { reservationId, by: 'library', reason: 'library', at } as const;
    const { left } = this.#tell(() => this.#queue.leave(order));
    return left ? 'released' : 'lent';
  }

  async openLoan(command: Command<'openLoan'>) {
    return this.#tell(() => this.#loans.open(command), command.reservationId);
  }

  async moveDueAfterLateMail(command: Command<'moveDueAfterLateMail'>) {
    return this.#tell(() => this.#loans.moveAfterLateMail(command), command.reservationId);
  }

  async extendIfNobodyWaits(command: Command<'extendIfNobodyWaits'>) {
    return this.#tell(() => this.#wishes.extendIfNobodyWaits.answer(command), command.reservationId);
  }

  async declarePickedUp(command: Command<'declarePickedUp'>) {
    return this.#tell(() => this.#wishes.declarePickedUp.answer(command), command.reservationId);
  }

  async expireHold(command: Command<'expireHold'>) {
    const { holdUntil = null } = this.standingOf(command.reservationId)?.state.copy ?? {};
    return this.#tell(() => this.#loans.expireHold(command, holdUntil), command.reservationId);
  }

  async policyInForce(): Promise<LendingPolicy> {
    return this.policy;
  }

  async openTask(command: Command<'openTask'>): Promise<void> {
    const { kind, reservationId, allocation, library, why, since, at } = command;
    const position = this.#stock.position(allocation);
    if (reached(position, 'home') || (kind === 'longOverdue' && reached(position, 'handedIn'))) return;
    if (this.#stock.tasks.isSettled(kind, { reservationId }, since)) return;
    this.#stock.tasks.add(kind, library, { reservationId }, why, at);
  }

  async clearTasks({ reservationId, kinds, at }: Command<'clearTasks'>): Promise<void> {
    this.#stock.tasks.clear({ reservationId }, at, kinds);
  }

  async forgetMoments({ before }: Command<'forgetMoments'>): Promise<number> {
    return this.#standings.forgetSettledBefore(dayOf(before));
  }

  async lookAtWhatWaits({ at }: Command<'lookAtWhatWaits'>): Promise<NightlyLook> {
    const look = this.#looks.get(dayOf(at)) ?? this.#tell(() => lookAtWhatWaits(this.#stock, at));
    this.#looks.set(dayOf(at), look);
    return look;
  }

  /** Records what staff do, or did before, with a copy in hand, and tells it to whom it concerns. */
  scan(copyId: string, kind: FactKind, at: Instant, place?: string, occurredAt?: Instant): Fact {
    return this.#tell(() => this.#scans.scan(copyId, kind, at, place, occurredAt));
  }

  /** Hears from shipping of a copy's step inside a parcel. */
  hear(moved: EventData<'shipping.copy.moved'>): void {
    this.#tell(() => this.#scans.hear(moved));
  }

  /** Hears from shipping that a copy is lost on its way; one that was seen since is not. */
  hearLost({ copyId, allocation, direction, at }: EventData<'shipping.copy.lost'>): void {
    const isTheirs = this.#stock.copy(copyId).allocation === allocation;
    const isSeen = wasSeenSince(this.#stock.position(allocation ?? 0), direction);
    if (isTheirs && !isSeen) this.loseCopy(copyId, at);
  }

  /** Hears that a copy is not where it should be by now. */
  hearDelayed({ reservationId, allocation }: EventData<'shipping.copy.delayed'>): void {
    this.#tell(() => {
      this.#stock.entry(reservationId).delayed = allocation;
    });
  }

  hearShelfCheck({ reservationId, allocation, answer }: EventData<'shipping.shelfCheck.answered'>): void {
    this.#tell(() => {
      this.#stock.entry(reservationId).shelfCheck = { allocation, answer };
    });
  }

  /** R6: a mail named a date, which binds us, and may begin the hold of a copy. */
  hearNoticeSent(notice: EventData<'patron.notice.sent'>): void {
    const copy = this.#copyOfMail(notice);
    const { reservationId, kind, due, holdUntil, sentOn, late } = notice;
    if (!copy) return;
    this.#tell(() => {
      const entry = this.#stock.entry(reservationId);
      const { allocation } = copy;
      if (late && kind === 'readyAtMunicipal')
        this.#loans.moveAfterLateMail({ reservationId, allocation, mailAcceptedAt: endOfDay(sentOn) });
      const loan = this.#stock.loanOf(reservationId, allocation);
      if (due && loan && !loan.ended) {
        loan.told = loan.told ? laterDeadline(loan.told, due) : due;
        loan.due = laterDeadline(loan.due, due);
      }
      const before = entry.hold;
      if (holdUntil && (before || kind === 'readyAtPrefectural')) {
        const told = before?.told ? laterDeadline(before.told, holdUntil) : holdUntil;
        const until = before ? laterDeadline(before.until, holdUntil) : holdUntil;
        entry.hold = {
          until,
          told,
          round: kind === 'readyAtPrefectural' ? copy.round : (before?.round ?? 0),
        };
      }
      this.#follow(startOfDay(sentOn));
    });
  }

  /** A mail came back: the hold that it was to begin has not begun. */
  hearNoticeFailed(notice: EventData<'patron.notice.failed'>): void {
    if (notice.kind !== 'readyAtPrefectural' || !this.#copyOfMail(notice)) return;
    this.#tell(() => {
      const { hold } = this.#stock.entry(notice.reservationId);
      if (hold) hold.round = -1;
    });
  }

  #copyOfMail({ reservationId, occasion }: { reservationId: string; occasion: string }) {
    const copy = this.standingOf(reservationId)?.state.copy;
    const ofCopy = Number.parseInt(occasion, 10);
    return copy && ofCopy >= copy.journey && ofCopy <= copy.allocation ? copy : undefined;
  }

  standingOf(reservationId: string): ReservationStanding | null {
    return this.#standings.of(reservationId);
  }

  /** Does something, and tells of the reservations that stand otherwise afterwards. */
  #tell<T>(work: () => T, asks?: string): T {
    const done = work();
    this.#standings.tell(asks);
    return done;
  }

  /** Hears from shipping that a library closes. */
  hearClosure({ closureId, library, from, until, reason, at }: EventData<'shipping.closure.entered'>): void {
    this.#tell(() => {
      this.#closures.enter(closureId, { library, days: { from, until }, reason });
      this.#follow(at);
    });
  }

  /** Hears that a library does not close after all. */
  hearClosureTakenBack({ closureId, at }: EventData<'shipping.closure.takenBack'>): void {
    this.#tell(() => {
      this.#closures.takeBack(closureId);
      this.#follow(at);
    });
  }

  #follow(at: Instant): void {
    for (const entry of this.#stock.entries.values()) this.#followWith(entry, at);
  }

  /** The scan that took the copy away is taken back: the copy's dates follow closures as if it had stayed. */
  #followSince(copyId: string, since: Instant, at: Instant): void {
    const entry = this.#stock.holderOf(this.#stock.copy(copyId));
    if (entry) this.#followWith(entry, at, since);
  }

  #followWith(entry: Entry, at: Instant, since = at): void {
    this.#closures.moveBack(entry, at);
    this.#closures.moveOn(entry, this.#standings.present(entry).state, { at, since });
  }

  voidScan(factId: string, at: Instant): Fact {
    return this.#tell(() => {
      const fact = this.#scans.void(factId, at);
      const since = this.#stock.facts.find((scan) => scan.factId === factId)?.recordedAt ?? at;
      this.#followSince(fact.copyId, since, at);
      return fact;
    });
  }

  lendAtCounter(copyId: string, reservationId: string, at: Instant): Fact {
    return this.#tell(() => this.#scans.lendAtCounter(copyId, reservationId, at));
  }

  /** Hands a copy to the wrong person, with nothing to swap; answers how that is taken back. */
  giveToWrongPerson(copyId: string, at: Instant): (at: Instant) => void {
    const takeBack = this.#tell(() => this.#scans.giveToWrongPerson(copyId, at));
    return (then) =>
      this.#tell(() => {
        takeBack(then);
        this.#followSince(copyId, at, then);
      });
  }

  swap(copyId: string, forReservation: string, at: Instant, place: string): Fact {
    return this.#tell(() => this.#scans.swap(copyId, forReservation, at, place));
  }

  notOnShelf(copyId: string, at: Instant): (at: Instant) => void {
    const takeBack = this.#tell(() => this.#scans.notOnShelf(copyId, at));
    return (then) => this.#tell(() => takeBack(then));
  }

  loseCopy(copyId: string, at: Instant): void {
    this.#tell(() => this.#scans.lose(copyId, at));
  }

  /** Takes a copy out of service. */
  withdrawCopy(copyId: string, at: Instant): void {
    this.#tell(() => this.#scans.lose(copyId, at, 'outOfService'));
  }

  /** The desk settles a task, or what the task was about is settled. */
  settle(kind: TaskKind, reservationId: string, at: Instant): void {
    this.#stock.tasks.clear({ reservationId }, at, [kind], 'staff');
  }

  settleLoan(reservationId: string, how: DeskSettlement, at: Instant) {
    return this.#tell(() => {
      const { state } = this.#standings.present(this.#stock.entry(reservationId));
      return this.#loans.settle(reservationId, state, how, at);
    });
  }

  takeBackSettlement(reservationId: string, at: Instant) {
    return this.#tell(() => {
      const entry = this.#stock.entry(reservationId);
      const taken = this.#loans.takeBackSettlement(entry, this.#standings.present(entry).state, at);
      const { state } = this.#standings.present(entry);
      if (taken.ok && state.stage === 'onLoan') {
        const subject = { reservationId };
        this.#stock.tasks.add('longOverdue', PREFECTURAL_LIBRARY, subject, 'settlementUndone', at);
      }
      return taken;
    });
  }

  copy(copyId: string): Readonly<Copy> {
    return this.#stock.copy(copyId);
  }

  /** What the catalog keeps of a library, from shipping's facts. */
  libraryOf(code: string): KnownLibrary {
    const library = this.#stock.libraries.get(code);
    if (!library) throw new Error(`No library ${code}`);
    return library;
  }

  /** The newest scan of a copy of that kind that was not taken back. */
  scanOf(copyId: string, kind: FactKind): Fact {
    const { facts } = this.#stock;
    const voided = new Set(facts.flatMap((fact) => fact.voids ?? []));
    const scan = facts.findLast(
      (fact) =>
        fact.copyId === copyId && fact.kind === kind && fact.voids === undefined && !voided.has(fact.factId),
    );
    if (!scan) throw new Error(`Copy ${copyId} was not ${kind}`);
    return scan;
  }

  /** The number of a reservation's allocation; 0 where it has no copy. */
  allocationOf(reservationId: string): number {
    return this.#stock.entries.get(reservationId)?.allocation?.allocation ?? 0;
  }

  copyOf(reservationId: string): string {
    const copyId = this.#stock.entries.get(reservationId)?.allocation?.copyId;
    if (!copyId) throw new Error(`Reservation ${reservationId} has no copy`);
    return copyId;
  }
}
