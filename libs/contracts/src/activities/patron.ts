import {
  type CalendarDate,
  type Deadline,
  type Decision,
  epochMs,
  type Instant,
  type LedgerStateCopy,
  type LibraryReason,
  type Outcome,
  wasLent,
} from '@toshobin/lending-rules';
import type { ReservationNoticeKind } from '../events.ts';
import type { AskedWhoIsBehind, KnownByProcess, KnownRow } from '../known-by-process.ts';
import type { ReservationRequest } from '../processes.ts';

/** What has happened to a reservation, for its patron. */
export type MilestoneStep =
  /** The reservation is in the queue, or back in it at its old place (then without a mail). */
  | { milestone: 'queued'; position?: number; mail: 'accepted' | 'none' }
  /** R20: the reservation keeps its place and is skipped until that day. */
  | { milestone: 'suspended'; until: CalendarDate }
  /** Another pickup library, until packed; the row and later mails name it. */
  | { milestone: 'pickupChanged'; pickupLibrary: string }
  /** A copy is being prepared; the first mail says that it was accepted, or that its turn has come. */
  | { milestone: 'allocated'; mail: 'accepted' | 'yourTurn' }
  /** R15: the copy is kept until that day. */
  | { milestone: 'heldForLoanLimit'; keptUntil: CalendarDate }
  | { milestone: 'arrivalOverdue' }
  | { milestone: 'readyAtMunicipal'; due: Deadline; parcelNumber: string; expectedDate?: CalendarDate }
  | { milestone: 'readyAtPrefectural' }
  | { milestone: 'holdEndsSoon'; until: CalendarDate }
  | { milestone: 'handedOut'; due: Deadline }
  | { milestone: 'dueSoon'; due: Deadline; extensionPossible: boolean }
  | { milestone: 'overdue'; due: Deadline; notice: number }
  | { milestone: 'extended'; due: Deadline }
  | { milestone: 'expired'; until: CalendarDate; comesHome: boolean }
  | { milestone: 'cancelled'; by: 'patron' | 'library'; reason?: LibraryReason }
  | { milestone: 'closed'; outcome: Outcome };

/** One milestone is one transaction in the patron service: the row of My Library, and the notice if any. */
export type Milestone = { reservationId: string; allocation: number; at: Instant } & MilestoneStep;

/** A mail about a reservation: once a kind and occasion, which begins with the journey of its copy, or with 0. */
export interface NamedMail {
  kind: ReservationNoticeKind;
  occasion: string;
}

/** Which mail a milestone may bring. The patron service says whether what it says is so. */
export function mailOf(milestone: MilestoneStep, journey: number): NamedMail | undefined {
  const mail = (kind: ReservationNoticeKind, ...more: readonly (string | number)[]): NamedMail => ({
    kind,
    occasion: [journey, ...more].join('-'),
  });
  switch (milestone.milestone) {
    case 'queued':
    case 'allocated':
      if (milestone.mail === 'none') return undefined;
      // This mail goes out once in a reservation's life, with whichever milestone comes.
      return milestone.mail === 'accepted' ? { kind: 'accepted', occasion: '0' } : mail('yourTurn');
    case 'heldForLoanLimit':
      return mail('loanLimitReached');
    case 'arrivalOverdue':
      return mail('delayed');
    case 'readyAtMunicipal':
    case 'readyAtPrefectural':
    case 'expired':
    // R8: once a loan, also where a closure has moved the date before it is told again.
    case 'extended':
      return mail(milestone.milestone);
    case 'holdEndsSoon':
      return mail('holdEndsSoon', milestone.until);
    case 'dueSoon':
      return mail('dueSoon', milestone.due.date);
    case 'overdue':
      return mail('overdue', milestone.due.date, milestone.notice);
    case 'cancelled':
      return mail(milestone.by === 'patron' ? 'cancelledByPatron' : 'cancelledByLibrary');
    case 'closed': {
      const kind = mailOfEnd[milestone.outcome];
      return kind && mail(kind);
    }
    case 'suspended':
    case 'pickupChanged':
    case 'handedOut':
      return undefined;
  }
}

const mailOfEnd: Readonly<Record<Outcome, ReservationNoticeKind | undefined>> = {
  returned: 'returned',
  rejected: 'cancelledByLibrary',
  lost: 'cancelledByLibrary',
  // These ends have a milestone of their own, or are told by nobody.
  expired: undefined,
  cancelled: undefined,
  longOverdue: undefined,
};

/** Within this time the page itself has told the patron that the reservation was refused. */
const PAGE_WAITED_MS = 15_000;

/** Whether that end is mailed: not where the patron has heard of it, or had the copy that is lost. */
export function isEndMailed(
  { outcome, at }: { outcome: Outcome; at: Instant },
  known: { appliedAt: Instant; wasToldTheEnd: boolean; copy: LedgerStateCopy | null | undefined },
): boolean {
  if (outcome === 'rejected') return epochMs(at) - epochMs(known.appliedAt) >= PAGE_WAITED_MS;
  return outcome !== 'lost' || !(known.wasToldTheEnd || (known.copy && wasLent(known.copy)));
}

