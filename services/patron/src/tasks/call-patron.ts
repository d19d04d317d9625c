import type { TaskWhy } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import { clearTasks, openTask } from '@toshobin/tasks';
import type { Transaction } from '../database.ts';

/** R2, R6. No mail reaches the patron of a reservation: the desk telephones. One open task a reservation. */
export async function callPatron(
  tx: Transaction,
  { reservationId, why, at }: { reservationId: string; why: TaskWhy; at: Instant },
): Promise<void> {
  await openTask(tx, { kind: 'callPatron', subject: { reservationId }, why, at });
}

/** The call is settled: the patron knows, or its news is no longer so (handed out, ended, back in the queue). */
export async function nobodyToCall(
  tx: Transaction,
  { reservationId, at }: { reservationId: string; at: Instant },
): Promise<void> {
  await clearTasks(tx, { kinds: ['callPatron'], subject: { reservationId }, by: 'process', at });
}
