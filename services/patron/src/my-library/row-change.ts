import type { Milestone } from '@toshobin/contracts';
import type { CalendarDate, Deadline, Outcome, RefusalCode, ReservationState } from '@toshobin/lending-rules';
import type { Application } from '../generated/prisma/client.ts';
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
  resumesOn?: CalendarDate | undefined;
  keptUntil?: CalendarDate | undefined;
  /** The dates of the copy that it had say nothing any more. */
  forgetsDates?: true;
  refusal?: RefusalCode;
  /** R3: what becomes of the slots when the row gives way. */
  slots?: 'loan' | 'free' | 'reservation' | 'handedIn' | undefined;
  /** Ended for the patron: the title may be reserved again. */
  ends?: true;
  /** The copy is home: the title may be reserved again, though the process has not said the end yet. */
  over?: true;
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

/** Waiting in the queue, with or without having had a copy before. */
function inQueue(allocation: number, state: 'queued' | 'suspended', resumesOn?: CalendarDate): RowChange {
  return allocation === 0
    ? { allocation, rank: RANK.queued, state, resumesOn }
    : { allocation, rank: RANK.requeued, state, resumesOn, slots: 'reservation', forgetsDates: true };
}

/** The copy is this reservation's no more; it waits at its old place. */
export function backInQueue(allocation: number): RowChange {
  return inQueue(allocation, 'queued');
}

/** R15: it passed on, and this reservation waits for a loan slot first; it still waits to be woken. */
export function passedOn(allocation: number): RowChange {
  return { allocation, rank: RANK.requeued, state: 'heldForLoanLimit', forgetsDates: true };
}

/** The copy is home again, and had been lent. */
export function returned(allocation: number): RowChange {
  return { allocation, rank: RANK.returned, state: 'returned', slots: 'free', over: true };
}

/** The change a milestone brings; undefined for those that are a mail, or dates of the place where the row stands. */
export function changeOfMilestone(
  milestone: Milestone,
  { homeAllocation }: Pick<Application, 'homeAllocation'>,
): RowChange | undefined {
  const { allocation } = milestone;
  /** A loan, whether its hand-out was heard of or not; unless this is said after the copy was home again. */
  const lent = (change: Pick<RowChange, 'rank' | 'state' | 'due' | 'extended'>): RowChange =>
    homeAllocation >= allocation
      ? { ...returned(allocation), due: change.due }
      : { ...change, allocation, slots: 'loan' };
  switch (milestone.milestone) {
    case 'queued':
      return milestone.why === 'passedOn' ? passedOn(allocation) : inQueue(allocation, 'queued');
    case 'suspended':
      return inQueue(allocation, 'suspended', milestone.until);
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
      return milestone.keptUntil === undefined
        ? passedOn(allocation)
        : {
            allocation,
            rank: RANK.heldForLoanLimit,
            state: 'heldForLoanLimit',
            keptUntil: milestone.keptUntil,
          };
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
      // Also where an end had freed the slots; a copy that has come home since is nobody's loan.
      return {
        allocation,
        rank: RANK.handOutUnconfirmed,
        state: 'handOutUnconfirmed',
        slots: homeAllocation >= allocation ? undefined : 'loan',
      };
    case 'handedOut':
      return lent({ rank: RANK.handedOut, state: 'handedOut', due: milestone.due });
    case 'overdue':
      return lent({ rank: RANK.overdue, state: 'overdue', due: milestone.due });
    case 'extended':
      return lent({ rank: RANK.handedOut, state: 'handedOut', due: milestone.due, extended: true });
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
    case 'pickupChanged':
    case 'datesMoved':
    case 'datesMovedBack':
      return undefined;
  }
}
