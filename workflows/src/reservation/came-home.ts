import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { type Outcome, plusDuration } from '@toshobin/lending-rules';
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
    const at = reservation.copy?.returnLibrary ?? 'a library';
    reservation.tellOperators(`Handed in at ${at}, on its way home`);
    return here.waitFor();
  }
  // A cancellation that is being answered tells the patron first.
  await here.waitFor(() => !reservation.mutex.isLocked());
  reservation.tellOperators('Not lent, on its way home');
  if (reservation.state?.ended === null && !reservation.done.readyAt && !reservation.done.toldDelayed) {
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
  const outcome = reservation.state?.ended ?? 'cancelled';
  await reservation.tellPatron({ milestone: 'closed', outcome });
  return outcome;
}

/**
 * A copy that was sent back unasked, and that nobody could pick up: the library's doing while its hold had not ended,
 * not picked up afterwards. Never silent.
 */
async function unaskedReturnTold(reservation: Reservation): Promise<void> {
  const { state, atPrefectural, toldEnd } = reservation;
  if (atPrefectural || toldEnd || !reservation.reached('home')) return;
  const until = reservation.holdEnds;
  if (state?.ended === 'expired' && until) {
    reservation.toldEnd = true;
    await reservation.tellPatron({ milestone: 'expired', until: until.date, comesHome: true });
  } else if (state?.ended === 'cancelled') {
    reservation.toldEnd = true;
    await reservation.tellPatron({ milestone: 'cancelled', by: 'library', reason: 'library' });
  }
}
