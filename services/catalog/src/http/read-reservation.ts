import type { catalogApi } from '@toshobin/contracts';
import { allow, type Decision, instantFromDate, refuse } from '@toshobin/lending-rules';
import type { z } from 'zod';
import type { CatalogDeps } from '../catalog-deps.ts';
import { loadLedgers } from '../ledger/load-ledgers.ts';
import { positionOfReservation } from '../queue/position-of.ts';

type ReservationInCatalog = z.output<typeof catalogApi.readReservation.answer>;
type ReservationId = ReservationInCatalog['reservationId'];

/** What the catalog knows of a reservation: its place, its copy and every fact. Refuses NOT_FOUND. */
export async function readReservation(
  deps: CatalogDeps,
  reservationId: ReservationId,
): Promise<Decision<ReservationInCatalog>> {
  const entry = await deps.db.queueEntry.findUnique({ where: { reservationId } });
  const ledger = (await loadLedgers(deps.db, [reservationId])).get(reservationId);
  if (entry === null || ledger === undefined) return refuse('NOT_FOUND');
  const position = await positionOfReservation(deps.db, reservationId);
  const factIds = position.facts.map(({ factId }) => factId);
  const [scans, ended] = await Promise.all([
    deps.db.scan.findMany({
      where: { factId: { in: factIds } },
      select: { factId: true, account: true, reason: true },
    }),
    deps.db.allocation.findMany({
      where: { reservationId, closedAt: { not: null } },
      include: { copy: { select: { barcode: true } } },
      orderBy: { number: 'asc' },
    }),
  ]);
  return allow({
    reservationId,
    entry: entry.state,
    state: ledger.present.state,
    pickupLibrary: entry.pickupLibrary,
    barcode: position.allocation?.barcode ?? null,
    allocation: position.allocation?.allocation ?? null,
    due: position.due ?? null,
    facts: position.facts,
    scans,
    ended: ended.flatMap(({ copy, closedAt, ending }) =>
      closedAt && ending ? [{ barcode: copy.barcode, endedAt: instantFromDate(closedAt), ending }] : [],
    ),
  });
}
