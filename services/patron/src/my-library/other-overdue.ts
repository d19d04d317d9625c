import { type Instant, isOverdue, withPatron } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { deadlineOrNull } from '../dates.ts';

/**
 * R8. Whether the patron of a reservation has another loan past its due date: handed out, and not handed in. False
 * for a reservation that is unknown.
 */
export async function hasOtherOverdue(
  tx: Transaction,
  { reservationId, at }: { reservationId: string; at: Instant },
): Promise<boolean> {
  const own = await tx.application.findUnique({ where: { reservationId }, select: { patronId: true } });
  if (own === null) return false;
  const others = await tx.application.findMany({
    where: { patronId: own.patronId, reservationId: { not: reservationId }, state: { in: [...withPatron] } },
  });
  return others.some(({ dueDate, dueAt }) => {
    const due = deadlineOrNull(dueDate, dueAt);
    return due !== null && isOverdue({ due, handedOut: true }, at);
  });
}
