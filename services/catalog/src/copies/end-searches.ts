import {
  type Duration,
  deadlineAfter,
  type Instant,
  instantFromDate,
  isAfter,
} from '@toshobin/lending-rules';
import { clearTasks } from '@toshobin/tasks';
import { z } from 'zod';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Tx } from '../open-database.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { tellIfUnservable } from '../queue/tell-if-unservable.ts';
import { withTitle } from '../queue/with-title.ts';
import { lockCopy } from './lock-copy.ts';

const Rows = z.array(z.object({ id: z.bigint(), recordId: z.bigint() }));

/**
 * Copies that were not found within the time of the policy are missing: nobody searches on, and if that was the last
 * copy, those who wait are told. One transaction a copy; answers how many searches ended.
 */
export async function endSearches(deps: CatalogDeps, at: Instant): Promise<number> {
  const { policy } = await policyInForce(deps.db);
  const searched = Rows.parse(
    await deps.db.$queryRaw`
      SELECT id, record_id AS "recordId" FROM copy WHERE condition = 'searching' ORDER BY id`,
  );
  let ended = 0;
  for (const { id, recordId } of searched) {
    const over = await deps.db.$transaction((tx) =>
      withTitle(deps, tx, recordId, async () => {
        const copy = await lockCopy(tx, id);
        if (copy.condition !== 'searching' || !(await isOver(tx, id, policy.searchFor, at))) return false;
        await tx.copy.update({ where: { id }, data: { condition: 'missing' } });
        const subject = { barcode: copy.barcode };
        await clearTasks(tx, { kinds: ['searchCopy'], subject, by: 'process', at: new Date(at) });
        await tellIfUnservable(tx, recordId, 'copyMissing', new Date(at));
        return true;
      }),
    );
    if (over) ended += 1;
  }
  if (ended > 0) deps.committed?.();
  return ended;
}

/** Searched for since it was last missed at its shelf. */
async function isOver(tx: Tx, copyId: bigint, searchFor: Duration, at: Instant): Promise<boolean> {
  const missed = await tx.scan.findFirst({
    where: { copyId, kind: 'notOnShelf', voids: null },
    orderBy: { sequence: 'desc' },
    select: { occurredAt: true },
  });
  return missed !== null && isAfter(at, deadlineAfter(instantFromDate(missed.occurredAt), searchFor).at);
}
