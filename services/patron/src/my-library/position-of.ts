import type { PatronPosition } from '@toshobin/contracts';
import { SAYS_READY } from '../notices/notice-kinds.ts';
import type { PatronDeps } from '../patron-deps.ts';

/**
 * What a process asks of here: whether the patron was, or is being, told that the copy of that allocation is ready, and
 * whether it waits for a loan slot still.
 */
export async function positionOf(
  { db }: PatronDeps,
  query: { reservationId: string; allocation: number },
): Promise<PatronPosition> {
  const { reservationId, allocation } = query;
  const [notices, waiting, ready] = await Promise.all([
    db.notice.findMany({
      where: { reservationId, kind: { in: [...SAYS_READY] }, occasion: String(allocation) },
    }),
    db.loanSlotWait.count({ where: { reservationId, wokenAt: null } }),
    db.application.count({ where: { reservationId, state: 'ready' } }),
  ]);
  const toldReady = ready > 0 && notices.some(({ status }) => status !== 'overtaken');
  return { toldReady, waitsForSlot: waiting > 0 };
}
