import type { TaskWhy } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import { clearTasks, openTask } from '@toshobin/tasks';
import type { Transaction } from '../database.ts';

/** R3. Opens the desk's task about a slot past the limit, once a reservation. */
export async function flagOverLimit(
  tx: Transaction,
  taken: { reservationId: string; slot: number; limit: number; why: TaskWhy; at: Instant },
): Promise<void> {
  if (taken.slot <= taken.limit) return;
  await openTask(tx, {
    kind: 'overLimit',
    subject: { reservationId: taken.reservationId },
    why: taken.why,
    at: taken.at,
  });
}

/** Clears that task: the slot is free again. */
export async function limitKept(
  tx: Transaction,
  { reservationId, at }: { reservationId: string; at: Instant },
): Promise<void> {
  await clearTasks(tx, { kinds: ['overLimit'], subject: { reservationId }, by: 'process', at });
}
