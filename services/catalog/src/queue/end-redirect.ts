import type { Instant } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { refuseAfterAll } from '../ledger/answered-once.ts';
import { libraryOf } from '../libraries/library-of.ts';
import { askToMove, moveTo } from './change-pickup.ts';
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
    const { pickupLibrary, redirectedFrom: before, redirectWish: wish } = locked.entry;
    const library = inTime || before === null ? pickupLibrary : before;
    if (before !== null) {
      await moveTo(tx, locked, library, { redirectedFrom: null, redirectWish: null });
      if (inTime) await askToMove(tx, locked, before, at);
      else if (wish !== null) await refuseAfterAll(tx, { reservationId, wish }, 'CHANGE_PICKUP_TOO_LATE');
    }
    const { name } = await libraryOf(tx, library);
    return { name };
  });
}
