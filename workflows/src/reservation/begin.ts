import { catalog, patron, said, WAITED_FOR } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';

/**
 * Where a process begins. With the application the reservation is admitted: it gets its place in the queue, or the
 * catalog's refusal (R4). The application was written before (R1–R3, R16), so the patron waits for this one command;
 * row and mail follow after the answer. A process that is begun anew has the reservation's id alone, and asks the
 * catalog how it stands.
 */
export async function begin(reservation: Reservation): Promise<void> {
  const { applied, reservationId } = reservation.request;
  if (applied) return admitted(reservation, applied);
  const before = reservation.version;
  const found = await said(catalog.positionOf, 'how does it stand?')({ reservationId, toBegin: true });
  const { standing, position, pickupLibraryName } = found;
  if (standing === null) return joinAgain(reservation);
  reservation.goesOn(found, before);
  reservation.pickupLibraryName = pickupLibraryName ?? reservation.pickupLibrary;
  const { refusal, copy } = standing.state;
  reservation.admission = refusal
    ? { admitted: false, refusal: { code: refusal } }
    : { admitted: true, position: position ?? 1, ready: copy !== null };
}

/** The catalog does not know the reservation (any more): its application admits it; without one nobody knows it. */
export async function joinAgain(reservation: Reservation): Promise<void> {
  const { reservationId } = reservation.request;
  const [request] = await said(patron.requestsOf, 'its application')({ reservationIds: [reservationId] });
  if (request === undefined) reservation.isUnknown();
  return admitted(reservation, request?.applied);
}

/** A refusal stands in the ledger like any end, and is told as one. */
async function admitted(reservation: Reservation, applied: Reservation['request']['applied']): Promise<void> {
  const { reservationId, pickupLibrary } = reservation.request;
  if (applied === undefined) {
    reservation.admission = { admitted: false, refusal: { code: 'NOT_FOUND' } };
    return;
  }
  const { recordId, channel, appliedAt: joinedAt } = applied;
  const join = { reservationId, recordId, pickupLibrary, channel, joinedAt };
  const answer = await reservation.obey(said(catalog.joinQueue, 'joins the queue', WAITED_FOR)(join));
  if (answer.ok) {
    const { position, allocation } = answer.value;
    reservation.admission = { admitted: true, position, ready: allocation !== undefined };
  } else if (reservation.state?.ended === 'rejected') {
    reservation.admission = { admitted: false, refusal: answer.refusal };
  } else {
    // The reservation has left the queue since; its copy may still be away.
    reservation.admission = { admitted: true, position: 1, ready: false };
  }
}
