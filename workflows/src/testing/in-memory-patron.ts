import {
  compareVersions,
  type EventData,
  isBehindPatron,
  isEndMailed,
  type Milestone,
  mailGroup,
  mailOf,
  type NamedMail,
  type NoticeKind,
  type PatronActivities,
  type PatronPosition,
  PREFECTURAL_LIBRARY,
  ReservationIdSchema,
  type ReservationRequest,
  type ReservationStanding,
  SAYS_READY,
  TELLS_THE_END,
  TRUE_AGAIN,
  whoIsBehind,
} from '@toshobin/contracts';
import {
  type Deadline,
  datesInForce,
  dayOf,
  type Instant,
  instantFromEpochMs,
  isAfter,
  isOfCopy,
  isOnItsWay,
  isProcessOver,
  keptFrom,
  keptUntil,
  type LedgerState,
  laterOf,
  mayWaitForSlot,
  noWait,
  type Outcome,
  refuse,
  shownOf,
  thereOrHandedOut,
} from '@toshobin/lending-rules';
import { type Emit, eventOf } from './event-of.ts';
import { CardDesk } from './patron/card-desk.ts';
import { countsAs, LoanSlots, type Row } from './patron/loan-slots.ts';
import { distinctionsOf, saidBy, tellsTheEnd } from './patron/milestones.ts';
import { goesOut, isStillTrue, type Notice, newestOf, wentOutLate } from './patron/notice.ts';
import { ReadingOrders } from './patron/reading-orders.ts';
import { type OwnTask, TaskRows } from './task-rows.ts';

/** The catalog's answer to how a reservation stands; null: it knows none. */
type StandingOf = (reservationId: string) => ReservationStanding | null;

type Command<K extends keyof PatronActivities> = Parameters<PatronActivities[K]>[0];

/** The patron's port in memory: who reserved what is known here alone, as in the real service. */
export class InMemoryPatron implements PatronActivities {
  /** Whether mails go out only when a test says so; otherwise they do at the next time of the day for mails (R19). */
  sentByHand = false;
  /** Every milestone once, in the order in which it was first told. */
  readonly milestones: Milestone[] = [];
  readonly notices: Notice[] = [];
  readonly cardDesk: CardDesk;
  readonly readingOrders: ReadingOrders;
  readonly slots: LoanSlots;
  /** What is in the histories of patrons, by id. */
  readonly history = new Set<string>();
  readonly #told = new Set<string>();
  readonly #rows = new Map<string, Row>();
  readonly #tasks = new TaskRows();
  /** By allocation: the first one in whose place it stands, copies having been swapped. Mails are about that one. */
  readonly #journeys = new Map<number, number>();
  #now: Instant = instantFromEpochMs(0);
  /** Whether the port hears what the catalog tells; false: it is on its way. */
  hears = true;
  readonly #emit: Emit;
  readonly #standingOf: StandingOf;

