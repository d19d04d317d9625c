import type { ShippingActivities } from '@toshobin/contracts';
import type { Shipping } from '../shipping.ts';

/** R9. Asks the branch whether the copy is still on its hold shelf. Safe to repeat; an answer given stays. */
export async function askShelfCheck(
  shipping: Shipping,
  { reservationId, allocation, copyId, library, at }: Parameters<ShippingActivities['askShelfCheck']>[0],
): Promise<void> {
  const check = { reservationId, allocation, copyId: BigInt(copyId), library, askedAt: new Date(at) };
  await shipping.db.shelfCheck.createMany({ data: [check], skipDuplicates: true });
}
