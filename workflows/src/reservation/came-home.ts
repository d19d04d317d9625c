import { condition } from '@temporalio/workflow';
import { type Outcome, outcomeOf, plusDuration } from '@toshobin/lending-rules';
import { now, until } from '../ports/clock.ts';
import type { Reservation } from './reservation.ts';

/**
 * The last stretch: whatever left the prefectural library comes home. A copy that never left (cancelled or expired
 * there) is the catalog's to put back. Answers false when the copy turns out to be on loan: a hand-out was heard
 * late. A copy that comes back without having been lent has a time to do so; then somebody should look.
 */
export async function cameHome(reservation: Reservation): Promise<boolean> {
  // A cancellation that is being answered tells the patron first.
  await condition(() => !reservation.mutex.isLocked());
  if (!reservation.hasLeft) return true;
  const settled = () => reservation.reached('home') || reservation.isOnLoan;
  if (!reservation.reached('handedIn')) {
    const { homeWithin } = await reservation.readPolicy();
    if (!(await until(settled, plusDuration(now(), homeWithin), 'the copy should be home'))) {
      reservation.askForAttention('Not picked up, and not home: the copy is to be searched for');
    }
  }
  await condition(settled);
  return reservation.reached('home');
}

/** How it ended, told to the patron; the row that joins the reservation to a person may be deleted from now on. */
export async function closed(reservation: Reservation): Promise<Outcome> {
  // What a branch had no more was handed out, though nobody scanned it.
  const unscanned = reservation.shelfCheckAnswer === 'gone';
  const holdEnds = reservation.atPrefectural ? reservation.holdUntil : reservation.due;
  const outcome = outcomeOf(reservation.position, {
    cancelled: reservation.cancelled,
    expired: reservation.expired,
    holdEnds: unscanned ? undefined : holdEnds?.at,
  });
  await reservation.tellPatron({ milestone: 'closed', outcome });
  return outcome;
}
