import type { catalogApi } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import type { z } from 'zod';
import type { CatalogDeps } from '../catalog-deps.ts';
import { positionOfReservation } from '../queue/position-of.ts';

type ReservationInCatalog = z.output<typeof catalogApi.readReservation.answer>;
type ReservationId = ReservationInCatalog['reservationId'];

/** What the catalog knows of a reservation: its place, its copy and every fact. Refuses NOT_FOUND. */
export async function readReservation(
  deps: CatalogDeps,
  reservationId: ReservationId,
): Promise<Decision<ReservationInCatalog>> {
  const entry = await deps.db.queueEntry.findUnique({ where: { reservationId } });
  if (entry === null) return refuse('NOT_FOUND');
  const position = await positionOfReservation(deps.db, reservationId);
  return allow({
    reservationId,
    entry: entry.state,
    pickupLibrary: entry.pickupLibrary,
    barcode: position.allocation?.barcode ?? null,
    allocation: position.allocation?.allocation ?? null,
    due: position.due ?? null,
    facts: position.facts,
  });
}
