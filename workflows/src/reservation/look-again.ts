import { laterDeadline } from '@toshobin/lending-rules';
import { catalog, patron, shipping } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';

/**
 * Asks the catalog, the owner of where a copy is and whose, and learns what it answers. Facts that were missed are
 * learnt, known ones change nothing; what was heard while the question was on its way is newer than its answer.
 */
export async function askCatalog(reservation: Reservation): Promise<void> {
  const asked = reservation.allocationNumber;
  const found = await catalog.positionOf({ reservationId: reservation.id });
  if (found.allocation) reservation.believe(found.allocation);
  // Waiting again although a copy was known here: that it was taken away was missed.
  if (found.entry === 'waiting' && asked > 0) reservation.loseCopy(asked, 'notOnShelf', false);
  // R15: passed on to who joined the queue.
  if (found.entry === 'suspended' && reservation.hasCopy) {
    reservation.suspended = { until: null };
    reservation.loseCopy(asked, 'passedOn', false);
  }
  if (found.lost) reservation.lost = true;
  if (found.pickupLibrary && found.pickupLibrary !== reservation.pickupLibrary) {
    reservation.pickUpAt(found.pickupLibrary, found.pickupLibrary);
  }
  reservation.recall(found.facts);
  if (found.due) reservation.due = reservation.due ? laterDeadline(reservation.due, found.due) : found.due;
}

/**
 * `reconcile`: looks again at what the databases say and goes on from there. They are the truth of what is; this
 * process only of what is still to be done.
 */
export async function lookAgain(reservation: Reservation): Promise<void> {
  await askCatalog(reservation);
  // A slot may have come free unheard: asking again costs nothing.
  reservation.loanSlotMayBeFree = true;
  if (!reservation.allocation) return;
  const { holdUntil } = await patron.positionOf(reservation.key);
  if (holdUntil) reservation.holdUntil ??= holdUntil;
  if (reservation.atPrefectural) return;
  reservation.recall(await shipping.parcelFactsOf(reservation.key));
  const { answer } = await shipping.shelfCheckOf(reservation.key);
  if (answer) reservation.shelfCheckAnswer ??= answer;
}
