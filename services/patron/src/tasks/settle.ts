import { allow, type Decision, type Instant, refuse } from '@toshobin/lending-rules';
import { settleTask } from '@toshobin/tasks';
import { cardTaskSettled } from '../card-applications/card-task-settled.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { patronReached } from './patron-reached.ts';

/**
 * Staff have done a task. Repeated it answers the same. With `reached` a patron whom no mail reaches was told on the
 * telephone: a hold begins that day (R6). Refuses NOT_FOUND.
 */
export async function settle(
  deps: PatronDeps,
  request: { taskId: string; at: Instant; by: { account: string }; reached?: boolean | undefined },
): Promise<Decision<{ settled: true }>> {
  const { taskId, at, by } = request;
  const settled = await deps.db.$transaction(async (tx) => {
    const done = await settleTask(tx, { taskId, account: by.account, at: new Date(at) });
    if (done !== undefined) await cardTaskSettled(tx, done.task);
    if (done !== undefined && !done.already && request.reached) await patronReached(deps, tx, done.task, at);
    return done;
  });
  if (request.reached) deps.wake('outbox');
  return settled === undefined ? refuse('NOT_FOUND') : allow({ settled: true });
}
