import type { Milestone, ReservationState } from '@toshobin/contracts';
import type { CalendarDate, Deadline, Outcome, RefusalCode } from '@toshobin/lending-rules';
import { RANK } from './row-order.ts';

/** What one milestone or fact says of a row of My Library, and of the slots of R3. */
export interface RowChange {
  allocation: number;
  rank: number;
  state: ReservationState;
  plannedDispatchDay?: CalendarDate | undefined;
  expectedDate?: CalendarDate | undefined;
  holdUntil?: CalendarDate | undefined;
  due?: Deadline | undefined;
  extended?: true;
  refusal?: RefusalCode;
  /** R3: what becomes of the slots when the row gives way. */
  slots?: 'loan' | 'free' | 'reservation' | 'handedIn';
  /** Ended for the patron: the title may be reserved again. */
  ends?: true;
  /** The process is over. */
  outcome?: Outcome;
}

const stateAfter: Record<Outcome, ReservationState> = {
  returned: 'returned',
  expired: 'expired',
  cancelled: 'cancelled',
  rejected: 'rejected',
  lost: 'lostInTransit',
  longOverdue: 'overdue',
};

/** The change a milestone brings; undefined for those that are only a mail. */
export function changeOfMilestone(milestone: Milestone): RowChange | undefined {
  const { allocation } = milestone;
  switch (milestone.milestone) {
    case 'queued':
      return allocation === 0
        ? { allocation, rank: RANK.queued, state: 'queued' }
        : { allocation, rank: RANK.requeued, state: 'queued', slots: 'reservation' };
    case 'rejected':
      return {
        allocation,
        rank: RANK.closed,
        state: 'rejected',
        refusal: milestone.refusal,
        slots: 'free',
        ends: true,
        outcome: 'rejected',
      };
    case 'allocated':
      return {
        allocation,
        rank: RANK.allocated,
        state: 'allocated',
        plannedDispatchDay: milestone.plannedDispatchDay,
      };
    case 'heldForLoanLimit':
      return { allocation, rank: RANK.heldForLoanLimit, state: 'heldForLoanLimit' };
    case 'arrivalOverdue':
      return { allocation, rank: RANK.arrivalOverdue, state: 'arrivalOverdue' };
    case 'readyAtMunicipal':
      return {
        allocation,
        rank: RANK.ready,
        state: 'ready',
        due: milestone.due,
        holdUntil: milestone.due.date,
        expectedDate: milestone.expectedDate,
      };
    case 'readyAtPrefectural':
      return { allocation, rank: RANK.ready, state: 'ready' };
    case 'handOutUnconfirmed':
      return { allocation, rank: RANK.handOutUnconfirmed, state: 'handOutUnconfirmed' };
    case 'overdue':
      return { allocation, rank: RANK.overdue, state: 'overdue', due: milestone.due };
    case 'extended':
      return { allocation, rank: RANK.handedOut, state: 'handedOut', due: milestone.due, extended: true };
    case 'expired':
      return { allocation, rank: RANK.ended, state: 'expired', slots: 'free', ends: true };
    case 'cancelled':
      return { allocation, rank: RANK.ended, state: 'cancelled', slots: 'free', ends: true };
    case 'closed':
      return {
        allocation,
        rank: RANK.closed,
        state: stateAfter[milestone.outcome],
        slots: 'free',
        ends: true,
        outcome: milestone.outcome,
      };
    case 'dueSoon':
      // Only a date that the row may not have heard of.
      return { allocation, rank: RANK.requested, state: 'handedOut', due: milestone.due };
    case 'holdEndsSoon':
      return undefined;
  }
}
