import type { PatronRow, ReservationState } from '@toshobin/contracts';
import { type Refusal, type RefusalCode, refuse } from '@toshobin/lending-rules';

/** What a patron may wish of a reservation, beside an extension. */
export type WishKind = 'cancel' | 'pickup' | 'suspend' | 'resume' | 'pickedUp';

/** R8, R20. The states in which each wish can be granted, as far as My Library knows; the process decides. */
const grantedIn: Readonly<Record<WishKind, ReadonlySet<ReservationState>>> = {
  cancel: new Set([
    'requested',
    'queued',
    'suspended',
    'allocated',
    'picked',
    'heldForLoanLimit',
    'packed',
    'shipped',
    'arrivalOverdue',
    'ready',
  ]),
  pickup: new Set(['queued', 'suspended', 'allocated', 'picked', 'heldForLoanLimit']),
  suspend: new Set(['queued', 'suspended']),
  resume: new Set(['suspended']),
  pickedUp: new Set(['ready', 'handOutUnconfirmed']),
};

const withPatron: ReadonlySet<ReservationState> = new Set(['handedOut', 'overdue', 'returning']);

/** Whether the wish may be offered now. */
export function isOffered(kind: WishKind, { open, state }: Pick<PatronRow, 'open' | 'state'>): boolean {
  return open && grantedIn[kind].has(state);
}

/**
 * Why the wish can't be granted any more, as far as My Library knows: CANCEL_TOO_LATE, CHANGE_PICKUP_TOO_LATE,
 * SUSPEND_TOO_LATE, NOT_ON_LOAN, or STATE_CHANGED where no sentence fits better. Undefined when it may be offered.
 */
export function inTheWayOf(kind: WishKind, row: Pick<PatronRow, 'open' | 'state'>): Refusal | undefined {
  if (isOffered(kind, row)) return undefined;
  return refuse(codeOf(kind, row)).refusal;
}

function codeOf(kind: WishKind, row: Pick<PatronRow, 'open' | 'state'>): RefusalCode {
  const { open, state } = row;
  if (!open) return 'STATE_CHANGED';
  switch (kind) {
    case 'cancel':
      return withPatron.has(state) ? 'CANCEL_TOO_LATE' : 'STATE_CHANGED';
    case 'pickup':
      return withPatron.has(state) || state === 'requested' ? 'STATE_CHANGED' : 'CHANGE_PICKUP_TOO_LATE';
    case 'suspend':
      // Its sentence says that cancelling is still possible.
      return isOffered('cancel', row) && state !== 'requested' ? 'SUSPEND_TOO_LATE' : 'STATE_CHANGED';
    case 'resume':
      return 'STATE_CHANGED';
    case 'pickedUp':
      return withPatron.has(state) ? 'STATE_CHANGED' : 'NOT_ON_LOAN';
  }
}
