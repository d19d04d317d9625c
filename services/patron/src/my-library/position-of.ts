import type { PatronPosition } from '@toshobin/contracts';
import { SAYS_READY } from '../notices/notice-kinds.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { isOfCopy } from './is-of-copy.ts';

/**
 * What a process asks of here: whether the patron was, or is being, told that the copy of that allocation is ready, and
 * whether it waits for a loan slot still.
 */
export async function positionOf(
  { db }: PatronDeps,
  query: { reservationId: string; allocation: number },
): Promise<PatronPosition> {
  const { reservationId, allocation } = query;
  const [row, waiting] = await Promise.all([
    db.application.findUnique({ where: { reservationId } }),
    db.loanSlotWait.count({ where: { reservationId, wokenAt: null } }),
  ]);
  const waitsForSlot = waiting > 0;
  if (row === null || !isOfCopy(row, allocation)) return { toldReady: false, waitsForSlot };
  const told = await db.notice.count({
    where: {
      reservationId,
      kind: { in: [...SAYS_READY] },
      occasion: String(row.journey),
      status: { not: 'overtaken' },
    },
  });
  return { toldReady: row.state === 'ready' && told > 0, waitsForSlot };
}
