import { condition } from '@temporalio/workflow';
import { type Outcome, outcomeOf } from '@toshobin/lending-rules';
import type { Reservation } from './reservation.ts';

/**
 * The last stretch: whatever left the prefectural library comes home. A copy that never left (cancelled or
 * expired there) is the catalog's to put back, and the reservation ends at once. A hand-out that happened before
 * the hold ended and is heard late still makes it a loan.
 */
export async function cameHome(reservation: Reservation): Promise<Outcome> {
  // A cancellation that is being answered tells the patron first.
  await condition(() => !reservation.mutex.isLocked());
  const leftTheShelf = () => reservation.reached('shipped') || reservation.reached('handedOut');
  if (leftTheShelf()) await condition(() => reservation.reached('home'));

  const outcome = outcomeOf(reservation.position, {
    cancelled: reservation.cancelled,
    expired: reservation.expired,
    holdEnds: (reservation.atPrefectural ? reservation.holdUntil : reservation.due)?.at,
  });
  await reservation.tellPatron({ milestone: 'closed', outcome });
  return outcome;
}
