import {
  compareVersions,
  type EventData,
  isBehindPatron,
  type Milestone,
  type NoticeKind,
  type PatronActivities,
  type PatronPosition,
  PREFECTURAL_LIBRARY,
  ReservationIdSchema,
  type ReservationRequest,
  type ReservationStanding,
  type StandingVersion,
  type Task,
  whoIsBehind,
} from '@toshobin/contracts';
import {
  allow,
  type Deadline,
  dayOf,
  defaultPolicy,
  type Fact,
  type Instant,
  instantFromEpochMs,
  isAfter,
  isOver,
  nextSendingTime,
  type Outcome,
  refuse,
} from '@toshobin/lending-rules';
import { type Emit, eventOf } from './event-of.ts';
import { CardDesk } from './patron/card-desk.ts';
import { mailOf } from './patron/mail-of.ts';
import { ReadingOrders } from './patron/reading-orders.ts';
import { keptUntil, type OnTheWay } from './patron/slot-clock.ts';
import { TaskRows } from './task-rows.ts';

interface Row {
  patron: string;
  /** Of how it stands, as it was heard last. */
  version: StandingVersion;
  request?: ReservationRequest;
  slot?: { number: number; kind: 'claim' | 'loan' };
  waitsForSlot: boolean;
  heldSince?: Instant;
  onTheWay?: OnTheWay;
  handedOut?: boolean;
  endedAt?: Instant;
  outcome?: Outcome;
  closedAt?: Instant;
}

interface Notice {
  reservationId: string;
  kind: NoticeKind;
  occasion: string;
  queuedAt: Instant;
  state: 'queued' | 'sent' | 'failed' | 'withdrawn';
  /** The dates in it. */
  says?: { due?: Deadline; holdUntil?: Deadline };
}

type Command<K extends keyof PatronActivities> = Parameters<PatronActivities[K]>[0];

/** The patron's port in memory: who reserved what is known here alone, as in the real service. */
export class InMemoryPatron implements PatronActivities {
  loanLimit = defaultPolicy.loanLimit;
  /** Mails go out when a test says so; otherwise at the next time of the day for mails (R19). */
  sentByHand = false;
  /** Every milestone once, in the order it was first told. */
  readonly milestones: Milestone[] = [];
  readonly notices: Notice[] = [];
  readonly cardDesk: CardDesk;
  readonly readingOrders: ReadingOrders;
  readonly #told = new Set<string>();
  readonly #rows = new Map<string, Row>();
  readonly #tasks = new TaskRows();
  /** By allocation: the first one in whose place it stands, copies having been swapped. Mails are about that. */
  readonly #journeys = new Map<number, number>();
  #now: Instant = instantFromEpochMs(0);
  /** Reservations whose date a closure has moved. */
  readonly #moved = new Set<string>();
  readonly #emit: Emit;

