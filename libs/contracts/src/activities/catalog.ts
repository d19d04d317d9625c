import type {
  CalendarDate,
  Cancellation,
  Deadline,
  Decision,
  Instant,
  LendingPolicy,
  LibraryReason,
  PickupRedirect,
  RefusalCode,
} from '@toshobin/lending-rules';
import type { Allocation, Channel, PickupChange, ReservationStanding } from '../events.ts';
import type { AskedWhoIsBehind, KnownRow, ReleasedUnknown, ToldRows } from '../known-by-process.ts';
import type { TaskKind, TaskWhy } from '../tasks.ts';

/** Where in the queue a reservation stands: 1 is next. */
export interface Queued {
  position: number;
  allocation?: Allocation;
}

export interface JoinQueue {
  reservationId: string;
  recordId: string;
  pickupLibrary: string;
  channel: Channel;
  joinedAt: Instant;
}

/**
 * A patron's wish is answered once, by its id: asked again, also by another run of its process, it gets the same answer
 * and nothing is done. Without an id the process itself asks.
 */
export interface OfWish {
  wish?: string;
}

interface LeaveQueue extends OfWish {
  reservationId: string;
  by: Cancellation['by'];
  reason?: LibraryReason;
  at: Instant;
}

/** Where the copy is that a reservation gave up. */
type CopyIs = 'none' | 'onShelf' | 'atPrefectural' | 'packed' | 'away';

/** What leaving the queue found; `tooLate` once the copy was handed out. */
export type Left = { left: true; copyIs: CopyIs } | { left: false; refusal: RefusalCode };

/** Shipping's answer to a change of pickup library; one that names no change is from a process of an older release. */
interface EndRedirect {
  reservationId: string;
  change?: PickupRedirect;
  inTime: boolean;
  at: Instant;
}

interface CloseReservation {
  reservationId: string;
  outcome: 'longOverdue';
  /** The due date whose reminders were in vain. */
  judgedBy?: CalendarDate;
  at: Instant;
}

interface ExtendLoan extends OfWish {
  reservationId: string;
  allocation: number;
  askedAt: Instant;
  holderHasOtherOverdue: boolean;
  /** The date the patron saw and confirmed; another one asks again (PREVIEW_CHANGED). */
  confirmDue?: CalendarDate;
}

/** The answer to a process that begins or looks again, about its reservation. */
export interface CatalogPosition {
  /** How the reservation stands, whole; null: it never joined a queue. */
  standing: ReservationStanding | null;
  /** The reservation's place in the queue, while it waits. */
  position?: number;
  /** The name of the pickup library, for operators. */
  pickupLibraryName?: string;
  /** The ids of the wishes that were answered. */
  wishes: string[];
  /** For a process that begins: the numbers in force, and the tasks that an earlier run gave to staff. */
  toBegin?: { numbers: LendingPolicy; asked: TaskKind[] };
}

interface Key {
  reservationId: string;
  allocation: number;
}

/**
 * The commands of a reservation's process. The answer to each also says how the reservation stands afterwards, so that
 * the news of it need not come to the process that asked.
 */
const commands = [
  'joinQueue',
  'leaveQueue',
  'suspend',
  'resume',
  'changePickup',
  'endRedirect',
  'openLoan',
  'moveDueAfterLateMail',
  'extendIfNobodyWaits',
  'declarePickedUp',
  'expireHold',
  'passOnUnlessAlone',
  'closeReservation',
] as const satisfies readonly (keyof CatalogActivities)[];
type ReservationCommand = (typeof commands)[number];
export const reservationCommands: readonly string[] = commands;

/** An answer of the catalog, and how the reservation stands; null: it never joined a queue. */
export interface Answered<T> {
  answer: T;
  standing: ReservationStanding | null;
}

/** The catalog as the processes ask it: each answer also says how the reservation stands. */
export type AnsweringCatalog = Omit<CatalogActivities, ReservationCommand> & {
  [K in ReservationCommand]: (
    command: Parameters<CatalogActivities[K]>[0],
  ) => Promise<Answered<Awaited<ReturnType<CatalogActivities[K]>>>>;
};

