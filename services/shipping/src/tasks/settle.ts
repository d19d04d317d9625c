import { allow, type Decision, type Instant, refuse } from '@toshobin/lending-rules';
import { settleTask } from '@toshobin/tasks';
import type { Shipping } from '../shipping.ts';

/** Staff have done a task; repeated it answers the same. Refuses NOT_FOUND. */
export async function settle(
  shipping: Shipping,
  done: { taskId: string; at: Instant; by: { account: string } },
): Promise<Decision<{ settled: true }>> {
  const { taskId, by, at } = done;
  const settled = await settleTask(shipping.db, { taskId, account: by.account, at: new Date(at) });
  return settled === undefined ? refuse('NOT_FOUND') : allow({ settled: true });
}
