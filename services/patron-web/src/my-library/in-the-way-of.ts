import type { PatronRow } from '@toshobin/contracts';
import {
  mayWish,
  onLoan,
  type Refusal,
  type RefusalCode,
  refuse,
  type WishKind,
} from '@toshobin/lending-rules';

/**
 * Why the wish can't be granted any more, as far as My Library knows: CANCEL_TOO_LATE, CHANGE_PICKUP_TOO_LATE,
 * SUSPEND_TOO_LATE, NOT_ON_LOAN, or STATE_CHANGED where no sentence fits better. Undefined when it may be offered.
 */
export function inTheWayOf(kind: WishKind, row: Pick<PatronRow, 'open' | 'state'>): Refusal | undefined {
  if (mayWish(kind, row)) return undefined;
  return refuse(codeOf(kind, row)).refusal;
}

function codeOf(kind: WishKind, row: Pick<PatronRow, 'open' | 'state'>): RefusalCode {
  const { open, state } = row;
  if (!open) return 'STATE_CHANGED';
  switch (kind) {
    case 'cancel':
      return onLoan.has(state) ? 'CANCEL_TOO_LATE' : 'STATE_CHANGED';
    case 'changePickup':
      return onLoan.has(state) ? 'STATE_CHANGED' : 'CHANGE_PICKUP_TOO_LATE';
    case 'suspend':
      // The sentence of SUSPEND_TOO_LATE says that cancelling is still possible.
      return mayWish('cancel', row) ? 'SUSPEND_TOO_LATE' : 'STATE_CHANGED';
    case 'resume':
    case 'extend':
      return 'STATE_CHANGED';
    case 'declarePickedUp':
      return onLoan.has(state) ? 'STATE_CHANGED' : 'NOT_ON_LOAN';
  }
}
