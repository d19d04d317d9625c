import type { Milestone } from '@toshobin/contracts';
import { epochMs, instantFromDate } from '@toshobin/lending-rules';
import type { Application } from '../generated/prisma/client.ts';
import { comparePlaces, type Place, RANK } from '../my-library/row-order.ts';
import type { ReservationNotice } from './notice-data.ts';

/** A notice that a milestone brings. */
export interface NewNotice {
  data: ReservationNotice;
  /** Once a reservation and kind; starts with the allocation's number. */
  occasion: string;
  /** R19: what belongs into one mail. */
  groupKey: string;
  /** It is true until the row stands beyond this place; none: always. */
  validTo?: Place;
  /** Others of its group gather for longer than usual. */
  gatherSeconds?: number;
}

/** R17: all that a closure moves for a patron is in one mail, though its processes tell it one after the other. */
const CLOSURE_GATHER_SECONDS = 600;

/** Within this time the page itself has told the patron that the reservation was refused. */
const PAGE_WAITED_MS = 15_000;

/**
 * The notice of a milestone, or undefined: the milestone has none, or the row (as it was
 * before) has gone past what the mail would say.
 */
export function noticeOfMilestone(
  milestone: Milestone,
  known: { application: Application; wokeAnother: boolean; holderHasOtherOverdue: boolean },
): NewNotice | undefined {
  const { application } = known;
  const { allocation } = milestone;
  const { pickupLibrary } = application;
  /** A mail that is worth sending while the row stands no further than this rank. */
  const upTo = (rank: number, data: ReservationNotice, group = '', more = ''): NewNotice | undefined => {
    // An end is said of the reservation, also when the process has not heard of the copy that our row has.
    const ofRow = rank === RANK.ended ? application.allocation : 0;
    const validTo = { allocation: Math.max(allocation, ofRow), rank };
    if (comparePlaces(application, validTo) > 0) return undefined;
    return {
      data,
      occasion: more === '' ? String(allocation) : `${allocation}-${more}`,
      groupKey: group,
      validTo,
    };
  };
  const always = (data: ReservationNotice, group = ''): NewNotice => ({
    data,
    occasion: String(allocation),
    groupKey: group,
  });
  const accepted = (position?: number): NewNotice | undefined => {
    if (application.endedAt !== null) return undefined;
    const data = { kind: 'accepted' as const, pickupLibrary, ...(position ? { position } : {}) };
    // Once in a reservation's life, with whichever milestone it came.
    return { data, occasion: '0', groupKey: pickupLibrary };
  };

  switch (milestone.milestone) {
    case 'queued':
      return milestone.mail === 'accepted' ? accepted(milestone.position) : undefined;
    case 'rejected': {
      const pageWaited = epochMs(milestone.at) - epochMs(instantFromDate(application.appliedAt));
      if (pageWaited < PAGE_WAITED_MS) return undefined;
      return always({ kind: 'cancelledByLibrary', reason: 'notReservable' }, 'notReservable');
    }
    case 'allocated': {
      if (milestone.mail === 'accepted') return accepted();
      if (milestone.mail === 'none') return undefined;
      const { plannedDispatchDay } = milestone;
      const planned = plannedDispatchDay ? { plannedDispatchDay } : {};
      const group = `${pickupLibrary} ${plannedDispatchDay ?? ''}`;
      return upTo(RANK.packed, { kind: 'yourTurn', pickupLibrary, ...planned }, group);
    }
    case 'heldForLoanLimit': {
      const { keptUntil } = milestone;
      if (keptUntil === undefined) return undefined;
      return upTo(RANK.heldForLoanLimit, { kind: 'loanLimitReached', keptUntil }, keptUntil);
    }
    case 'suspended':
    case 'pickupChanged':
    case 'handedOut':
    case 'datesMovedBack':
    case 'handOutUnconfirmed':
      return undefined;
    case 'datesMoved': {
      const { closureId, library, reason, due, holdUntil } = milestone;
      if (allocation !== application.allocation) return undefined;
      const dates = { ...(due ? { due } : {}), ...(holdUntil ? { holdUntil } : {}) };
      return {
        data: { kind: 'datesMoved', library, reason, ...dates },
        occasion: `${allocation}-${closureId}`,
        groupKey: `${closureId} ${reason}`,
        validTo: { allocation, rank: RANK.overdue },
        gatherSeconds: CLOSURE_GATHER_SECONDS,
      };
    }
    case 'arrivalOverdue':
      return upTo(RANK.arrivalOverdue, { kind: 'delayed', pickupLibrary }, pickupLibrary);
    case 'readyAtMunicipal': {
      const { due, expectedDate, parcelNumber } = milestone;
      const expected = expectedDate ? { expectedDate } : {};
      return upTo(
        RANK.ready,
        { kind: 'readyAtMunicipal', pickupLibrary, due, ...expected },
        `${parcelNumber} ${due.date}`,
      );
    }
    case 'readyAtPrefectural':
      return upTo(RANK.ready, { kind: 'readyAtPrefectural' });
    case 'holdEndsSoon': {
      const { until } = milestone;
      return upTo(
        RANK.ready,
        { kind: 'holdEndsSoon', pickupLibrary, until },
        `${pickupLibrary} ${until}`,
        until,
      );
    }
    case 'dueSoon': {
      const { due } = milestone;
      const { extended } = application;
      const extensionPossible = milestone.extensionPossible && !extended && !known.holderHasOtherOverdue;
      const data = { kind: 'dueSoon' as const, due, extensionPossible, extended };
      return upTo(RANK.handedOut, data, due.date, due.date);
    }
    case 'overdue': {
      const { due, notice } = milestone;
      return upTo(RANK.overdue, { kind: 'overdue', due }, `${due.date} ${notice}`, `${due.date}-${notice}`);
    }
    case 'extended': {
      const { due } = milestone;
      return upTo(RANK.handedOut, { kind: 'extended', due }, due.date, due.date);
    }
    case 'expired': {
      const { until, comesHome } = milestone;
      return upTo(RANK.ended, { kind: 'expired', until, comesHome }, `${until} ${comesHome}`);
    }
    case 'cancelled':
      return milestone.by === 'patron'
        ? upTo(RANK.ended, { kind: 'cancelledByPatron' })
        : upTo(
            RANK.ended,
            { kind: 'cancelledByLibrary', reason: milestone.reason ?? 'library' },
            milestone.reason ?? 'library',
          );
    case 'closed':
      if (milestone.outcome === 'lost' && application.rank < RANK.handOutUnconfirmed) {
        return always({ kind: 'cancelledByLibrary', reason: 'lost' }, 'lost');
      }
      return milestone.outcome === 'returned'
        ? always({ kind: 'returned', othersShipped: known.wokeAnother })
        : undefined;
  }
}
