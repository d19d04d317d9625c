import type { CatalogDeps } from '../catalog-deps.ts';
import { inTransaction } from '../ledger/in-transaction.ts';
import { titlesToldOtherwise } from './tell-if-waiting-changed.ts';
import { withTitle } from './with-title.ts';

const PAGE = 200;

/**
 * R8. After a restore of this database or of one that follows it, what the rows say was told may not have been. The
 * others know for which titles somebody waits; they are told anew of each for which that is not so. Answers how many.
 */
export async function tellWaitingAnew(
  deps: Pick<CatalogDeps, 'db' | 'now' | 'committed'>,
  known: readonly bigint[],
): Promise<number> {
  await inTransaction(deps, async (tx) => {
    await tx.$executeRaw`
      UPDATE title_waiting SET waiting = false, changes = changes + 1
      WHERE waiting AND record_id <> ALL(${known}::bigint[])`;
    // A record that is lost with the restore has nobody here who waits for it, and no row to lock.
    await tx.$executeRaw`
      INSERT INTO title_waiting (record_id, waiting)
      SELECT id, true FROM bibliographic_record WHERE id = ANY(${known}::bigint[]) ORDER BY id
      ON CONFLICT (record_id) DO UPDATE SET waiting = true, changes = title_waiting.changes + 1
      WHERE NOT title_waiting.waiting`;
  });
  let told = 0;
  let last = 0n;
  for (;;) {
    const page = await titlesToldOtherwise(deps, last, PAGE);
    for (const recordId of page)
      await inTransaction(deps, (tx) => withTitle(deps, tx, recordId, async () => {}));
    told += page.length;
    last = page.at(-1) ?? last;
    if (page.length < PAGE) return told;
  }
}
