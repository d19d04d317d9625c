import { rowByRow } from '@toshobin/database';
import { epochMs, instantFromEpochMs } from '@toshobin/lending-rules';
import { inTransaction } from '../database.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { tellOrder } from './tell-order.ts';

const MINUTE = 60_000;
/** So long after the moment at which it was to look, a process is taken to be gone. */
const TAKEN_AS_GONE_AFTER = 10 * MINUTE;
/** So long after it was told in vain, an order is told again. */
const TOLD_AGAIN_AFTER = 60 * MINUTE;
const AT_A_TIME = 100;

/**
 * Tells the orders whose process did not look when it was to (it was ended from outside, or Temporal was set back): the
 * news begins it anew. An order whose telling fails is told by the next sweep, and keeps no other.
 */
export async function tellOverdueOrders(deps: PatronDeps): Promise<void> {
  const now = deps.now();
  const isOverdue = { lookAt: { lt: instantFromEpochMs(epochMs(now) - TAKEN_AS_GONE_AFTER) } };
  const lookAt = instantFromEpochMs(epochMs(now) + TOLD_AGAIN_AFTER - TAKEN_AS_GONE_AFTER);
  const overdue = await deps.db.readingOrder.findMany({
    where: isOverdue,
    orderBy: { lookAt: 'asc' },
    take: AT_A_TIME,
  });
  const left = await rowByRow(overdue, ({ id: orderId }) =>
    inTransaction(deps, async (tx) => {
      // Another sweep may have told the order, or its process has looked meanwhile.
      const { count } = await tx.readingOrder.updateMany({
        where: { id: orderId, ...isOverdue },
        data: { lookAt },
      });
      if (count > 0) await tellOrder(deps, tx, { orderId, at: now });
    }),
  );
  for (const { row, fault } of left)
    deps.log.warn({ err: fault, orderId: row.id }, 'a reading order could not be told, and is tried again');
}
