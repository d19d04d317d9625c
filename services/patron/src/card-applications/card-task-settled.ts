import type { Task } from '@toshobin/contracts';
import type { Transaction } from '../database.ts';

/**
 * What a settled task about a card means: the card was posted, so that the application knows its patron no more; or the
 * renewal is done. Call it in the transaction that settles a task, whatever its kind. Repeatable.
 */
export async function cardTaskSettled(tx: Transaction, task: Pick<Task, 'kind' | 'subject'>): Promise<void> {
  const { applicationId } = task.subject;
  if (applicationId === undefined) return;
  if (task.kind === 'postCard') {
    await tx.cardApplication.updateMany({ where: { id: applicationId }, data: { patronId: null } });
  }
  if (task.kind === 'renewCard') await tx.cardRenewal.deleteMany({ where: { id: applicationId } });
}
