import type { Milestone } from '@toshobin/contracts';

/** Whether the milestone is of the reservation rather than of a copy. */
export function tellsTheEnd({ milestone }: Milestone): boolean {
  return milestone === 'cancelled' || milestone === 'expired' || milestone === 'closed';
}

/** The values by which two milestones of one kind and allocation differ. */
export function distinctionsOf(milestone: Milestone): (string | number)[] {
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
