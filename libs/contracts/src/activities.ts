import type {
  CalendarDate,
  Deadline,
  Decision,
  Fact,
  Instant,
  LendingPolicy,
  Outcome,
  RefusalCode,
} from '@toshobin/lending-rules';
import type { Allocation } from './events.ts';

/**
 * The three ports of the processes. Commands carry (reservation, allocation number), are safe to repeat and
 * compare-and-set: they answer the state they found. In-memory implementations are kept honest by one contract
 * suite that runs on them and on the real services.
 */

/** Where in the queue a reservation stands: 1 is next. */
export interface Queued {
  position: number;
  allocation?: Allocation;
}

export interface JoinQueue {
  reservationId: string;
  recordId: string;
  pickupLibrary: string;
  channel: 'web' | 'phone';
  joinedAt: Instant;
}

/** What leaving the queue found; `tooLate` once it was handed out. */
export type Left =
  | { left: true; allocation?: number; copyIs: 'none' | 'onShelf' | 'atPrefectural' | 'packed' | 'away' }
  | { left: false; refusal: RefusalCode };

export interface ExtendLoan {
  reservationId: string;
  allocation: number;
  askedAt: Instant;
  holderHasOtherOverdue: boolean;
  /** The date the patron saw and confirmed; another one asks again (PREVIEW_CHANGED). */
  confirmDue?: CalendarDate;
}

/** All that the catalog knows of a reservation: what `reconcile` starts from. */
export interface CatalogPosition {
  entry: 'none' | 'waiting' | 'suspended' | 'allocated' | 'left' | 'closed';
  position?: number;
  allocation?: Allocation;
  /** Facts of the present allocation, in any order. */
  facts: Fact[];
  due?: Deadline;
}

export interface CatalogActivities {
  /** R4 is judged here; then the place in the queue, and a copy if one is on the shelf. Key: reservation. */
  joinQueue(command: JoinQueue): Promise<Decision<Queued>>;
  /** The judge between a cancellation and an allocation or hand-out. Key: reservation. */
  leaveQueue(command: { reservationId: string; at: Instant }): Promise<Left>;
  /**
   * Opens the loan at dispatch (R7); answers the due date it has, also when it was open, and the numbers of the
   * rules in force, which the process keeps for this loan.
   */
  openLoan(command: {
    reservationId: string;
    allocation: number;
    startedAt: Instant;
  }): Promise<{ due: Deadline; policy: LendingPolicy }>;
  /** R7: the ready mail went out late, so the due date may move later; answers the date in force. */
  moveDueAfterLateMail(command: {
    reservationId: string;
    allocation: number;
    mailAcceptedAt: Instant;
  }): Promise<Deadline>;
  /** R8, locks the title: the judge between an extension and a new reservation. Key: reservation and date. */
  extendIfNobodyWaits(command: ExtendLoan): Promise<Decision<Deadline>>;
  /**
   * R6, R9: the hold ended and nobody came. `handedOut` when a hand-out was recorded meanwhile. The copy is
   * freed: at the prefectural library it waits to be put back or goes to the next in the queue.
   */
  expireHold(command: {
    reservationId: string;
    allocation: number;
    at: Instant;
  }): Promise<{ state: 'expired' | 'handedOut' | 'home' }>;
  /** The process has ended: closes the entry and whatever loan is still open. Key: reservation. */
  closeReservation(command: { reservationId: string; outcome: Outcome; at: Instant }): Promise<void>;
  positionOf(query: { reservationId: string }): Promise<CatalogPosition>;
  /** The numbers in force at this decision, recorded in the history. */
  policyInForce(): Promise<LendingPolicy>;
}

/** One milestone is one transaction in the patron service: the row of My Library, and the notice if any. */
export type Milestone = {
  reservationId: string;
  allocation: number;
  at: Instant;
} /** In the queue, or back in it at its old place (then without a mail). */ & (
  | { milestone: 'queued'; position?: number; mail: 'accepted' | 'none' }
  | { milestone: 'rejected'; refusal: RefusalCode }
  /** A copy is being prepared; the first mail says that it was accepted, or that its turn has come. */
  | { milestone: 'allocated'; mail: 'accepted' | 'yourTurn' | 'none'; plannedDispatchDay?: CalendarDate }
  | { milestone: 'heldForLoanLimit' }
  | { milestone: 'arrivalOverdue' }
  | { milestone: 'readyAtMunicipal'; due: Deadline; parcelNumber: string; expectedDate?: CalendarDate }
  | { milestone: 'readyAtPrefectural'; holdNumber: string }
  | { milestone: 'holdEndsSoon'; until: CalendarDate }
  | { milestone: 'handOutUnconfirmed' }
  | { milestone: 'dueSoon'; due: Deadline; extensionPossible: boolean }
  | { milestone: 'overdue'; due: Deadline; notice: number }
  | { milestone: 'extended'; due: Deadline }
  | { milestone: 'expired'; until: CalendarDate; comesHome: boolean }
  | { milestone: 'cancelled'; by: 'patron' | 'library' }
  | { milestone: 'closed'; outcome: Outcome }
);

export interface PatronActivities {
  /** Key: reservation, allocation and milestone (and notice number): repeated, it changes nothing. */
  recordMilestone(milestone: Milestone): Promise<void>;
  /** R3: one of ten loan slots, before a picked copy enters the packing list. Key: reservation. */
  claimLoanSlot(command: { reservationId: string; at: Instant }): Promise<Decision<{ slot: number }>>;
  /** Reservations without an end, for the nightly reconcile; a page of at most 200 in id order. */
  openReservations(query: { after: string | null }): Promise<string[]>;
  /** Privacy: deletes the joining rows of every reservation closed before that instant; answers how many. */
  eraseClosed(command: { before: Instant }): Promise<number>;
}

export interface ShippingActivities {
  /** A picked copy with a loan slot enters the packing list. Key: reservation and allocation. */
  addToPackingList(command: {
    allocation: Allocation;
    pickupLibrary: string;
    at: Instant;
  }): Promise<{ plannedDispatchDay: CalendarDate; expectedDate: CalendarDate }>;
  /** Takes a copy off the list or out of an undispatched parcel; `dispatched` when it is too late. */
  removeFromPackingList(command: {
    reservationId: string;
    allocation: number;
    at: Instant;
  }): Promise<{ found: 'removed' | 'notListed' | 'dispatched' }>;
  /** R9: asks the branch 「棚にありますか」. Key: reservation and allocation. */
  askShelfCheck(command: {
    reservationId: string;
    allocation: number;
    copyId: string;
    library: string;
    at: Instant;
  }): Promise<void>;
  /** R7 "assumed": records the arrival of a parcel nobody scanned. Key: parcel. */
  assumeArrival(command: { parcelNumber: string; at: Instant }): Promise<{ state: ParcelState }>;
  /** A parcel that should have arrived makes a task for the library, then for the desk. Key: parcel and step. */
  askAboutParcel(command: {
    parcelNumber: string;
    ask: 'pickupLibrary' | 'prefecturalDesk';
    at: Instant;
  }): Promise<{ state: ParcelState }>;
  parcelState(query: { parcelNumber: string }): Promise<{ state: ParcelState }>;
  /** Every step of a reservation's copy inside parcels, for `reconcile`. */
  parcelFactsOf(query: { reservationId: string; allocation: number }): Promise<Fact[]>;
  /** The dispatch day: closes the batch and answers what is to leave. Key: day. */
  closeDispatchBatch(command: { at: Instant }): Promise<{ day: CalendarDate; parcels: number }>;
}

export type ParcelState = 'open' | 'dispatched' | 'arrived' | 'opened';
