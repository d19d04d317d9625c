import { catalog, said } from '../ports/ports.ts';
import { joinAgain } from './begin.ts';
import type { Reservation } from './reservation.ts';

/** Asks the catalog how the reservation stands, and believes it; false: it knows no such reservation. */
export async function askCatalog(reservation: Reservation): Promise<boolean> {
  const before = reservation.version;
  const found = await said(catalog.positionOf, 'how does it stand?')({ reservationId: reservation.id });
  reservation.learn(found, before);
  return found.standing !== null;
}

/**
 * `reconcile`: looks again at what the databases say and goes on from there. They are the truth of what is and what was
 * done; this process only of what is still to be done. A catalog that was restored to before the reservation has it
 * join its queue again, at the place that its application gives it.
 */
export async function lookAgain(reservation: Reservation): Promise<void> {
  reservation.forgetAll();
  const isKnown = await askCatalog(reservation);
  // Before its admission the reservation is on its way to the catalog.
  if (!isKnown && reservation.admission !== undefined) await joinAgain(reservation);
}