  constructor(emit: Emit) {
    this.#emit = emit;
    this.cardDesk = new CardDesk(this.#tasks, emit);
    this.readingOrders = new ReadingOrders(emit);
  }

  /** The open tasks of staff (要確認), the oldest first. */
  get tasks(): Task[] {
    return this.#tasks.open;
  }

  apply(reservationId: string, patron: string, request?: ReservationRequest): void {
    this.#rows.set(reservationId, {
      patron,
      version: { epoch: 0, n: 0 },
      waitsForSlot: false,
      ...(request ? { request } : {}),
    });
  }

  milestonesOf(reservationId: string): string[] {
    return this.milestones
      .filter((told) => told.reservationId === reservationId)
      .map((told) =>
        'mail' in told && told.mail !== 'none' ? `${told.milestone}:${told.mail}` : told.milestone,
      );
  }

  /** The database as a backup has it, from before the end of a reservation. */
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

  async recordMilestone(milestone: Milestone): Promise<void> {
    const { reservationId, at } = milestone;
    const allocation = this.journeyOf(milestone.allocation);
    const row = this.#rows.get(reservationId);
    // Closed or erased: nothing is written any more.
    if (!row || row.outcome !== undefined) return;
    const key = [reservationId, allocation, milestone.milestone, ...distinctionsOf(milestone)].join('|');
    const mail = mailOf({ ...milestone, allocation });
    // One of a kind and occasion is there once, however often it is asked for.
    const isQueued = this.notices.some(
      (one) =>
        one.reservationId === reservationId && one.kind === mail?.kind && one.occasion === mail.occasion,
    );
    // That it was accepted is told with whichever milestone comes first.
    const isRepeated = this.#told.has(key) && milestone.milestone !== 'closed';
    if (isRepeated || (isQueued && mail?.kind === 'accepted')) return;
    this.#told.add(key);
    this.milestones.push(milestone);
    if (mail && !isQueued) {
      const says = 'due' in milestone ? { says: { due: milestone.due } } : {};
      this.notices.push({ reservationId, ...mail, queuedAt: at, state: 'queued', ...says });
    }
    if (milestone.milestone === 'heldForLoanLimit') row.heldSince ??= at;
    if (milestone.milestone === 'pickupChanged' && row.request) {
      row.request = { ...row.request, pickupLibrary: milestone.pickupLibrary };
    }
    if (milestone.milestone === 'cancelled' || milestone.milestone === 'expired') row.endedAt ??= at;
    if (milestone.milestone === 'closed') row.outcome = milestone.outcome;
    if (isStillLent(row)) return;
    if (['cancelled', 'expired', 'closed'].includes(milestone.milestone)) this.#free(row, at);
    if (row.outcome !== undefined && !isUnsettled(row)) row.closedAt = at;
  }

  async claimLoanSlot({ reservationId }: Command<'claimLoanSlot'>) {
    const row = this.#rows.get(reservationId);
    if (!row || row.closedAt !== undefined) return refuse('NOT_FOUND');
    if (!row.slot) {
      const number = this.#freeNumber(row.patron, this.loanLimit);
      row.waitsForSlot = number === undefined;
      if (number === undefined) return refuse('LOAN_LIMIT');
      row.slot = { number, kind: 'claim' };
    }
    return allow({ slot: row.slot.number });
  }

  async releaseLoanSlot({ reservationId, at }: Command<'releaseLoanSlot'>): Promise<void> {
    const row = this.#rows.get(reservationId);
    if (row) row.waitsForSlot = false;
    if (row?.slot?.kind === 'claim') this.#free(row, at);
  }

  async loanLimitKeptUntil({ reservationId, keep, at }: Command<'loanLimitKeptUntil'>) {
    const row = this.#rows.get(reservationId);
    if (!row) return { until: at };
    const onTheWay = [...this.#rows.values()].flatMap((other) =>
      other.patron === row.patron && other.onTheWay ? [other.onTheWay] : [],
    );
    return { until: keptUntil(row.heldSince ?? at, keep, onTheWay, at) };
  }

  async openReservations({ after }: Command<'openReservations'>): Promise<string[]> {
    return this.#page(after, () => true);
  }

  async requestsOf({ reservationIds }: Command<'requestsOf'>): Promise<ReservationRequest[]> {
    return reservationIds.flatMap((id) => {
      const { outcome, request } = this.#rows.get(id) ?? {};
      return request && outcome === undefined ? request : [];
    });
  }

  async rowsOf({ reservationIds }: Command<'rowsOf'>) {
    return reservationIds.flatMap((reservationId) => {
      const row = this.#rows.get(reservationId);
      return row ? [{ reservationId, ...row.version, open: row.outcome === undefined }] : [];
    });
  }

  async eraseAgain({ reservationIds }: Command<'eraseAgain'>): Promise<number> {
    return reservationIds.filter((id) => this.#rows.delete(id)).length;
  }

  whoIsBehind(asked: Command<'whoIsBehind'>): Promise<string[]> {
    return whoIsBehind(asked, async (known) => isBehindPatron(known, await this.positionOf(known)));
  }

  async positionOf({ reservationId, allocation }: Command<'positionOf'>): Promise<PatronPosition> {
    const row = this.#rows.get(reservationId);
    const ready = `${reservationId}|${this.journeyOf(allocation)}|readyAt`;
    const notices = this.notices.filter((notice) => notice.reservationId === reservationId);
    const mail = notices.find(
      ({ kind, occasion }) => kind.startsWith('readyAt') && occasion === String(this.journeyOf(allocation)),
    );
    const isReady = row?.endedAt === undefined && [...this.#told].some((told) => told.startsWith(ready));
    return {
      toldReady: isReady,
      ...(isReady && mail ? { toldReadyAt: mail.queuedAt } : {}),
      waitsForSlot: row?.waitsForSlot ?? false,
    };
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

  async askIdentityCheck({ applicationId, at }: Command<'askIdentityCheck'>): Promise<void> {
    this.cardDesk.askIdentityCheck(applicationId, at);
  }

  async issueCard({ applicationId, at }: Command<'issueCard'>): Promise<void> {
    this.cardDesk.issue(applicationId, at);
  }

  async declineApplication({ applicationId }: Command<'declineApplication'>): Promise<void> {
    this.cardDesk.decline(applicationId);
  }

  /** A copy's step, as the patron service hears it: it makes a claim a loan, and ends it. */
  hear({ kind, reservationId, leg, voids }: Fact, at: Instant): void {
    const row = reservationId === null ? undefined : this.#rows.get(reservationId);
    if (!row) return;
    if (voids !== undefined) {
      if (reservationId && (kind === 'arrived' || kind === 'picked')) this.forgetReady(reservationId);
      // A return taken back: the loan goes on, past the limit if need be (R3).
      if (kind === 'home' || kind === 'handedIn') delete row.onTheWay;
      if (kind === 'home') row.slot ??= { number: this.#freeNumber(row.patron) ?? 0, kind: 'loan' };
      return;
    }
    if (kind === 'handedOut') row.handedOut = true;
    if (kind === 'handedOut' || (kind === 'shipped' && leg === 'outward')) {
      row.slot = { number: row.slot?.number ?? this.#freeNumber(row.patron) ?? 0, kind: 'loan' };
    }
    if (kind === 'handedIn') row.onTheWay ??= { from: at };
    if (kind === 'home') {
      if (row.onTheWay) row.onTheWay.until ??= at;
      this.#free(row, at);
      if (row.outcome !== undefined) row.closedAt ??= at;
    }
  }

  /** From now on it is that moment; mails of moved dates that were to go out by then have gone out. */
  itIs(at: Instant): void {
    this.#now = at;
    if (this.sentByHand) return;
    for (const { reservationId, kind, state, queuedAt, occasion } of this.notices) {
      const isDue = !isAfter(nextSendingTime(queuedAt, defaultPolicy), at);
      if (kind !== 'datesMoved' || state !== 'queued' || !isDue) continue;
      this.mailAccepted(reservationId, kind, nextSendingTime(queuedAt, defaultPolicy), undefined, occasion);
    }
  }

  /** How a reservation stands, as the catalog tells it: whose date a closure has moved hears of it, once a closure. */
  hearStanding({ reservationId, state, epoch, n }: ReservationStanding, at: Instant): void {
    const { copy, stage, pickupLibrary, ended } = state;
    this.readingOrders.hear(reservationId, state, at);
    const row = this.#rows.get(reservationId);
    if (row && compareVersions({ epoch, n }, row.version) > 0) row.version = { epoch, n };
    // It goes on after its process had ended.
    if (row && !isOver(state) && !(stage === 'comingHome' && ended !== null)) {
      delete row.outcome;
      delete row.closedAt;
      delete row.endedAt;
    }
    if (row?.slot && (stage === 'waiting' || stage === 'toFetch')) this.#free(row, at);
    if (copy === null) return;
    if (copy.moved.length > 0) this.#moved.add(reservationId);
    else this.#moved.delete(reservationId);
    this.#journeys.set(copy.allocation, copy.journey);
    const { holdUntil, due } = copy;
    const says =
      stage === 'held' && pickupLibrary === PREFECTURAL_LIBRARY
        ? { ...(holdUntil ? { holdUntil } : {}) }
        : { ...(due ? { due } : {}) };
    const occasions = copy.moved.map(({ closureId }) => `${copy.journey}-${closureId}`);
    const known = this.notices.filter(
      (notice) => notice.reservationId === reservationId && notice.kind === 'datesMoved',
    );
    for (const notice of known) {
      if (notice.state === 'queued' && !occasions.includes(notice.occasion)) notice.state = 'withdrawn';
    }
    if (!['inTransit', 'held', 'onLoan'].includes(stage)) return;
    for (const occasion of occasions) {
      if (known.some((notice) => notice.occasion === occasion)) continue;
      this.notices.push({
        reservationId,
        kind: 'datesMoved',
        occasion,
        queuedAt: this.#now,
        state: 'queued',
        says,
      });
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

  /** Whether it has one of its patron's loan slots. */
  hasSlot(reservationId: string): boolean {
    return this.#rows.get(reservationId)?.slot !== undefined;
  }

  /** Not there after all, or the mail was dropped: when it is there, it is told again. */
  forgetReady(reservationId: string): void {
    for (const told of this.#told)
      if (told.startsWith(reservationId) && told.includes('|readyAt')) this.#told.delete(told);
    for (const notice of this.notices) {
      if (notice.reservationId !== reservationId || !notice.kind.startsWith('readyAt')) continue;
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

  /**
   * SES took the newest mail of that kind, or the one of that occasion; for a hold at the prefectural desk its end goes
   * with it (R6).
   */
  mailAccepted(
    reservationId: string,
    kind: NoticeKind,
    at: Instant,
    holdUntil?: Deadline,
    occasion?: string,
  ): void {
    const notice = this.#newest(reservationId, kind, occasion);
    if (notice) notice.state = 'sent';
    this.#tasks.clear({ reservationId }, at, ['callPatron']);
    const late = notice && wentOutLate(notice, at);
    // What a closure has moved binds us once it is said.
    const says = this.#moved.has(reservationId) ? notice?.says : undefined;
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
    const notice = this.#newest(reservationId, kind);
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

  #newest(reservationId: string, kind: NoticeKind, occasion?: string): Notice | undefined {
    return this.notices.findLast(
      (one) =>
        one.reservationId === reservationId &&
        one.kind === kind &&
        (occasion === undefined || one.occasion === occasion),
    );
  }

  #page(after: string | null, fits: (row: Row) => boolean): string[] {
    return [...this.#rows]
      .filter(([id, row]) => row.outcome === undefined && (after === null || id > after) && fits(row))
      .map(([id]) => id)
      .sort()
      .slice(0, 200);
  }

  /** The lowest free number of a patron; without a limit it goes past ten. */
  #freeNumber(patron: string, limit = 1000): number | undefined {
    const rows = [...this.#rows.values()];
    const taken = new Set(rows.flatMap((row) => (row.patron === patron ? (row.slot?.number ?? []) : [])));
    return Array.from({ length: limit }, (_, n) => n + 1).find((n) => !taken.has(n));
  }

  #free(row: Row, at: Instant): void {
    row.waitsForSlot = false;
    if (!row.slot) return;
    delete row.slot;
    const next = [...this.#rows].find(([, other]) => other.patron === row.patron && other.waitsForSlot);
    if (!next) return;
    next[1].waitsForSlot = false;
    const reservationId = ReservationIdSchema.parse(next[0]);
    this.#emit(eventOf('patron.loanSlot.free', { reservationId, on: dayOf(at) }));
  }
}

/** R18. Lent, and its book neither back nor settled by the desk: who had it is known. */
function isUnsettled({ outcome, handedOut }: Row): boolean {
  return outcome === 'lost' && handedOut === true;
}

/** R18. The process has ended, and somebody has the book: known until it is home. */
function isStillLent({ outcome, handedOut, onTheWay }: Row): boolean {
  return outcome === 'longOverdue' || (outcome === 'lost' && handedOut === true && onTheWay === undefined);
}

/** R7. On a later day than it could have gone out. */
function wentOutLate({ kind, queuedAt }: Notice, at: Instant): boolean {
  return kind === 'readyAtMunicipal' && isAfter(dayOf(at), dayOf(nextSendingTime(queuedAt, defaultPolicy)));
}

/** What tells two milestones of one kind and allocation apart. */
function distinctionsOf(milestone: Milestone): (string | number)[] {
  switch (milestone.milestone) {
    case 'overdue':
      return [milestone.due.date, milestone.notice];
    case 'suspended':
    case 'holdEndsSoon':
      return [milestone.until];
    case 'pickupChanged':
      return [milestone.pickupLibrary, milestone.at];
    case 'heldForLoanLimit':
      return [milestone.keptUntil ?? ''];
    case 'queued':
      return [milestone.at];
    default:
      return 'due' in milestone && milestone.due ? [milestone.due.date] : [];
  }
}
