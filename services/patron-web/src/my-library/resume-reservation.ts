import type { PatronRow } from '@toshobin/contracts';
import { allow, type Decision, instantFromDate, type ReservationState } from '@toshobin/lending-rules';
import { carryOutWish, type OwnWish, type WishDeps } from './carry-out-wish.ts';

/** It waits again, or a copy was found for it in the same moment. */
const goesOn: ReadonlySet<ReservationState> = new Set(['queued', 'allocated', 'picked']);

/** R20. A suspended reservation waits again, at its old place. Refuses NOT_FOUND, STATE_CHANGED, TRY_AGAIN. */
export async function resumeReservation(deps: WishDeps, wish: OwnWish): Promise<Decision<PatronRow>> {
  const { reservationId, wishId } = wish;
  const resumed = await carryOutWish(deps, wish, {
    granted: ({ state, position }) => (goesOn.has(state) ? { position: position ?? 1 } : undefined),
    ask: () => deps.process.resume({ reservationId, wishId, input: { at: instantFromDate(deps.now()) } }),
  });
  return resumed.ok ? allow(resumed.value.row) : resumed;
}
