import type { Milestone, ReservationNoticeKind } from '@toshobin/contracts';
import type { NoticeSays } from '@toshobin/lending-rules';

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

/** What the mail of that kind says, which the milestone brings; undefined: no milestone brings one. */
export function saidBy(
  milestone: Milestone,
  kind: ReservationNoticeKind,
  pickupLibrary: string,
): NoticeSays | undefined {
  switch (kind) {
    case 'readyAtMunicipal':
      return { kind, pickupLibrary };
    case 'holdEndsSoon':
      return milestone.milestone === kind ? { kind, until: milestone.until } : undefined;
    case 'dueSoon':
    case 'overdue':
    case 'extended':
      return milestone.milestone === kind ? { kind, due: milestone.due } : undefined;
    case 'datesMoved':
    case 'pickupLibraryPaused':
      return undefined;
    default:
      return { kind };
  }
}