/** Adds to the answer of each command how its reservation stands afterwards. */
export function answering(
  catalog: CatalogActivities,
  standingOf: (reservationId: string) => Promise<ReservationStanding | null>,
): AnsweringCatalog {
  const told = <C extends { reservationId: string }, T>(carryOut: (command: C) => Promise<T>) => {
    return async (command: C): Promise<Answered<T>> => {
      const answer = await carryOut(command);
      return { answer, standing: await standingOf(command.reservationId) };
    };
  };
  return {
    ...catalog,
    joinQueue: told(catalog.joinQueue),
    leaveQueue: told(catalog.leaveQueue),
    suspend: told(catalog.suspend),
    resume: told(catalog.resume),
    changePickup: told(catalog.changePickup),
    endRedirect: told(catalog.endRedirect),
    openLoan: told(catalog.openLoan),
    moveDueAfterLateMail: told(catalog.moveDueAfterLateMail),
    extendIfNobodyWaits: told(catalog.extendIfNobodyWaits),
    declarePickedUp: told(catalog.declarePickedUp),
    expireHold: told(catalog.expireHold),
    passOnUnlessAlone: told(catalog.passOnUnlessAlone),
    closeReservation: told(catalog.closeReservation),
  };
}

/**
 * A command on an allocation that the catalog does not know (its database was restored from a backup), or that has
 * moved on, is answered like one on an allocation that is over: without a date, `gone`, `home`, STATE_CHANGED.
 */
