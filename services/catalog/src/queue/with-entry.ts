import type { CatalogDeps } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import type { QueueEntry } from '../generated/prisma/client.ts';
import { inTransaction } from '../ledger/in-transaction.ts';
import { type Journey, latestJourneyOfReservation } from '../ledger/journey.ts';
import { type LockedCopy, lockCopy } from '../ledger/lock-copy.ts';
import { changed } from '../ledger/tell-changed.ts';
import { withTitle } from './with-title.ts';

/** A reservation that was admitted to the queue of a title. */
type InQueue = QueueEntry & { recordId: bigint };

/** A reservation whose title's queue this transaction has locked, and its copy, if it has one. */
export interface LockedEntry {
  entry: InQueue;
  /** The reservation's latest allocation, open or not, with the copy's row locked. */
  held: { journey: Journey; copy: LockedCopy } | undefined;
}

/**
 * Runs a command on a reservation in one transaction; `undefined` is given for one that never joined a queue, or was
 * refused.
 */
export async function withEntry<T>(
  deps: CatalogDeps,
  reservationId: string,
  work: (tx: Transaction, locked: LockedEntry | undefined) => Promise<T>,
): Promise<T> {
  return inTransaction(deps, async (tx) => {
    const known = await tx.queueEntry.findUnique({ where: { reservationId }, select: { recordId: true } });
    const recordId = known?.recordId;
    if (recordId == null) return work(tx, undefined);
    changed(tx, reservationId);
    return withTitle(deps, tx, recordId, async () =>
      work(tx, await lockedEntry(tx, reservationId, recordId)),
    );
  });
}

async function lockedEntry(tx: Transaction, reservationId: string, recordId: bigint): Promise<LockedEntry> {
  const entry = { ...(await tx.queueEntry.findUniqueOrThrow({ where: { reservationId } })), recordId };
  const latest = await tx.allocation.findFirst({
    where: { reservationId },
    orderBy: { number: 'desc' },
    select: { copyId: true },
  });
  if (latest === null) return { entry, held: undefined };
  const copy = await lockCopy(tx, latest.copyId);
  const journey = await latestJourneyOfReservation(tx, reservationId);
  return { entry, held: journey && { journey, copy } };
}
