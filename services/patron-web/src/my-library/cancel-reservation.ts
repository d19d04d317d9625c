import type { PatronRow } from '@toshobin/contracts';
import type { Decision } from '@toshobin/lending-rules';
import { carryOutPlainly, type OwnWish, type WishDeps } from './carry-out-wish.ts';

/**
 * R20. Cancels the patron's own reservation, any time until handed out. Sent twice (also under another id, or after it
 * has ended), it answers the same. Refuses NOT_FOUND, CANCEL_TOO_LATE, STATE_CHANGED, TRY_AGAIN.
 */
export function cancelReservation(deps: WishDeps, wish: OwnWish): Promise<Decision<{ row: PatronRow }>> {
  return carryOutPlainly(deps, wish, {
    granted: ({ state }) => state === 'cancelled',
    ask: ({ asked }) => deps.process.cancel(asked),
  });
}
