import { SAYS_READY, TELLS_THE_END } from '@toshobin/contracts';
import { instantFromDate, isOfCopy, thereOrHandedOut } from '@toshobin/lending-rules';
import type { Database, Transaction } from '../database.ts';
import type { Carries } from '../patron-deps.ts';
import { mayHaveSlot } from '../slots/wake-waiting.ts';

/**
 * What a process asks here: whether (and since when) the patron was, or is being, told that the copy of that allocation
 * is ready, and whether it still waits for a loan slot. It does not where one is free, also when nobody was told of it:
 * the limit was raised.
 */
export const positionOf: Carries<'positionOf'> = async ({ db }, query) => {
  const { reservationId, allocation } = query;
  const [row, wait] = await Promise.all([
    db.application.findUnique({ where: { reservationId } }),
    db.loanSlotWait.findFirst({ where: { reservationId, wokenAt: null } }),
  ]);
  const waitsForSlot = wait !== null && !(await mayHaveSlot(db, wait.patronId)).includes(reservationId);
  if (!row || !thereOrHandedOut.has(row.state) || !isOfCopy(row, allocation))
    return { toldReady: false, waitsForSlot };
  const told = await db.notice.findFirst({
    where: {
      reservationId,
      kind: { in: [...SAYS_READY] },
      occasion: String(row.journey),
      status: { not: 'overtaken' },
    },
    orderBy: { createdAt: 'asc' },
  });
  if (told === null) return { toldReady: false, waitsForSlot };
  return { toldReady: true, toldReadyAt: instantFromDate(told.createdAt), waitsForSlot };
};

/** Whether the patron was told that it had ended. */
export async function endWasTold(db: Database | Transaction, reservationId: string): Promise<boolean> {
  const kind = { in: [...TELLS_THE_END] };
  return (await db.notice.count({ where: { reservationId, kind } })) > 0;
}
