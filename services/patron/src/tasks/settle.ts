import { allow, type Decision, type Instant, refuse } from '@toshobin/lending-rules';
import { settleTask } from '@toshobin/tasks';
import type { PatronDeps } from '../patron-deps.ts';

/** Staff have done a task. Repeated it answers the same. Refuses NOT_FOUND. */
export async function settle(
  deps: PatronDeps,
  request: { taskId: string; at: Instant; by: { account: string }; reached?: boolean | undefined },
): Promise<Decision<{ settled: true }>> {
  const { taskId, at, by } = request;
  const settled = await settleTask(deps.db, { taskId, account: by.account, at: new Date(at) });
  return settled === undefined ? refuse('NOT_FOUND') : allow({ settled: true });
}
