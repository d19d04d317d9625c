import type { PatronRow } from '@toshobin/contracts';
import { allow, type Decision, instantFromDate, resumed } from '@toshobin/lending-rules';
import { carryOutWish, type OwnWish, type WishDeps } from './carry-out-wish.ts';

/** R20. A suspended reservation waits again, at its old place. Refuses NOT_FOUND, STATE_CHANGED, TRY_AGAIN. */
export async function resumeReservation(deps: WishDeps, wish: OwnWish): Promise<Decision<PatronRow>> {
  const { reservationId, wishId } = wish;
  const wished = await carryOutWish(deps, wish, {
    granted: ({ state, position }) => (resumed.has(state) ? { position: position ?? 1 } : undefined),
    ask: () =>
      deps.process.resume({ params: { reservationId }, body: { wishId, at: instantFromDate(deps.now()) } }),
  });
  return wished.ok ? allow(wished.value.row) : wished;
}
