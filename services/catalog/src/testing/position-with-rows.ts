import type { CatalogActivities } from '@toshobin/contracts';
import { isQueued } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { dueOf } from '../ledger/due-of.ts';
import { latestJourneyOfReservation, wasWithdrawn } from '../ledger/journey.ts';
import { allocationOf } from '../queue/allocation-of.ts';
import { positionOfReservation } from '../queue/position-of.ts';

/** What a process is answered, with the rows beside it: the entry, and the copy that was chosen last. */
export async function positionWithRows(
  tx: Transaction,
  query: Parameters<CatalogActivities['positionOf']>[0],
) {
  const { reservationId } = query;
  const position = await positionOfReservation(tx, query);
  const entry = await tx.queueEntry.findUnique({ where: { reservationId } });
  const last =
    entry === null || isQueued(entry.state) ? undefined : await latestJourneyOfReservation(tx, reservationId);
  const own = last === undefined || wasWithdrawn(last) ? undefined : last;
  return {
    ...position,
    entry: entry?.state ?? ('none' as const),
    pickupLibrary: entry?.pickupLibrary,
    facts: own?.facts ?? [],
    allocation: own && (await allocationOf(tx, own)),
    due: own?.loan ? dueOf(own.loan) : undefined,
  };
}