/** R19. Of the mails of one kind and patron, those with the same word go out as one. */
export function mailGroup(milestone: MilestoneStep, pickupLibrary: string): string {
  switch (milestone.milestone) {
    case 'queued':
    case 'allocated':
    case 'arrivalOverdue':
      return pickupLibrary;
    case 'heldForLoanLimit':
      return milestone.keptUntil;
    case 'readyAtMunicipal':
      return `${milestone.parcelNumber} ${milestone.due.date}`;
    case 'holdEndsSoon':
      return `${pickupLibrary} ${milestone.until}`;
    case 'dueSoon':
    case 'extended':
      return milestone.due.date;
    case 'overdue':
      return `${milestone.due.date} ${milestone.notice}`;
    case 'expired':
      return `${milestone.until} ${milestone.comesHome}`;
    case 'cancelled':
      return milestone.by === 'patron' ? '' : (milestone.reason ?? 'library');
    case 'closed':
      return milestone.outcome;
    case 'suspended':
    case 'pickupChanged':
    case 'readyAtPrefectural':
    case 'handedOut':
      return '';
  }
}

/** The patron service's answer to a process, about its reservation. */
export interface PatronPosition {
  /** Whether the patron was, or is being, told that the copy is ready, and the row says so. */
  toldReady: boolean;
  /** When the process first asked for that. */
  toldReadyAt?: Instant;
  /** Whether the reservation waits for a loan slot (R15), and was not told yet that one is free. */
  waitsForSlot: boolean;
}

/**
 * What a reading order waits for: a volume that is reserved, room for the next one (refused for now), its patron's
 * decision about one that was handed to nobody, or nothing any more.
 */
export type ReadingOrderWaits = 'volume' | 'room' | 'patron' | 'nothing';
export type ReadingOrderStanding =
  | { waitsFor: Exclude<ReadingOrderWaits, 'nothing'>; place: number; lookAt: Instant }
  | { waitsFor: 'nothing' };

export interface PatronActivities {
  /**
   * Writes a milestone. Answers since when the patron is told that the copy is ready at the counter (R6), for that
   * milestone. Key: reservation, allocation and milestone (and notice number): repeated, it changes nothing.
   */
  recordMilestone(milestone: Milestone): Promise<Instant | undefined>;
  /**
   * R3: claims one of ten loan slots, before a picked copy enters the packing list, as the catalog says at that moment
   * that the reservation stands; STATE_CHANGED (look again): it needs none any more. Key: reservation.
   */
  claimLoanSlot(command: { reservationId: string; at: Instant }): Promise<Decision<{ slot: number }>>;
  /** Gives a claim back: the copy will not be packed after all. A loan stays. Key: reservation. */
  releaseLoanSlot(command: { reservationId: string; at: Instant }): Promise<void>;
  /**
   * R15: until when a copy is kept for a reservation at the loan limit, as of now: `keep` (ISO 8601) from its mail, and
   * the clock stands still while copies that the patron handed in are on their way.
   */
  loanLimitKeptUntil(query: {
    reservationId: string;
    keep: string;
    at: Instant;
  }): Promise<{ until: Instant }>;
  /** Reservations without an end, for the nightly reconcile; a page of at most 200 in id order. */
  openReservations(query: { after: string | null }): Promise<string[]>;
  /** The requests with which the processes of reservations are started, for those whose process is gone. */
  requestsOf(query: { reservationIds: string[] }): Promise<ReservationRequest[]>;
  /** The rows of those reservations that have one. */
  rowsOf(query: { reservationIds: readonly string[] }): Promise<(KnownRow & { open: boolean })[]>;
  /** Privacy: deletes erased rows that a restore has brought back, whatever they say. Answers how many. */
  eraseAgain(command: { reservationIds: readonly string[] }): Promise<number>;
  /**
   * Privacy: deletes again from histories what patrons had deleted and a restore has brought back. Answers the ids that
   * were there. Repeatable.
   */
  deleteHistoryAgain(command: { ids: readonly string[] }): Promise<string[]>;
  positionOf(query: { reservationId: string; allocation: number }): Promise<PatronPosition>;
  /** For the nightly reconcile: reservations of whose ready mail this service knows more than the process. */
  whoIsBehind(asked: AskedWhoIsBehind): Promise<string[]>;
  /** Reserves a reading order's next volume if its time has come; says what it waits for. Key: order and volume. */
  advanceReadingOrder(command: { orderId: string; at: Instant }): Promise<ReadingOrderStanding>;
  /** Privacy: deletes the joining rows of every reservation closed before that instant; answers how many. */
  eraseClosed(command: { before: Instant }): Promise<number>;
  /** Privacy: ends registrations whose card ended longer ago than they are kept; answers how many. Repeatable. */
  endExpiredRegistrations(command: { at: Instant }): Promise<number>;
  /** Mails holders 30 days before a card's end; answers how many mails were queued. Key: card and its last day. */
  remindExpiringCards(command: { at: Instant }): Promise<number>;
  /** R1: asks the desk to check an application (a task), also again after a while without an answer. */
  askIdentityCheck(command: { applicationId: string; at: Instant }): Promise<void>;
  /** R1: gives the person a card: number, mail, and a task to post it. Key: application. */
  issueCard(command: { applicationId: string; at: Instant }): Promise<void>;
  /** The application was declined: sends the mail, and deletes its data. Key: application. */
  declineApplication(command: { applicationId: string; at: Instant }): Promise<void>;
}

/** Whether the patron service knows more: the ready mail was dropped, or a loan slot is free. */
export function isBehindPatron(known: KnownByProcess, found: PatronPosition): boolean {
  return (known.toldReady && !found.toldReady) || (known.waitsForSlot && !found.waitsForSlot);
}
