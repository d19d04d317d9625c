import { isAfter, laterDeadline } from '@toshobin/lending-rules';
import { now } from '../ports/clock.ts';
import { catalog, patron, shipping } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';

/**
 * Asks the catalog, the owner of where a copy is and whose, and learns what it answers. Facts that were missed are
 * learnt, known ones change nothing; what was heard while the question was on its way is newer than its answer.
 */
export async function askCatalog(reservation: Reservation): Promise<void> {
  const { allocationNumber: asked, withdrawn } = reservation;
  const found = await catalog.positionOf({ reservationId: reservation.id });
  const { entry, allocation, resumesOn } = found;
  // What was heard meanwhile is newer than this answer.
  const isNews = reservation.allocationNumber !== asked || reservation.withdrawn !== withdrawn;
  const isOlder = (number: number) =>
    number < reservation.allocationNumber || number <= reservation.withdrawn;
  if (allocation && !(isNews && isOlder(allocation.allocation))) reservation.believe(allocation);
  // In the queue again although a copy was known here: that it was taken away, or passed on (R15), was missed.
  if (entry === 'waiting' && asked > 0) reservation.loseCopy(asked, 'notOnShelf', false);
  if (entry === 'suspended' && asked > 0) reservation.loseCopy(asked, 'passedOn', false);
  if (entry === 'suspended' && !isNews) reservation.suspend(resumesOn ?? null);
  if (entry === 'waiting' && !isNews) delete reservation.suspended;
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
  // A slot may have come free unheard: whoever needs one asks.
  reservation.loanSlotMayBeFree = true;
  // What was handed out has arrived, and its dates are the catalog's.
  if (!reservation.hasCopy || reservation.reached('handedOut')) return;
  if (reservation.done.readyAt !== undefined) await learnWhetherTold(reservation);
  if (reservation.atPrefectural) return;
  reservation.recall(await shipping.parcelFactsOf(reservation.key));
  // The branch is asked once its hold has ended (R9).
  if (!reservation.due || isAfter(reservation.due.at, now())) return;
  const { answer } = await shipping.shelfCheckOf(reservation.key);
  if (answer) reservation.shelfCheckAnswer ??= answer;
}

/** Its mail was dropped: told again, it goes out. Of two copies that were swapped, the mail named the other one. */
async function learnWhetherTold(reservation: Reservation): Promise<void> {
  const { holdUntil, toldReady } = await patron.positionOf(reservation.key);
  if (holdUntil) reservation.holdUntil ??= holdUntil;
  const isSwapped = reservation.allocation?.insteadOf !== undefined;
  if (!toldReady && !reservation.position.onReturnLeg && !isSwapped) delete reservation.done.readyAt;
}