  constructor(emit: Emit, standingOf: StandingOf) {
    this.#emit = emit;
    this.#standingOf = standingOf;
    this.cardDesk = new CardDesk(this.#tasks, emit);
    this.readingOrders = new ReadingOrders(emit);
    this.slots = new LoanSlots(this.#rows, emit);
  }

  /** The open tasks of staff (要確認), the oldest first. */
  get tasks(): OwnTask[] {
    return this.#tasks.open;
  }

  apply(reservationId: string, patron: string, request?: ReservationRequest): void {
    const version = { epoch: 0, n: 0 };
    this.#rows.set(reservationId, { reservationId, patron, version, ...(request ? { request } : {}) });
  }

  milestonesOf(reservationId: string): string[] {
    return this.milestones
      .filter((told) => told.reservationId === reservationId)
      .map((told) =>
        'mail' in told && told.mail !== 'none' ? `${told.milestone}:${told.mail}` : told.milestone,
      );
  }

  /** Puts back the database of a backup from before the end of a reservation. */
  restore(reservationId: string, patron: string): void {
    for (const key of this.#told) if (key.startsWith(reservationId)) this.#told.delete(key);
    this.apply(reservationId, patron, this.#rows.get(reservationId)?.request);
  }

  forget(reservationId: string): void {
    this.#rows.delete(reservationId);
  }

  has(reservationId: string): boolean {
    return this.#rows.has(reservationId);
  }

  async recordMilestone(milestone: Milestone): Promise<Instant | undefined> {
    this.#record(milestone);
    if (milestone.milestone !== 'readyAtPrefectural') return undefined;
    return (await this.positionOf(milestone)).toldReadyAt;
  }

  #record(milestone: Milestone): void {
    const { reservationId, at } = milestone;
    this.knowsTime(at);
    this.#askCatalog(reservationId);
    const row = this.#rows.get(reservationId);
    // Nothing is written to a closed or erased row.
    if (!row || row.outcome !== undefined) return;
    // The end is told of the copy that the row knows, whatever a run remembers.
    const allocation = tellsTheEnd(milestone)
      ? (row.state?.copy?.journey ?? 0)
      : this.journeyOf(milestone.allocation);
    const key = [reservationId, allocation, milestone.milestone, ...distinctionsOf(milestone)].join('|');
    const mail = this.#isMailed(milestone, row) ? mailOf(milestone, allocation) : undefined;
    // Several milestones may tell that the reservation was accepted: the first does.
    const isAccepted = mail?.kind === 'accepted' && this.#queuedOf(reservationId, mail) !== undefined;
    const isNew = milestone.milestone === 'closed' || !(this.#told.has(key) || isAccepted);
    if (isNew) {
      this.#told.add(key);
      this.milestones.push(milestone);
    }
    if (isNew && milestone.milestone === 'heldForLoanLimit' && row.wait)
      Object.assign(row.wait, keptFrom(row.wait, at));
    if (milestone.milestone === 'closed') this.#close(row, milestone.outcome, at);
    if (mail) this.#tell(row, milestone, mail);
  }

  #close(row: Row, outcome: Outcome, at: Instant): void {
    row.outcome = outcome;
    if (row.state) this.#follow(row, row.state, at);
    else {
      row.closedAt = at;
      this.slots.change(row, 'free', at);
    }
  }

  /** Queues the mail of a milestone, if it is of the copy that the row has, or of none. */
  #tell(row: Row, milestone: Milestone, { kind, occasion }: NamedMail): void {
    const { reservationId, patron, state } = row;
    const { copy, pickupLibrary = '' } = state ?? {};
    const isOfNone = tellsTheEnd(milestone) || kind === 'accepted';
    const data = saidBy(milestone, kind, pickupLibrary);
    if (!data || !(isOfNone || (copy && isOfCopy(copy, milestone.allocation)))) return;
    const says = 'due' in milestone ? { says: { due: milestone.due } } : {};
    const group = mailGroup(milestone, pickupLibrary);
    const judged = { data, journey: copy?.journey ?? 0 };
    const queuedAt = milestone.at;
    this.#queue(row, { reservationId, patron, kind, occasion, group, queuedAt, judged, ...says });
  }

  /** Queues a notice if it is true, once a kind and occasion; one that was overtaken is queued again. */
  #queue(row: Row, notice: Omit<Notice, 'state'>): void {
    if (!isStillTrue(notice, row, this.#now)) return;
    const before = this.#queuedOf(notice.reservationId, notice);
    if (before === undefined) this.notices.push({ ...notice, state: 'queued' });
    else if (before.state === 'withdrawn' && TRUE_AGAIN.has(notice.kind))
      Object.assign(before, notice, { state: 'queued' });
  }

  #queuedOf(
    reservationId: string,
    { kind, occasion }: Pick<Notice, 'kind' | 'occasion'>,
  ): Notice | undefined {
    return newestOf(this.notices, reservationId, kind, occasion);
  }

  #isMailed(milestone: Milestone, { reservationId, request, state }: Row): boolean {
    if (milestone.milestone !== 'closed') return true;
    const told = this.notices.filter((notice) => notice.reservationId === reservationId);
    const wasToldTheEnd = told.some(({ kind }) => TELLS_THE_END.has(kind));
    const appliedAt = request?.applied.appliedAt ?? milestone.at;
    return isEndMailed(milestone, { appliedAt, wasToldTheEnd, copy: state?.copy });
  }

  async claimLoanSlot({ reservationId, at }: Command<'claimLoanSlot'>) {
    this.knowsTime(at);
    const row = this.#rows.get(reservationId);
    if (!row || row.closedAt !== undefined) return refuse('NOT_FOUND');
    const slots = row.state && countsAs(row.state);
    if (slots === 'free') return refuse('NOT_FOUND');
    if (slots === 'reservation') return refuse('STATE_CHANGED');
    const journey = String(row.state?.copy?.journey);
    const told = this.notices.find(
      ({ reservationId: of, kind, occasion }) =>
        of === reservationId && kind === 'loanLimitReached' && occasion === journey,
    );
    return this.slots.claim(row, at, told?.queuedAt);
  }

  async releaseLoanSlot({ reservationId, at }: Command<'releaseLoanSlot'>): Promise<void> {
    const row = this.#rows.get(reservationId);
    if (row) this.slots.release(row, at);
  }

  async loanLimitKeptUntil({ reservationId, keep, at }: Command<'loanLimitKeptUntil'>) {
    return { until: keptUntil(this.#rows.get(reservationId)?.wait ?? noWait, keep, at) };
  }

  async openReservations({ after }: Command<'openReservations'>): Promise<string[]> {
    return [...this.#rows]
      .filter(([id, row]) => row.outcome === undefined && (after === null || id > after))
      .map(([id]) => id)
      .sort()
      .slice(0, 200);
  }

  async requestsOf({ reservationIds }: Command<'requestsOf'>): Promise<ReservationRequest[]> {
    return reservationIds.flatMap((id) => {
      this.#askCatalog(id);
      const { outcome, request, state } = this.#rows.get(id) ?? {};
      if (!request || outcome !== undefined) return [];
      return { ...request, pickupLibrary: state?.pickupLibrary ?? request.pickupLibrary };
    });
  }

  async rowsOf({ reservationIds }: Command<'rowsOf'>) {
    return reservationIds.flatMap((reservationId) => {
      const row = this.#rows.get(reservationId);
      return row ? [{ reservationId, ...row.version, open: row.outcome === undefined }] : [];
    });
  }

  async deleteHistoryAgain({ ids }: Command<'deleteHistoryAgain'>): Promise<string[]> {
    return ids.filter((id) => this.history.delete(id));
  }

  async eraseAgain({ reservationIds }: Command<'eraseAgain'>): Promise<number> {
    return reservationIds.filter((id) => this.#rows.delete(id)).length;
  }

  whoIsBehind(asked: Command<'whoIsBehind'>): Promise<string[]> {
    return whoIsBehind(asked, async (known) => isBehindPatron(known, await this.positionOf(known)));
  }

  async positionOf({ reservationId, allocation }: Command<'positionOf'>): Promise<PatronPosition> {
    const { state, wait } = this.#rows.get(reservationId) ?? {};
    const waitsForSlot = wait?.wokenAt === null;
    const atPrefectural = state?.pickupLibrary === PREFECTURAL_LIBRARY;
    const isThere =
      state?.copy &&
      isOfCopy(state.copy, allocation) &&
      thereOrHandedOut.has(shownOf(state, { atPrefectural, isKept: false }).state);
    const mail = this.notices.find(
      (notice) =>
        notice.reservationId === reservationId &&
        SAYS_READY.has(notice.kind) &&
        notice.occasion === String(state?.copy?.journey) &&
        notice.state !== 'withdrawn',
    );
    return isThere && mail
      ? { toldReady: true, toldReadyAt: mail.queuedAt, waitsForSlot }
      : { toldReady: false, waitsForSlot };
  }

  async eraseClosed({ before }: Command<'eraseClosed'>): Promise<number> {
    const closed = [...this.#rows].filter(
      ([, { closedAt }]) => closedAt !== undefined && isAfter(before, closedAt),
    );
    for (const [id] of closed) this.#rows.delete(id);
    return closed.length;
  }

  async advanceReadingOrder({ orderId, at }: Command<'advanceReadingOrder'>) {
    const standing = this.readingOrders.advance(orderId, at);
    for (const { patron, request } of this.readingOrders.applied) {
      if (!this.#rows.has(request.reservationId)) this.apply(request.reservationId, patron, request);
    }
    return standing;
  }

  async remindExpiringCards({ at }: Command<'remindExpiringCards'>): Promise<number> {
    return this.cardDesk.remindExpiring(at);
  }

  async endExpiredRegistrations({ at }: Command<'endExpiredRegistrations'>): Promise<number> {
    return this.cardDesk.endExpired(at);
  }

  async askIdentityCheck({ applicationId, at }: Command<'askIdentityCheck'>): Promise<void> {
    this.cardDesk.askIdentityCheck(applicationId, at);
  }

  async issueCard({ applicationId, at }: Command<'issueCard'>): Promise<void> {
    this.cardDesk.issue(applicationId, at);
  }

  async declineApplication({ applicationId }: Command<'declineApplication'>): Promise<void> {
    this.cardDesk.decline(applicationId);
  }

  /** Moves the clock to that moment, unless it is later already. */
  knowsTime(at: Instant): void {
    this.#now = laterOf(this.#now, at);
  }

  /** Sets the clock to that moment; the mails of moved dates that were to go out by then have gone out. */
  itIs(at: Instant): void {
    this.knowsTime(at);
    if (this.sentByHand) return;
    for (const notice of this.notices) {
      const { reservationId, kind, state, occasion } = notice;
      if (kind !== 'datesMoved' || state !== 'queued' || isAfter(goesOut(notice), at)) continue;
      if (this.isOvertaken(notice)) continue;
      this.mailAccepted(reservationId, kind, goesOut(notice), undefined, occasion);
    }
  }

  /** Hears from the catalog how a reservation stands: its row, its slots and its mails follow the highest version. */
  hearStanding(standing: ReservationStanding): void {
    if (this.hears) this.#take(standing);
  }

  #askCatalog(reservationId: string): void {
    const present = this.#standingOf(reservationId);
    if (present) this.#take(present);
  }

  #take({ reservationId, state, epoch, n }: ReservationStanding): void {
    if (state.copy) this.#journeys.set(state.copy.allocation, state.copy.journey);
    this.readingOrders.hear(reservationId, state, this.#now);
    const row = this.#rows.get(reservationId);
    if (!row || compareVersions({ epoch, n }, row.version) <= 0) return;
    row.version = { epoch, n };
    if (isOnItsWay(state) || row.state?.pickupLibrary !== state.pickupLibrary)
      this.forgetReady(reservationId);
    row.state = state;
    this.#follow(row, state, this.#now);
    this.#tellMovedDates(row, state);
  }

  #follow(row: Row, state: LedgerState, at: Instant): void {
    this.slots.change(row, countsAs(state), at);
    if (!mayWaitForSlot(state)) this.slots.waitNoMore(row, at);
    if (row.outcome === undefined) return;
    // The reservation goes on after its process had ended.
    if (!isProcessOver(state, row.outcome)) delete row.outcome;
    if (row.outcome === undefined || state.settled === null) delete row.closedAt;
    else row.closedAt ??= at;
  }

  /** The patron whose date a closure has moved hears of it, once a closure. */
  #tellMovedDates(row: Row, state: LedgerState): void {
    const { reservationId, patron } = row;
    const { copy } = state;
    if (copy === null) return;
    const { journey } = copy;
    const says = datesInForce(state, state.pickupLibrary === PREFECTURAL_LIBRARY);
    const groups = new Map(copy.moved.map(({ closureId }) => [`${journey}-${closureId}`, closureId]));
    for (const notice of this.notices) {
      if (notice.reservationId !== reservationId || notice.kind !== 'datesMoved') continue;
      if (notice.state === 'queued' && !groups.has(notice.occasion)) notice.state = 'withdrawn';
    }
    const mail = { reservationId, patron, kind: 'datesMoved', queuedAt: this.#now, says } as const;
    for (const [occasion, closureId] of groups) {
      const judged = { data: { kind: 'datesMoved', closureId, ...says } as const, journey };
      this.#queue(row, { ...mail, occasion, group: closureId, judged });
    }
  }

  /** The first allocation in whose place that one stands. */
  journeyOf(allocation: number): number {
    return this.#journeys.get(allocation) ?? allocation;
  }

  isOpen(reservationId: string): boolean {
    const row = this.#rows.get(reservationId);
    return row !== undefined && row.outcome === undefined;
  }

  /** Whether the reservation has one of its patron's loan slots. */
  hasSlot(reservationId: string): boolean {
    return this.#rows.get(reservationId)?.slot !== undefined;
  }

  /** The reservation's loan slot, or since when it waits for one. */
  slotOf(reservationId: string): Pick<Row, 'slot' | 'wait'> {
    const { slot, wait } = this.#rows.get(reservationId) ?? {};
    return { ...(slot ? { slot } : {}), ...(wait ? { wait } : {}) };
  }

  /** The copy is not there after all, or the mail was dropped: a copy that is there later is told again. */
  forgetReady(reservationId: string): void {
    for (const told of this.#told)
      if (told.startsWith(reservationId) && told.includes('|readyAt')) this.#told.delete(told);
    for (const notice of this.notices) {
      if (notice.reservationId !== reservationId || !SAYS_READY.has(notice.kind)) continue;
      notice.occasion = `${notice.occasion}-before`;
      if (notice.state === 'queued') notice.state = 'withdrawn';
    }
  }

  /** Staff say that a task is done. */
  settle(taskId: string, at: Instant): void {
    const task = this.tasks.find((one) => one.taskId === taskId);
    if (!task) throw new Error(`No task ${taskId}`);
    this.#tasks.clear(task.subject, at, [task.kind]);
  }

  /** Judges a mail once more before it is sent: one that is not true any more is withdrawn. */
  isOvertaken(notice: Notice): boolean {
    const isOvertaken = !isStillTrue(notice, this.#rows.get(notice.reservationId), this.#now);
    if (isOvertaken) notice.state = 'withdrawn';
    return isOvertaken;
  }

  /**
   * SES takes the newest mail of that kind, or the one of that occasion; the mail of a hold at the prefectural desk
   * says its end (R6).
   */
  mailAccepted(
    reservationId: string,
    kind: NoticeKind,
    at: Instant,
    holdUntil?: Deadline,
    occasion?: string,
  ): void {
    const notice = newestOf(this.notices, reservationId, kind, occasion);
    if (notice) notice.state = 'sent';
    this.#tasks.clear({ reservationId }, at, ['callPatron']);
    const late = notice && wentOutLate(notice, at);
    // A date that a closure has moved binds us once a mail says it.
    const isMoved = this.#rows.get(reservationId)?.state?.copy?.moved.length;
    const says = isMoved ? notice?.says : undefined;
    if (!holdUntil && !late && !says) return;
    const sent: EventData<'patron.notice.sent'> = {
      reservationId: ReservationIdSchema.parse(reservationId),
      kind,
      occasion: notice?.occasion ?? '',
      sentOn: dayOf(at),
      ...says,
      ...(holdUntil ? { holdUntil } : {}),
      ...(late ? { late: true } : {}),
    };
    this.#emit(eventOf('patron.notice.sent', sent));
  }

  /** No mail reaches the patron: somebody has to telephone (R2, R6). */
  mailFailed(reservationId: string, kind: NoticeKind, why: 'noAddress' | 'bounced' | 'refused', at: Instant) {
    const notice = newestOf(this.notices, reservationId, kind);
    if (notice) notice.state = 'failed';
    this.#tasks.add('callPatron', PREFECTURAL_LIBRARY, { reservationId }, why, at);
    const failed: EventData<'patron.notice.failed'> = {
      reservationId: ReservationIdSchema.parse(reservationId),
      kind,
      occasion: notice?.occasion ?? '',
      why,
      on: dayOf(at),
    };
    this.#emit(eventOf('patron.notice.failed', failed));
  }
}
