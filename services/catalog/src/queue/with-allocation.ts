import type { CatalogDeps } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import { inTransaction } from '../ledger/in-transaction.ts';
import { type Journey, journeyOf } from '../ledger/journey.ts';
import { lockCopy } from '../ledger/lock-copy.ts';
import { changed } from '../ledger/tell-changed.ts';
import { withTitle } from './with-title.ts';

/**
 * Runs a command on an allocation in one transaction, its title's queue and its copy locked (in that order). A number
 * that is not this reservation's was lost with a restore of this database: that is an answer, since the process that
 * still knows it will look again, and asking for ever would bring nothing.
 */
export async function withAllocation<T>(
  deps: CatalogDeps,
  which: { reservationId: string; allocation: number },
  work: (tx: Transaction, journey: Journey) => Promise<T>,
  ifUnknown: (tx: Transaction) => T | Promise<T>,
): Promise<T> {
  return inTransaction(deps, async (tx) => {
    const named = await tx.allocation.findUnique({
      where: { number: which.allocation },
      include: { entry: { select: { recordId: true } } },
    });
    const recordId = named?.entry.recordId;
    if (named?.reservationId !== which.reservationId || recordId == null) return ifUnknown(tx);
    changed(tx, which.reservationId);
    return withTitle(deps, tx, recordId, async () => {
      await lockCopy(tx, named.copyId);
      const journey = await journeyOf(tx, which.allocation);
      if (journey === undefined) throw new Error(`Allocation ${which.allocation} has gone`);
      return work(tx, journey);
    });
  });
}
