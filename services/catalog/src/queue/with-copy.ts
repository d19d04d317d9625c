import type { CatalogDeps } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import { inTransaction } from '../ledger/in-transaction.ts';
import { type LockedCopy, lockCopy } from '../ledger/lock-copy.ts';
import { withTitle } from './with-title.ts';

/** One transaction with the queue of a title locked, and then a copy of it. */
export function withCopy<T>(
  deps: CatalogDeps,
  { id, recordId }: Pick<LockedCopy, 'id' | 'recordId'>,
  work: (tx: Transaction, copy: LockedCopy) => Promise<T>,
): Promise<T> {
  return inTransaction(deps, (tx) =>
    withTitle(deps, tx, recordId, async () => work(tx, await lockCopy(tx, id))),
  );
}
