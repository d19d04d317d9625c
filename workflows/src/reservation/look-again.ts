import { catalog } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';

/** Asks the catalog how the reservation stands, and believes it. */
export async function askCatalog(reservation: Reservation): Promise<void> {
  const before = reservation.version;
  const { standing } = await catalog.positionOf({ reservationId: reservation.id });
  reservation.believe(standing, before);
}

/**
 * `reconcile`: looks again at what the databases say and goes on from there. They are the truth of what is, also of what
 * was done; this process only of what is still to be done.
 */
export async function lookAgain(reservation: Reservation): Promise<void> {
  reservation.forgetAll();
  await askCatalog(reservation);
}
