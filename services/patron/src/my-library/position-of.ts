import type { PatronPosition } from '@toshobin/contracts';
import { deadlineOrNull } from '../dates.ts';
import { SAYS_READY } from '../notices/notice-kinds.ts';
import type { PatronDeps } from '../patron-deps.ts';

/**
 * What a process would have heard from here by fact: the end of the hold whose mail was accepted for that allocation
 * (or that was said on the telephone), as closures have moved it since, and whether it waits for a loan slot still.
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
  const hold = notices.find(
    ({ kind, status }) => kind === 'readyAtPrefectural' && (status === 'sent' || status === 'told'),
  );
  const holdUntil = hold && deadlineOrNull(hold.holdDate, hold.holdAt);
  const toldReady = ready > 0 && notices.some(({ status }) => status !== 'overtaken');
  return { ...(holdUntil ? { holdUntil } : {}), toldReady, waitsForSlot: waiting > 0 };
}
