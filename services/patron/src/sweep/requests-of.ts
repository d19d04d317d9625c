import type { ReservationRequest } from '@toshobin/contracts';
import { instantFromDate, type ReservationState } from '@toshobin/lending-rules';
import type { Application, Database } from '../database.ts';
import { findLibrary } from '../libraries/find-library.ts';

/** The start of an application's process: neither person nor title. */
export async function requestOf(db: Database, application: Application): Promise<ReservationRequest> {
  const { pickupLibrary, channel } = application;
  const library = await findLibrary(db, pickupLibrary);
  return {
    reservationId: application.reservationId,
    pickupLibrary,
    pickupLibraryName: library?.name ?? pickupLibrary,
    applied: {
      recordId: String(application.recordId),
      channel,
      appliedAt: instantFromDate(application.appliedAt),
    },
  };
}

/**
 * The requests of reservations whose process is gone; closed and erased ones are left out, and counter loans that are
 * not lent yet.
 */
export async function requestsOf(
  db: Database,
  { reservationIds }: { reservationIds: readonly string[] },
): Promise<ReservationRequest[]> {
  const applications = await db.application.findMany({
    where: {
      reservationId: { in: [...reservationIds] },
      outcome: null,
      NOT: { channel: 'counter', state: 'requested' satisfies ReservationState },
    },
    orderBy: { reservationId: 'asc' },
  });
  return Promise.all(applications.map((application) => requestOf(db, application)));
}
