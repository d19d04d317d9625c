import type { PatronRow } from '@toshobin/contracts';
import { allow, type Decision, instantFromDate } from '@toshobin/lending-rules';
import { carryOutWish, type OwnWish, type WishDeps } from './carry-out-wish.ts';

/**
 * R20. Cancels the patron's own reservation, any time until handed out. Sent twice (also under another id, or after it
 * has ended), it answers the same. Refuses NOT_FOUND, CANCEL_TOO_LATE, STATE_CHANGED, TRY_AGAIN.
 */
export async function cancelReservation(deps: WishDeps, wish: OwnWish): Promise<Decision<PatronRow>> {
  const { reservationId, wishId } = wish;
  const cancelled = await carryOutWish(deps, wish, {
    granted: ({ state }) => (state === 'cancelled' ? { cancelled: true as const } : undefined),
    ask: () =>
      deps.process.cancel({ params: { reservationId }, body: { wishId, at: instantFromDate(deps.now()) } }),
  });
  return cancelled.ok ? allow(cancelled.value.row) : cancelled;
}
