import { type Fact, FactSchema } from '@toshobin/lending-rules';
import type { Shipping } from '../shipping.ts';

/** Every step of a reservation's copy inside parcels, as it was published; for `reconcile`. */
export async function copyFactsOf(
  shipping: Shipping,
  { reservationId, allocation }: { reservationId: string; allocation: number },
): Promise<Fact[]> {
  const rows = await shipping.db.copyFact.findMany({
    where: { reservationId, allocation },
    orderBy: [{ occurredAt: 'asc' }, { factId: 'asc' }],
  });
  return rows.map((row) => FactSchema.parse(row.fact));
}
