import type { catalogApi } from '@toshobin/contracts';
import { allow, type Decision, instantFromDate, isWithdrawal, refuse } from '@toshobin/lending-rules';
import type { z } from 'zod';
import type { CatalogDeps } from '../catalog-deps.ts';
import { factOf } from '../ledger/journey.ts';
import { loadLedgers } from '../ledger/load-ledgers.ts';
import { wishAnswers } from '../ledger/wish-answers.ts';

type ReservationInCatalog = z.output<typeof catalogApi.readReservation.answer>;
type ReservationId = ReservationInCatalog['reservationId'];

/** What the catalog knows of a reservation: its place, its copy and every fact. Refuses NOT_FOUND. */
export async function readReservation(
  deps: CatalogDeps,
  reservationId: ReservationId,
): Promise<Decision<ReservationInCatalog>> {
  const loaded = (await loadLedgers(deps.db, [reservationId])).get(reservationId);
  if (loaded === undefined) return refuse('NOT_FOUND');
  const { entry, copy } = loaded.ledger;
  // One that was withdrawn is its own no more.
  const own = copy === undefined || isWithdrawal(copy.ending) ? undefined : copy;
  const [allocations, pickupChanges] = await Promise.all([
    deps.db.allocation.findMany({
      where: { reservationId },
      include: { copy: { select: { barcode: true } } },
      orderBy: { number: 'asc' },
    }),
    pickupChangesOf(deps, reservationId),
  ]);
  const scans = await deps.db.scan.findMany({
    where: {
      allocation: { in: allocations.map(({ number }) => number) },
      kind: { notIn: ['notOnShelf', 'lost'] },
    },
    orderBy: { sequence: 'asc' },
  });
  return allow({
    reservationId,
    entry: entry.state,
    state: loaded.present.state,
    pickupLibrary: entry.pickupLibrary,
    barcode: allocations.find(({ number }) => number === own?.allocation)?.copy.barcode ?? null,
    allocation: own?.allocation ?? null,
    due: own?.loan?.due ?? null,
    facts: own?.facts.map(({ fact }) => fact) ?? [],
    scans: scans.map(({ factId, account, reason }) => ({ factId, account, reason })),
    ended: allocations.flatMap(({ copy, closedAt, ending, number: allocation }) => {
      if (!closedAt || !ending) return [];
      const facts = scans.filter((scan) => scan.allocation === allocation).map(factOf);
      return [{ barcode: copy.barcode, allocation, endedAt: instantFromDate(closedAt), ending, facts }];
    }),
    pickupChanges,
  });
}

/** What was answered to the wishes for another library, and was not taken back by shipping. */
async function pickupChangesOf(
  deps: CatalogDeps,
  reservationId: string,
): Promise<ReservationInCatalog['pickupChanges']> {
  const wishes = await deps.db.wish.findMany({ where: { reservationId }, select: { answer: true } });
  return wishes.flatMap(({ answer }) => {
    const read = wishAnswers.changePickup.safeParse(answer).data;
    return read?.ok && read.value.moved ? [read.value.moved] : [];
  });
}
