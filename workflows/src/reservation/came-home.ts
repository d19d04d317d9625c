import { condition } from '@temporalio/workflow';
import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { type Outcome, plusDuration } from '@toshobin/lending-rules';
import { now } from '../ports/clock.ts';
import { patron } from '../ports/ports.ts';
import { cancel } from './cancel.ts';
import type { Reservation } from './reservation.ts';
import type { AtStage } from './stage.ts';

/** Who got no answer asks again within this time. */
const ASKED_AGAIN_WITHIN = '1 hour';

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
  await expiryTold(reservation);
  const { arrivedAt, sentBackAt } = reservation.position;
  if (reservation.state?.ended === null && arrivedAt === undefined && !reservation.done.toldDelayed) {
    reservation.done.toldDelayed = true;
    await reservation.tellPatron({ milestone: 'arrivalOverdue' });
  }
  const { homeWithin } = await reservation.readPolicy();
  const { endedAt } = await patron.positionOf(reservation.key);
  const since = endedAt ?? sentBackAt ?? now();
  if (await here.waitUntil(plusDuration(since, homeWithin), 'the copy should be home')) return;
  await reservation.askStaff(
    'searchUnlent',
    PREFECTURAL_LIBRARY,
    'Not picked up, and not home: the copy is to be searched for',
  );
  await here.waitFor();
}

/** How it ended, told to the patron; the row that joins the reservation to a person may be deleted from now on. */
export async function closed(reservation: Reservation): Promise<Outcome> {
  await expiryTold(reservation);
  await cancellationTold(reservation);
  const outcome = reservation.state?.ended ?? 'cancelled';
  await reservation.tellPatron({ milestone: 'closed', outcome });
  return outcome;
}

/** Not picked up: sent back unasked after its hold had ended, or its process was lost before it could say so. */
async function expiryTold(reservation: Reservation): Promise<void> {
  const { state, atPrefectural, toldEnd } = reservation;
  const until = reservation.holdEnds;
  if (toldEnd || state?.ended !== 'expired' || !until) return;
  // The desk has put it back by itself.
  if (atPrefectural && reservation.reached('home')) return;
  reservation.toldEnd = true;
  await reservation.tellPatron({ milestone: 'expired', until: until.date, comesHome: !atPrefectural });
}

/**
 * Never silent. A copy that was sent back unasked, and that nobody could pick up, is the library's doing while its hold
 * had not ended. Where a process was lost in the middle of a cancellation, who asked for it has no answer, asks again and
 * says who cancels.
 */
async function cancellationTold(reservation: Reservation): Promise<void> {
  const { request, mutex } = reservation;
  const isUntold = () => reservation.cancelled && !reservation.toldEnd;
  if (!isUntold() || request.channel === 'counter') return;
  if (reservation.reached('home')) {
    reservation.toldEnd = true;
    return reservation.tellPatron({ milestone: 'cancelled', by: 'library', reason: 'library' });
  }
  if (request.underWay) await condition(() => !isUntold(), ASKED_AGAIN_WITHIN);
  await mutex.runExclusive(async () => {
    const reason = reservation.state?.unservable ?? 'library';
    if (isUntold()) await cancel(reservation, { at: now(), by: 'library', reason });
  });
}
