import type { PatronRow } from '@toshobin/contracts';
import { allow, type Decision, dayOf, instantFromDate } from '@toshobin/lending-rules';
import { carryOutWish, type OwnWish, type WishDeps } from '../my-library/carry-out-wish.ts';
import { chooseLibrary } from '../reserving/choose-library.ts';

/**
 * R5, R20. Another pickup library, until the copy is packed; the place in the queue stays. Refuses NOT_FOUND,
 * PICKUP_LIBRARY_UNKNOWN, PICKUP_LIBRARY_PAUSED, PICKUP_MUST_BE_PREFECTURAL (R4), CHANGE_PICKUP_TOO_LATE, STATE_CHANGED,
 * TRY_AGAIN.
 */
export async function changePickup(
  deps: WishDeps,
  wish: OwnWish & { pickupLibrary: string },
): Promise<Decision<PatronRow>> {
  const { reservationId, wishId, pickupLibrary } = wish;
  const at = instantFromDate(deps.now());
  const changed = await carryOutWish(deps, wish, {
    granted: (row) => (row.open && row.pickupLibrary === pickupLibrary ? { pickupLibrary } : undefined),
    ask: async () => {
      const library = chooseLibrary(await deps.libraries.list(), pickupLibrary, dayOf(at));
      if (!library.ok) return library;
      return deps.process.changePickup({ params: { reservationId }, body: { wishId, at, pickupLibrary } });
    },
  });
  return changed.ok ? allow(changed.value.row) : changed;
}
