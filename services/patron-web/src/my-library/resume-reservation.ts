import type { PatronRow } from '@toshobin/contracts';
import { type Decision, resumed } from '@toshobin/lending-rules';
import { carryOutPlainly, type OwnWish, type WishDeps } from './carry-out-wish.ts';

/** R20. A suspended reservation waits again, at its old place. Refuses NOT_FOUND, STATE_CHANGED, TRY_AGAIN. */
export function resumeReservation(deps: WishDeps, wish: OwnWish): Promise<Decision<{ row: PatronRow }>> {
  return carryOutPlainly(deps, wish, {
    granted: ({ state }) => resumed.has(state),
    ask: ({ asked }) => deps.process.resume(asked),
  });
}
