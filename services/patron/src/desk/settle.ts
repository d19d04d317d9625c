import { allow, refuse } from '@toshobin/lending-rules';
import { settleTask } from '@toshobin/tasks';
import { cardTaskSettled } from '../card-applications/card-task-settled.ts';
import { inTransaction, type Transaction } from '../database.ts';
import type { Answers } from '../patron-deps.ts';
import { patronReached } from './patron-reached.ts';

/**
 * Staff have done a task. Repeated it answers the same. With `reached` they have told a patron on the telephone whom no
 * mail reaches: a hold begins that day (R6), which nothing takes back; nor does anybody know any more whose card was
 * posted, or whose renewal was done. A check of an application is answered the same and stays open: it is done when the
 * application is decided (R1). Refuses NOT_FOUND.
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

/** R1. Whether the process waits for the word on the application: a settled task would hide that from the desk. */
async function staysOpen(tx: Transaction, taskId: string): Promise<boolean> {
  const open = { id: taskId, kind: 'checkIdentity', clearedAt: null };
  const check = await tx.task.findFirst({ where: open, select: { applicationId: true } });
  if (!check?.applicationId) return false;
  const undecided = { id: check.applicationId, state: 'applied' as const };
  return (await tx.cardApplication.count({ where: undecided })) > 0;
}
