import { catalog } from '../ports/ports.ts';
import { remembered } from './remembered.ts';
import type { Reservation } from './reservation.ts';

/**
 * The admission: the place in the queue, or the catalog's refusal (R4). The application was written before
 * (R1–R3, R16), so the patron waits for this one command; row and mail follow after the answer.
 */
export async function admitted(reservation: Reservation): Promise<boolean> {
  const { reservationId, recordId, pickupLibrary, channel, appliedAt, underWay } = reservation.request;
  reservation.tellOperators('Being admitted to the queue of its title');
  const answer = await reservation.obey(
    catalog.joinQueue({ reservationId, recordId, pickupLibrary, channel, joinedAt: appliedAt }),
  );

  // One that was going on goes on from how it stands, also where it has left the queue: its copy is still away.
  if (!answer.ok && !(underWay && reservation.state)) {
    reservation.admission = { admitted: false, refusal: answer.refusal };
    await reservation.tellPatron({ milestone: 'closed', outcome: 'rejected' });
    return false;
  }
  const { position, ready } = answer.ok
    ? { position: answer.value.position, ready: answer.value.allocation !== undefined }
    : { position: 1, ready: false };
  if (underWay) {
    // It was going on before this process: a counter loan, a return taken back, a process that was lost.
    await remembered(reservation);
  }
  reservation.admission = { admitted: true, position, ready };
  return true;
}
