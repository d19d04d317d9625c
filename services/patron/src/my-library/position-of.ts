import type { PatronPosition } from '@toshobin/contracts';
import { deadlineOrNull } from '../dates.ts';
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
  const [notice, waiting] = await Promise.all([
    db.notice.findFirst({
      where: {
        reservationId,
        kind: 'readyAtPrefectural',
        occasion: String(allocation),
        status: { in: ['sent', 'told'] },
      },
    }),
    db.loanSlotWait.count({ where: { reservationId, wokenAt: null } }),
  ]);
  const holdUntil = notice && deadlineOrNull(notice.holdDate, notice.holdAt);
  return { ...(holdUntil ? { holdUntil } : {}), waitsForSlot: waiting > 0 };
}
