import { catalog, patron } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';

/** Asks the catalog how the reservation stands, and believes it. */
export async function askCatalog(reservation: Reservation): Promise<void> {
  const before = reservation.version;
  const { standing } = await catalog.positionOf({ reservationId: reservation.id });
  reservation.believe(standing, before);
}

/**
 * `reconcile`: looks again at what the databases say and goes on from there. They are the truth of what is; this
 * process only of what is still to be done.
 */
export async function lookAgain(reservation: Reservation): Promise<void> {
  await askCatalog(reservation);
  // A slot may have come free unheard: whoever needs one asks.
  reservation.loanSlotMayBeFree = true;
  // Its mail was dropped: told again, it goes out.
  if (!isToldReady(reservation)) return;
  const { toldReady } = await patron.positionOf(reservation.key);
  if (!toldReady) delete reservation.done.readyAt;
}

/** The patron was told that the copy can be picked up, and has not done so. */
export function isToldReady({ state, done }: Reservation): boolean {
  return state?.stage === 'held' && done.readyAt !== undefined;
}
