import type { Reservation } from './reservation.ts';
import type { AtStage } from './stage.ts';

/**
 * A copy is chosen; until it is taken from its shelf, or is its own no more (not on the shelf, withdrawn).
 */
export async function copyFetched(reservation: Reservation, here: AtStage): Promise<void> {
  reservation.tellOperators(`Copy ${reservation.allocation?.barcode} is to be fetched from its shelf`);
  await here.waitFor();
}

/**
 * That a copy is being prepared, once for each, wherever its scans have taken it meanwhile. The first mail says that the
 * reservation was accepted, a later one that its turn has come.
 */
export async function toldPrepared(reservation: Reservation): Promise<void> {
  reservation.done.toldPrepared = true;
  const { toldAccepted, waited } = reservation;
  reservation.toldAccepted = true;
  reservation.waited = false;
  await reservation.tellPatron({
    milestone: 'allocated',
    mail: toldAccepted ? (waited ? 'yourTurn' : 'none') : 'accepted',
  });
}