export interface CatalogActivities {
  /**
   * Judges R4; then gives a place in the queue, and a copy if one is on the shelf. For `counter` the loan was made at
   * the desk before: the answer is that allocation, or NOT_FOUND when the desk did not go through with it. A refusal
   * stays: asked again it is the same. Key: reservation.
   */
  joinQueue(command: JoinQueue): Promise<Decision<Queued>>;
  /**
   * Judges between a cancellation and an allocation or hand-out. A process that cancels for want of a copy (no wish) is
   * refused with STATE_CHANGED once a copy is there again. Key: reservation.
   */
  leaveQueue(command: LeaveQueue): Promise<Left>;
  /**
   * R20: the reservation keeps its place and is skipped, until the day, when the process calls `resume`, or until
   * a wish does. Locks the title: the judge between a suspension and an allocation.
   * Refuses SUSPEND_TOO_LATE, SUSPEND_TOO_LONG, STATE_CHANGED. Key: reservation; a new day replaces the old one.
   */
  suspend(
    command: OfWish & { reservationId: string; until: CalendarDate; at: Instant },
  ): Promise<Decision<{ until: CalendarDate }>>;
  /**
   * The reservation waits again, at its old place, and may get a copy at once; not before the day until which it is
   * suspended. A copy kept beyond its time (R15) passes on no more: a loan slot is free. Repeated, it answers what it
   * finds. A patron's wish does not resume a reservation that waits for a slot: STATE_CHANGED.
   */
  resume(command: OfWish & { reservationId: string; at: Instant }): Promise<Decision<Queued>>;
  /**
   * R20, R5: another pickup library for the reservation, until the copy is packed. Refuses CHANGE_PICKUP_TOO_LATE,
   * PICKUP_LIBRARY_UNKNOWN, PICKUP_LIBRARY_PAUSED, PICKUP_MUST_BE_PREFECTURAL, STATE_CHANGED. Between a yes and packing
   * shipping judges: until `endRedirect` the state says which library the copy was being packed for.
   */
  changePickup(
    command: OfWish & { reservationId: string; pickupLibrary: string; at: Instant },
  ): Promise<Decision<{ name: string; moved?: PickupChange }>>;
  /**
   * Shipping's answer to a change of pickup library: it came in time, or packing was quicker; then the reservation is
   * as before, and the wish is answered CHANGE_PICKUP_TOO_LATE from now on. Repeated, or for a change that another one
   * has followed, nothing changes. Answers the name of the library that the reservation is for now.
   */
  endRedirect(command: EndRedirect): Promise<{ name: string }>;
  /**
   * Opens the loan at dispatch (R7); answers the due date it has, also when it was open, and the numbers of the
   * rules in force, which the process keeps for this loan.
   */
  openLoan(command: Key & { startedAt: Instant }): Promise<{ due?: Deadline; policy: LendingPolicy }>;
  /** R7: the ready mail went out late, so the due date may move later; answers the date in force. */
  moveDueAfterLateMail(command: Key & { mailAcceptedAt: Instant }): Promise<Deadline | undefined>;
  /** R8, locks the title: judges between an extension and a new reservation. Key: reservation and date. */
  extendIfNobodyWaits(command: ExtendLoan): Promise<Decision<Deadline>>;
  /**
   * R8 「受け取りました」: the patron says that a held copy was handed out. Records a hand-out that nobody scanned, which the
   * branch sees and may void (「まだ棚にあります」). Refuses NOT_ON_LOAN while nothing is held, ALREADY_HANDED_IN.
   */
  declarePickedUp(command: Key & OfWish & { at: Instant }): Promise<Decision<{ due: Deadline }>>;
  /**
   * R6, R9: the hold ended and nobody came. `handedOut` when a hand-out was recorded meanwhile. The copy is
   * freed: at the prefectural library it waits to be put back or goes to the next in the queue.
   */
  expireHold(command: Key & { at: Instant }): Promise<{ state: 'expired' | 'handedOut' | 'home' | 'notYet' }>;
  /**
   * R15: seven days have passed without a loan slot. If others wait the copy passes on, and this reservation keeps its
   * place, suspended until `resume`; otherwise the copy is kept, and passes on as soon as somebody joins the queue.
   * `gone` when the copy has moved on already.
   */
  passOnUnlessAlone(command: Key & { at: Instant }): Promise<{ state: 'passedOn' | 'kept' | 'gone' }>;
  /**
   * R18: closes the entry and its loan as long overdue, only while its borrower has the copy past the due date it is
   * judged by: `closed` is false for one that was handed in, lost or taken back since, or whose date has moved. Key:
   * reservation.
   */
  closeReservation(command: CloseReservation): Promise<{ closed: boolean }>;
  positionOf(query: { reservationId: string; toBegin?: true }): Promise<CatalogPosition>;
  /** For the nightly reconcile: reservations of whose copy, queue or dates the catalog knows more than the process. */
  whoIsBehind(asked: AskedWhoIsBehind): Promise<string[]>;
  /** For reconcile: reservations that go on by the ledger, a page of at most 200 in id order. */
  openReservations(query: { after: string | null }): Promise<string[]>;
  /** For reconcile: what patrons deleted of their history in the last weeks, a page of at most 200 in id order. */
  deletedHistory(query: { after: string | null }): Promise<string[]>;
  /** For reconcile: tells those anew of which My Library knows another version. Repeated, it tells them again. */
  tellRows(command: { rows: readonly KnownRow[] }): Promise<ToldRows>;
  /** For reconcile: ends a reservation whose application is lost, so that nobody waits for nobody. Key: reservation. */
  releaseUnknown(command: { reservationId: string; at: Instant }): Promise<ReleasedUnknown>;
  /** The numbers in force at this decision, recorded in the history. */
  policyInForce(): Promise<LendingPolicy>;
  /** 要確認: opens a task for a library's staff. Key: kind, reservation and since when; while open it is one. */
  openTask(command: {
    kind: TaskKind;
    reservationId: string;
    allocation: number;
    library: string;
    why: TaskWhy;
    /** Since when the task is needed: one that staff have settled since then stays settled. */
    since: Instant;
    at: Instant;
  }): Promise<void>;
  /** Clears the tasks that the process gave to staff. */
  clearTasks(command: { reservationId: string; kinds?: TaskKind[]; at: Instant }): Promise<void>;
  /**
   * Privacy: keeps of every reservation settled before that day only the days on which something happened. Answers how
   * many there were. Repeatable.
   */
  forgetMoments(command: { before: Instant }): Promise<number>;
  /**
   * The nightly look at what waits: ends searches after their time (those who wait for a last copy are told), gives
   * free copies to those who may have them again (a pickup library has reopened), and asks for handed-in copies that
   * are not on their way or not home (R10). Key: day. A row that fails is named, and the others are looked at.
   */
  lookAtWhatWaits(command: {
    at: Instant;
  }): Promise<{ searchesEnded: number; allocated: number; tasksOpened: number; failed: string[] }>;
}
