import { inTransaction as commit } from '@toshobin/database';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import { keepAnswer } from './answered-once.ts';
import { tellChanged } from './tell-changed.ts';

/**
 * One transaction of the catalog. The answer to a wish is kept in it; last it writes how the changed reservations
 * stand, and tells the others (tell-changed.ts); the relay hears of the commit.
 */
export async function inTransaction<T>(
  deps: Pick<CatalogDeps, 'db' | 'now' | 'committed' | 'asks' | 'wish'>,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return commit(deps, async (tx: Transaction) => {
    const done = await work(tx);
    await keepAnswer(deps, tx, done);
    await tellChanged(deps, tx);
    return done;
  });
}
