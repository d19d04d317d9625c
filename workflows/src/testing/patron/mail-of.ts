import type { Milestone, NoticeKind } from '@toshobin/contracts';

/** The mail that a milestone brings, named as the patron service names it; undefined: none. */
export function mailOf(milestone: Milestone): { kind: NoticeKind; occasion: string } | undefined {
  const allocation = String(milestone.allocation);
  switch (milestone.milestone) {
    case 'queued':
      return milestone.mail === 'accepted' ? { kind: 'accepted', occasion: '0' } : undefined;
    case 'allocated':
      if (milestone.mail === 'none') return undefined;
      return milestone.mail === 'accepted'
        ? { kind: 'accepted', occasion: '0' }
        : { kind: 'yourTurn', occasion: allocation };
    case 'heldForLoanLimit':
      return milestone.keptUntil ? { kind: 'loanLimitReached', occasion: allocation } : undefined;
    case 'arrivalOverdue':
      return { kind: 'delayed', occasion: allocation };
    case 'readyAtMunicipal':
    case 'readyAtPrefectural':
    case 'expired':
      return { kind: milestone.milestone, occasion: allocation };
    case 'holdEndsSoon':
      return { kind: 'holdEndsSoon', occasion: `${allocation}-${milestone.until}` };
    case 'dueSoon':
    case 'extended':
      return { kind: milestone.milestone, occasion: `${allocation}-${milestone.due.date}` };
    case 'overdue':
      return { kind: 'overdue', occasion: `${allocation}-${milestone.due.date}-${milestone.notice}` };
    case 'cancelled':
      return {
        kind: milestone.by === 'patron' ? 'cancelledByPatron' : 'cancelledByLibrary',
        occasion: allocation,
      };
    case 'closed':
      return milestone.outcome === 'returned' ? { kind: 'returned', occasion: allocation } : undefined;
    case 'suspended':
    case 'pickupChanged':
    case 'handedOut':
      return undefined;
    default:
      return milestone satisfies never;
  }
}

/** Of the reservation rather than of a copy. */
export function tellsTheEnd({ milestone }: Milestone): boolean {
  return milestone === 'cancelled' || milestone === 'expired' || milestone === 'closed';
}

/** What tells two milestones of one kind and allocation apart. */
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
