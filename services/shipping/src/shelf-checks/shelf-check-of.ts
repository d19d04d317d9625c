import type { Shipping } from '../shipping.ts';

/** What the branch answered about this copy of the reservation, if it did. */
export async function shelfCheckOf(
  shipping: Shipping,
  { reservationId, allocation }: { reservationId: string; allocation: number },
): Promise<{ answer?: 'here' | 'gone' }> {
  const check = await shipping.db.shelfCheck.findUnique({
    where: { reservationId_allocation: { reservationId, allocation } },
  });
  return check?.answer ? { answer: check.answer } : {};
}
