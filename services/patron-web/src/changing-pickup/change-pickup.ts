import type { PatronRow } from '@toshobin/contracts';
import { type Decision, dayOf } from '@toshobin/lending-rules';
import { carryOutPlainly, type OwnWish, type WishDeps } from '../my-library/carry-out-wish.ts';
import { chooseLibrary } from '../reserving/choose-library.ts';

/**
 * R5, R20. Another pickup library, until the copy is packed; the place in the queue stays. Refuses NOT_FOUND,
 * PICKUP_LIBRARY_UNKNOWN, PICKUP_LIBRARY_PAUSED, PICKUP_MUST_BE_PREFECTURAL (R4), CHANGE_PICKUP_TOO_LATE, STATE_CHANGED,
 * TRY_AGAIN.
 */
export function changePickup(
  deps: WishDeps,
  wish: OwnWish & { pickupLibrary: string },
): Promise<Decision<{ row: PatronRow }>> {
  const { pickupLibrary } = wish;
  return carryOutPlainly(deps, wish, {
    granted: (row) => row.open && row.pickupLibrary === pickupLibrary,
    ask: async ({ asked }) => {
      const library = chooseLibrary(await deps.libraries.list(), pickupLibrary, dayOf(asked.body.at));
      if (!library.ok) return library;
      return deps.process.changePickup({ ...asked, body: { ...asked.body, pickupLibrary } });
    },
  });
}
