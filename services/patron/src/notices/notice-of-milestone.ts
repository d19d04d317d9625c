import type { Milestone } from '@toshobin/contracts';
import { epochMs, instantFromDate } from '@toshobin/lending-rules';
import type { Application } from '../generated/prisma/client.ts';
import { comparePlaces, RANK } from '../my-library/row-order.ts';
import type { ReservationNotice } from './notice-data.ts';

/** A notice that a milestone brings. */
export interface NewNotice {
  data: ReservationNotice;
  /** Once a reservation and kind; starts with the allocation's number. */
  occasion: string;
  /** R19: what belongs into one mail. */
  groupKey: string;
}

/** Within this time the page itself has told the patron that the reservation was refused. */
const PAGE_WAITED_MS = 15_000;

/**
 * The notice of a milestone, or undefined: the milestone has none, or the row (as it was
 * before) has gone past what the mail would say.
 */
export function noticeOfMilestone(
  milestone: Milestone,
  known: { application: Application; wokeAnother: boolean },
): NewNotice | undefined {
  const { application } = known;
  const { allocation } = milestone;
  const { pickupLibrary } = application;
  const upTo = (rank: number) => comparePlaces(application, { allocation, rank }) <= 0;
  const notice = (data: ReservationNotice, group = '', more = ''): NewNotice => ({
    data,
    occasion: more === '' ? String(allocation) : `${allocation}-${more}`,
    groupKey: group,
  });
  const accepted = (position?: number) => {
    if (application.endedAt !== null) return undefined;
    const data = { kind: 'accepted' as const, pickupLibrary, ...(position ? { position } : {}) };
    // Once in a reservation's life, with whichever milestone it came.
    return { ...notice(data, pickupLibrary), occasion: '0' };
  };

  switch (milestone.milestone) {
    case 'queued':
      return milestone.mail === 'accepted' ? accepted(milestone.position) : undefined;
    case 'rejected': {
      const pageWaited = epochMs(milestone.at) - epochMs(instantFromDate(application.appliedAt));
      if (pageWaited < PAGE_WAITED_MS) return undefined;
      return notice({ kind: 'cancelledByLibrary', reason: 'notReservable' }, 'notReservable');
    }
    case 'allocated': {
      if (milestone.mail === 'accepted') return accepted();
      if (milestone.mail === 'none' || !upTo(RANK.slotClaimed)) return undefined;
      const { plannedDispatchDay } = milestone;
      const planned = plannedDispatchDay ? { plannedDispatchDay } : {};
      return notice(
        { kind: 'yourTurn', pickupLibrary, ...planned },
        `${pickupLibrary} ${plannedDispatchDay ?? ''}`,
      );
    }
    case 'heldForLoanLimit':
      return upTo(RANK.heldForLoanLimit) ? notice({ kind: 'loanLimitReached' }) : undefined;
    case 'handOutUnconfirmed':
      return undefined;
    case 'arrivalOverdue':
      return upTo(RANK.arrivalOverdue)
        ? notice({ kind: 'delayed', pickupLibrary }, pickupLibrary)
        : undefined;
    case 'readyAtMunicipal': {
      if (!upTo(RANK.ready)) return undefined;
      const { due, expectedDate, parcelNumber } = milestone;
      return notice(
        { kind: 'readyAtMunicipal', pickupLibrary, due, ...(expectedDate ? { expectedDate } : {}) },
        `${parcelNumber} ${due.date}`,
      );
    }
    case 'readyAtPrefectural':
      return upTo(RANK.ready) ? notice({ kind: 'readyAtPrefectural' }) : undefined;
    case 'holdEndsSoon': {
      if (!upTo(RANK.ready)) return undefined;
      const { until } = milestone;
      return notice({ kind: 'holdEndsSoon', pickupLibrary, until }, `${pickupLibrary} ${until}`, until);
    }
    case 'dueSoon': {
      if (!upTo(RANK.overdue)) return undefined;
      const { due, extensionPossible } = milestone;
      const { extended } = application;
      return notice({ kind: 'dueSoon', due, extensionPossible, extended }, due.date, due.date);
    }
    case 'overdue': {
      if (!upTo(RANK.overdue)) return undefined;
      const { due, notice: number } = milestone;
      return notice({ kind: 'overdue', due }, `${due.date} ${number}`, `${due.date}-${number}`);
    }
    case 'extended':
      if (!upTo(RANK.overdue)) return undefined;
      return notice({ kind: 'extended', due: milestone.due }, milestone.due.date, milestone.due.date);
    case 'expired': {
      if (!upTo(RANK.ended)) return undefined;
      const { until, comesHome } = milestone;
      return notice({ kind: 'expired', until, comesHome }, `${until} ${comesHome}`);
    }
    case 'cancelled': {
      if (!upTo(RANK.ended)) return undefined;
      const { by } = milestone;
      return by === 'patron'
        ? notice({ kind: 'cancelledByPatron' })
        : notice({ kind: 'cancelledByLibrary', reason: 'library' }, 'library');
    }
    case 'closed':
      if (milestone.outcome === 'returned') {
        return notice({ kind: 'returned', othersShipped: known.wokeAnother });
      }
      return undefined;
  }
}
