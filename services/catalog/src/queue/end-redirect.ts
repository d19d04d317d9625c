import { type Instant, judgeRedirectEnd } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { refuseAfterAll } from '../ledger/answered-once.ts';
import { libraryOf } from '../libraries/find-library.ts';
import { askToMove, moveTo, toRedirect } from './change-pickup.ts';
import { withEntry } from './with-entry.ts';

/**
 * R20. What shipping said to a change of pickup library: it came in time; or packing was quicker, then it is as it was
 * before and the wish is answered so from now on. Repeated it changes nothing. Answers the name of the library it is for now.
 */
export function endRedirect(
  deps: CatalogDeps,
  { reservationId, inTime, at }: { reservationId: string; inTime: boolean; at: Instant },
): Promise<{ name: string }> {
  return withEntry(deps, reservationId, async (tx, locked) => {
    if (locked === undefined) throw new Error(`No reservation ${reservationId} stands in a queue`);
    const { redirectedFrom, redirectWish: wish } = locked.entry;
    const { pickupLibrary, isMovedByHand, isRefused } = judgeRedirectEnd(toRedirect(locked), inTime);
    if (redirectedFrom !== null)
      await moveTo(tx, locked, pickupLibrary, { redirectedFrom: null, redirectWish: null });
    if (isMovedByHand) await askToMove(tx, locked, at);
    if (isRefused && wish !== null)
      await refuseAfterAll(tx, { reservationId, wish }, 'CHANGE_PICKUP_TOO_LATE');
    const { name } = await libraryOf(tx, pickupLibrary);
    return { name };
  });
}
