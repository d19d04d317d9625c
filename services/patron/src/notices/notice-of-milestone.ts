import { isEndMailed, type Milestone, mailGroup, mailOf } from '@toshobin/contracts';
import { instantFromDate, isOfCopy, type LedgerState, laterDeadline } from '@toshobin/lending-rules';
import type { Application } from '../database.ts';
import { deadlineOrNull } from '../dates.ts';
import type { ReservationNotice } from './notice-data.ts';

/** A notice that a milestone brings. */
export interface NewNotice {
  data: ReservationNotice;
  /** Tells mails of one reservation and kind apart; starts with the number of the journey. */
  occasion: string;
  /** The journey of the copy that the mail speaks of; 0: of none. */
  journey: number;
  /** R19: mails of one key go into one mail. */
  groupKey: string;
}

interface Known {
  application: Application;
  state: LedgerState | undefined;
  wokeAnother: boolean;
  holderHasOtherOverdue: boolean;
  wasToldTheEnd: boolean;
}

/**
 * The notice of a milestone, or undefined: the milestone has none, or speaks of another copy than the row has by now.
 * Whether it is true is for `isStillTrue` to say.
 */
export function noticeOfMilestone(milestone: Milestone, known: Known): NewNotice | undefined {
  const { application } = known;
  const told = byDateInForce(milestone, application);
  const mail = mailOf(told, application.journey);
  const data = mail && dataOf(told, known);
  if (!data) return undefined;
  const { occasion } = mail;
  const journey = occasion === '0' ? 0 : application.journey;
  return { data, occasion, journey, groupKey: mailGroup(told, application.pickupLibrary) };
}

/** The milestone with the due date in force: a closure may have moved it. */
function byDateInForce(milestone: Milestone, { dueDate, dueAt }: Application): Milestone {
  if (milestone.milestone !== 'readyAtMunicipal') return milestone;
  const inForce = deadlineOrNull(dueDate, dueAt);
  return inForce ? { ...milestone, due: laterDeadline(milestone.due, inForce) } : milestone;
}

function dataOf(milestone: Milestone, known: Known): ReservationNotice | undefined {
  const { application } = known;
  const { pickupLibrary } = application;
  const ofCopy = (data: ReservationNotice) =>
    isOfCopy(application, milestone.allocation) ? data : undefined;

  switch (milestone.milestone) {
    case 'queued': {
      const { position } = milestone;
      return { kind: 'accepted', pickupLibrary, ...(position ? { position } : {}) };
    }
    case 'allocated':
      return milestone.mail === 'accepted'
        ? { kind: 'accepted', pickupLibrary }
        : ofCopy({ kind: 'yourTurn', pickupLibrary });
    case 'heldForLoanLimit':
      return ofCopy({ kind: 'loanLimitReached', keptUntil: milestone.keptUntil });
    case 'suspended':
    case 'pickupChanged':
    case 'handedOut':
      return undefined;
    case 'arrivalOverdue':
      return ofCopy({ kind: 'delayed', pickupLibrary });
    case 'readyAtMunicipal': {
      const { due, expectedDate } = milestone;
      const expected = expectedDate ? { expectedDate } : {};
      return ofCopy({ kind: 'readyAtMunicipal', pickupLibrary, due, ...expected });
    }
    case 'readyAtPrefectural':
      return ofCopy({ kind: 'readyAtPrefectural' });
    case 'holdEndsSoon':
      return ofCopy({ kind: 'holdEndsSoon', pickupLibrary, until: milestone.until });
    case 'dueSoon': {
      const { due } = milestone;
      const { extended } = application;
      const extensionPossible = milestone.extensionPossible && !extended && !known.holderHasOtherOverdue;
      return ofCopy({ kind: 'dueSoon', due, extensionPossible, extended });
    }
    case 'overdue':
    case 'extended':
      return ofCopy({ kind: milestone.milestone, due: milestone.due });
    case 'expired': {
      const { until, comesHome } = milestone;
      return { kind: 'expired', until, comesHome };
    }
    case 'cancelled':
      return milestone.by === 'patron'
        ? { kind: 'cancelledByPatron' }
        : { kind: 'cancelledByLibrary', reason: milestone.reason ?? 'library' };
    case 'closed': {
      const { outcome } = milestone;
      const appliedAt = instantFromDate(application.appliedAt);
      const copy = known.state?.copy;
      if (!isEndMailed(milestone, { ...known, appliedAt, copy })) return undefined;
      if (outcome === 'returned') return { kind: 'returned', othersShipped: known.wokeAnother };
      return { kind: 'cancelledByLibrary', reason: outcome === 'lost' ? 'lost' : 'notReservable' };
    }
    default:
      return milestone satisfies never;
  }
}
