import { type Deadline, graceAfterExpiry } from '@toshobin/lending-rules';
import { libraryNamed, readPlanning } from '../dispatch-days/read-planning.ts';
import { instantOf } from '../facts/write-copy-fact.ts';
import type { Shipping } from '../shipping.ts';

/** R9. What the branch answered about this copy of the reservation, if it did; when it is gone, the end of its grace. */
export async function shelfCheckOf(
  shipping: Shipping,
  { reservationId, allocation }: { reservationId: string; allocation: number },
): Promise<{ answer?: 'here' | 'gone'; graceUntil?: Deadline }> {
  const check = await shipping.db.shelfCheck.findUnique({
    where: { reservationId_allocation: { reservationId, allocation } },
  });
  if (!check?.answer) return {};
  const { answer, answeredAt, library } = check;
  if (answer === 'here' || !answeredAt) return { answer };
  const at = instantOf(answeredAt);
  const planning = await readPlanning(shipping.db, at, library);
  return {
    answer,
    graceUntil: graceAfterExpiry(at, libraryNamed(planning, library).calendar, planning.policy),
  };
}
