import type { CatalogDeps } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import { tellIfWaitingChanged } from './tell-if-waiting-changed.ts';

/**
 * Does work on a title with its queue locked: joining, leaving, allocating and extending go one after the other. This
 * lock always comes before a copy's, never after it. At the end the others are told when somebody waits now and nobody
 * did, or the other way round (R8). A record that we don't have is a fault.
 */
export async function withTitle<T>(
  { now }: Pick<CatalogDeps, 'now'>,
  tx: Transaction,
  recordId: bigint,
  work: () => Promise<T>,
): Promise<T> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM bibliographic_record WHERE id = ${recordId} FOR NO KEY UPDATE`;
  if (rows.length === 0) throw new Error(`There is no record ${recordId}`);
  const result = await work();
  await tellIfWaitingChanged(tx, recordId, new Date(now()));
  return result;
}
