import { condition } from '@temporalio/workflow';
import type { Reservation } from './reservation.ts';

/**
 * Waits until a copy is chosen and taken from its shelf. A copy that is not on the shelf sends the reservation
 * back to its old place, and another copy is tried. Answers false when the patron cancelled meanwhile.
 */
export async function copyFetched(reservation: Reservation): Promise<boolean> {
  let waited = !reservation.hasCopy;
  let told = waited;
  for (;;) {
    reservation.tellOperators('Waiting in the queue of its title');
    await condition(() => reservation.hasCopy || reservation.cancelled);
    if (reservation.cancelled) return false;

    const tried = reservation.allocationNumber;
    reservation.tellOperators(`Copy ${reservation.allocation?.barcode} is to be fetched from its shelf`);
    if (!reservation.reached('picked')) {
      await reservation.tellPatron({
        milestone: 'allocated',
        mail: told ? (waited ? 'yourTurn' : 'none') : 'accepted',
      });
      told = true;
    }
    await condition(
      () => reservation.reached('picked') || reservation.notOnShelf >= tried || reservation.cancelled,
    );
    if (reservation.cancelled) return false;
    if (reservation.reached('picked') && reservation.notOnShelf < tried) return true;

    waited = !reservation.anotherCopyFollows && !reservation.hasCopy;
    if (waited) await reservation.tellPatron({ milestone: 'queued', mail: 'none' });
  }
}
