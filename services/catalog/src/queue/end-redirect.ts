import { judgeRedirectEnd } from '@toshobin/lending-rules';
import type { Carries } from '../catalog-deps.ts';
import { refuseAfterAll } from '../ledger/answered-once.ts';
import { libraryOf } from '../libraries/find-library.ts';
import { askToMove, moveTo, toRedirect } from './change-pickup.ts';
import { withEntry } from './with-entry.ts';

/**
 * R20. Shipping's answer to a change of pickup library: it came in time; or packing was quicker, then the reservation
 * is as it was before and the wish is refused from now on. Repeated, or for a change that another one has followed,
 * nothing changes. Answers the name of the library that the reservation is for now.
 */
export const endRedirect: Carries<'endRedirect'> = (deps, { reservationId, inTime, at, change }) =>
  withEntry(deps, reservationId, async (tx, locked) => {
    if (locked === undefined) throw new Error(`No reservation ${reservationId} stands in a queue`);
    const { redirectWish: wish } = locked.entry;
    const judged = judgeRedirectEnd(toRedirect(locked), { inTime, change });
    if (judged !== undefined) {
      const ended = { redirectedFrom: null, redirectWish: null };
      await moveTo(tx, locked, judged.pickupLibrary, ended);
      if (judged.isMovedByHand) await askToMove(tx, locked, at);
      if (judged.isRefused && wish !== null)
        await refuseAfterAll(tx, { reservationId, wish }, 'CHANGE_PICKUP_TOO_LATE');
    }
    const { name } = await libraryOf(tx, judged?.pickupLibrary ?? locked.entry.pickupLibrary);
    return { name };
  });
