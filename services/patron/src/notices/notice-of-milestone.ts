import { type Milestone, mailGroup } from '@toshobin/contracts';
import {
  epochMs,
  instantFromDate,
  isOfCopy,
  type LedgerState,
  laterDeadline,
  wasLent,
} from '@toshobin/lending-rules';
import { deadlineOrNull } from '../dates.ts';
import type { Application } from '../generated/prisma/client.ts';
import type { ReservationNotice } from './notice-data.ts';

/** A notice that a milestone brings. */
export interface NewNotice {
  data: ReservationNotice;
  /** Once a reservation and kind; starts with the number of the journey. */
  occasion: string;
  /** Of the copy that it speaks of; 0: of none. */
  journey: number;
  /** R19: what belongs into one mail. */
  groupKey: string;
}

/** Within this time the page itself has told the patron that the reservation was refused. */
const PAGE_WAITED_MS = 15_000;

/**
 * The notice of a milestone, or undefined: the milestone has none, or speaks of another copy than the row has by now.
 * Whether it is true is for `isStillTrue` to say.
 */
export function noticeOfMilestone(
  milestone: Milestone,
  known: {
    application: Application;
    state: LedgerState | undefined;
    wokeAnother: boolean;
    holderHasOtherOverdue: boolean;
    wasToldTheEnd: boolean;
  },
): NewNotice | undefined {
  const { application, state } = known;
  const { pickupLibrary, journey } = application;
  const groupKey = mailGroup(milestone, pickupLibrary);
  const about = (data: ReservationNotice, more = ''): NewNotice => ({
    data,
    occasion: more === '' ? String(journey) : `${journey}-${more}`,
    journey,
    groupKey,
  });
  /** A mail about the copy that it has. */
  const ofCopy = (data: ReservationNotice, more = ''): NewNotice | undefined =>
    isOfCopy(application, milestone.allocation) ? about(data, more) : undefined;
  const accepted = (position?: number): NewNotice | undefined => {
    if (application.endedAt !== null) return undefined;
    const data = { kind: 'accepted' as const, pickupLibrary, ...(position ? { position } : {}) };
    // Once in a reservation's life, with whichever milestone it came.
    return { data, occasion: '0', journey: 0, groupKey };
  };

  switch (milestone.milestone) {
    case 'queued':
      return milestone.mail === 'accepted' ? accepted(milestone.position) : undefined;
    case 'allocated': {
      if (milestone.mail === 'accepted') return accepted();
      if (milestone.mail === 'none') return undefined;
      const { plannedDispatchDay } = milestone;
      const planned = plannedDispatchDay ? { plannedDispatchDay } : {};
      return ofCopy({ kind: 'yourTurn', pickupLibrary, ...planned });
    }
    case 'heldForLoanLimit': {
      const { keptUntil } = milestone;
      if (keptUntil === undefined) return undefined;
      return ofCopy({ kind: 'loanLimitReached', keptUntil });
    }
    case 'suspended':
    case 'pickupChanged':
    case 'handedOut':
      return undefined;
    case 'arrivalOverdue':
      return ofCopy({ kind: 'delayed', pickupLibrary });
    case 'readyAtMunicipal': {
      const { expectedDate } = milestone;
      const inForce = deadlineOrNull(application.dueDate, application.dueAt);
      const due = inForce ? laterDeadline(milestone.due, inForce) : milestone.due;
      const expected = expectedDate ? { expectedDate } : {};
      const notice = ofCopy({ kind: 'readyAtMunicipal', pickupLibrary, due, ...expected });
      return notice && { ...notice, groupKey: mailGroup({ ...milestone, due }, pickupLibrary) };
    }
    case 'readyAtPrefectural':
      return ofCopy({ kind: 'readyAtPrefectural' });
    case 'holdEndsSoon': {
      const { until } = milestone;
      return ofCopy({ kind: 'holdEndsSoon', pickupLibrary, until }, until);
    }
    case 'dueSoon': {
      const { due } = milestone;
      const { extended } = application;
      const extensionPossible = milestone.extensionPossible && !extended && !known.holderHasOtherOverdue;
      const data = { kind: 'dueSoon' as const, due, extensionPossible, extended };
      return ofCopy(data, due.date);
    }
    case 'overdue': {
      const { due, notice } = milestone;
      return ofCopy({ kind: 'overdue', due }, `${due.date}-${notice}`);
    }
    case 'extended': {
      const { due } = milestone;
      // R8: once a loan, also where a closure has moved its date before it is told again.
      return ofCopy({ kind: 'extended', due });
    }
    case 'expired': {
      const { until, comesHome } = milestone;
      return about({ kind: 'expired', until, comesHome });
    }
    case 'cancelled':
      return milestone.by === 'patron'
        ? about({ kind: 'cancelledByPatron' })
        : about({ kind: 'cancelledByLibrary', reason: milestone.reason ?? 'library' });
    case 'closed':
      if (milestone.outcome === 'rejected') {
        const pageWaited = epochMs(milestone.at) - epochMs(instantFromDate(application.appliedAt));
        if (pageWaited < PAGE_WAITED_MS) return undefined;
        return about({ kind: 'cancelledByLibrary', reason: 'notReservable' });
      }
      if (milestone.outcome === 'lost' && !known.wasToldTheEnd && !(state?.copy && wasLent(state.copy))) {
        return about({ kind: 'cancelledByLibrary', reason: 'lost' });
      }
      return milestone.outcome === 'returned'
        ? about({ kind: 'returned', othersShipped: known.wokeAnother })
        : undefined;
    default:
      return milestone satisfies never;
  }
}
