import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { type Outcome, outcomeOf, plusDuration } from '@toshobin/lending-rules';
import { now } from '../ports/clock.ts';
import type { Reservation } from './reservation.ts';
import type { AtStage } from './stage.ts';

/**
 * The last stretch: whatever left the prefectural library comes home. What was handed in is watched by the catalog
 * (R10); a copy that comes back without having been lent has a time to do so, then it is searched for. A hand-out that
 * is heard late makes it a loan all the same.
 */
export async function cameHome(reservation: Reservation, here: AtStage): Promise<void> {
  if (reservation.reached('handedIn')) {
    reservation.tellOperators(`Handed in at ${reservation.returnLibrary ?? 'a library'}, on its way home`);
    return here.waitFor();
  }
  // A cancellation that is being answered tells the patron first.
  await here.waitFor(() => !reservation.mutex.isLocked());
  reservation.tellOperators('Not lent, on its way home');
  const { homeWithin } = await reservation.readPolicy();
  if (await here.waitUntil(plusDuration(now(), homeWithin), 'the copy should be home')) return;
  await reservation.askStaff(
    'searchUnlent',
    PREFECTURAL_LIBRARY,
    'Not picked up, and not home: the copy is to be searched for',
  );
  await here.waitFor();
}

/** How it ended, told to the patron; the row that joins the reservation to a person may be deleted from now on. */
export async function closed(reservation: Reservation): Promise<Outcome> {
  const outcome = howItEnded(reservation);
  await reservation.tellPatron({ milestone: 'closed', outcome });
  return outcome;
}

function howItEnded(reservation: Reservation): Outcome {
  if (reservation.longOverdue) return 'longOverdue';
  if (reservation.lost) return 'lost';
  const neverLent = reservation.request.channel === 'counter' && !reservation.reached('handedOut');
  if (!reservation.hasCopy || (neverLent && !reservation.reached('home'))) return 'cancelled';
  // What a branch had no more was handed out, though nobody scanned it.
  const unscanned = reservation.shelfCheckAnswer === 'gone';
  return outcomeOf(reservation.position, {
    cancelled: reservation.cancelled,
    expired: reservation.expired,
    holdEnds: unscanned ? undefined : reservation.holdEnds?.at,
  });
}
