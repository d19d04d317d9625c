import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { isAfter, type Outcome, outcomeOf, plusDuration } from '@toshobin/lending-rules';
import { now } from '../ports/clock.ts';
import { shipping } from '../ports/ports.ts';
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
  if (wasSentBackUnasked(reservation) && !reservation.done.readyAt && !reservation.done.toldDelayed) {
    reservation.done.toldDelayed = true;
    await reservation.tellPatron({ milestone: 'arrivalOverdue' });
  }
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
  await unaskedReturnTold(reservation);
  const outcome = howItEnded(reservation);
  await reservation.tellPatron({ milestone: 'closed', outcome, ...reservation.homeScan });
  return outcome;
}

/** Neither lent nor cancelled nor expired, and coming home: the post or the branch sent it back. */
function wasSentBackUnasked(reservation: Reservation): boolean {
  return (
    reservation.hasCopy && !reservation.reached('handedOut') && !reservation.cancelled && !reservation.expired
  );
}

/**
 * A copy that was sent back unasked, and that nobody could pick up: the library's doing while its hold had not ended,
 * not picked up afterwards. Never silent. Who put it into a parcel home is asked of shipping only here.
 */
async function unaskedReturnTold(reservation: Reservation): Promise<void> {
  if (reservation.atPrefectural || !wasSentBackUnasked(reservation) || !reservation.reached('home')) return;
  // What a branch had no more was handed out, though nobody scanned it.
  if (reservation.shelfCheckAnswer === 'gone') return;
  if (!reservation.position.sentBackAt) reservation.recall(await shipping.parcelFactsOf(reservation.key));
  const { sentBackAt } = reservation.position;
  if (!sentBackAt || !wasSentBackUnasked(reservation)) return;
  const end = reservation.holdEnds;
  if (end && isAfter(sentBackAt, end.at)) {
    reservation.expired = true;
    await reservation.tellPatron({ milestone: 'expired', until: end.date, comesHome: true });
  } else {
    reservation.cancelledBy = 'library';
    await reservation.tellPatron({ milestone: 'cancelled', by: 'library', reason: 'library' });
  }
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
