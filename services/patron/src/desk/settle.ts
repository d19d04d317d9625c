import { allow, refuse } from '@toshobin/lending-rules';
import { settleTask } from '@toshobin/tasks';
import { cardTaskSettled } from '../card-applications/card-task-settled.ts';
import { inTransaction, type Transaction } from '../database.ts';
import type { Answers } from '../patron-deps.ts';
import { patronReached } from './patron-reached.ts';

/**
 * Staff have done a task. Repeated it answers the same. With `reached` a patron whom no mail reaches was told on the
 * telephone: a hold begins that day (R6), which nothing takes back; nor is it known any more whose card was posted, or what
 * renewal was seen to. A check of an application is answered the same and stays open: it is done when the application is
 * decided (R1). Refuses NOT_FOUND.
 */
export const settle: Answers<'settleTask'> = async (deps, request) => {
  const { taskId, at, by } = request;
  const forGood = ['postCard', 'renewCard', ...(request.reached ? (['callPatron'] as const) : [])] as const;
  const settled = await inTransaction(deps, async (tx) => {
    if (await staysOpen(tx, taskId)) return { mayReopen: false };
    const done = await settleTask(tx, { taskId, account: by.account, at: new Date(at), forGood });
    if (done !== undefined) await cardTaskSettled(tx, done.task);
    if (done !== undefined && !done.already && request.reached) await patronReached(deps, tx, done.task, at);
    return done;
  });
  return settled === undefined ? refuse('NOT_FOUND') : allow({ settled: true, mayReopen: settled.mayReopen });
};

/** R1. The process waits for the word on the application: settled without it, the desk would see nothing to do. */
async function staysOpen(tx: Transaction, taskId: string): Promise<boolean> {
  const open = { id: taskId, kind: 'checkIdentity', clearedAt: null };
  const check = await tx.task.findFirst({ where: open, select: { applicationId: true } });
  if (!check?.applicationId) return false;
  const undecided = { id: check.applicationId, state: 'applied' as const };
  return (await tx.cardApplication.count({ where: undecided })) > 0;
}
