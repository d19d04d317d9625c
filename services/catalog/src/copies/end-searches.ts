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
import type { Transaction } from '../database.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { tellIfUnservable } from '../queue/tell-if-unservable.ts';
import { withCopy } from '../queue/with-copy.ts';

const Ids = z.array(z.object({ id: z.bigint() }));

/** Copies that are searched for, in the order of their ids. */
export async function searchedCopies(deps: CatalogDeps, after: bigint, atMost: number): Promise<bigint[]> {
  const rows = await deps.db.$queryRaw`
    SELECT id FROM copy WHERE condition = 'searching' AND id > ${after} ORDER BY id LIMIT ${atMost}`;
  return Ids.parse(rows).map(({ id }) => id);
}

/**
 * Declares a copy missing that was not found within the time of the policy: nobody searches on, and if that was the
 * last copy, those who wait are told. One transaction; answers whether its search ended.
 */
export async function endSearch(deps: CatalogDeps, id: bigint, at: Instant): Promise<boolean> {
  const policy = await policyInForce(deps.db);
  const found = await deps.db.copy.findUniqueOrThrow({ where: { id }, select: { id: true, recordId: true } });
  return withCopy(deps, found, async (tx, { recordId, barcode, condition }) => {
    if (condition !== 'searching' || !(await isOver(tx, id, policy.searchFor, at))) return false;
    await tx.copy.update({ where: { id }, data: { condition: 'missing' } });
    await clearTasks(tx, { kinds: ['searchCopy'], subject: { barcode }, by: 'process', at });
    await tellIfUnservable(tx, recordId, 'copyMissing', new Date(at));
    return true;
  });
}

/** Whether the copy was searched for long enough since it was last missed at its shelf. */
async function isOver(tx: Transaction, copyId: bigint, searchFor: Duration, at: Instant): Promise<boolean> {
  const missed = await tx.scan.findFirst({
    where: { copyId, kind: 'notOnShelf', voids: null },
    orderBy: { sequence: 'desc' },
    select: { occurredAt: true },
  });
  return missed !== null && isAfter(at, deadlineAfter(instantFromDate(missed.occurredAt), searchFor).at);
}
