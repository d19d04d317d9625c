import { shippingApi } from '@toshobin/contracts';
import { allow, type Days, type Decision, dateColumn, refuse, tooManyDays } from '@toshobin/lending-rules';
import type { z } from 'zod';
import type { ShippingDeps } from '../shipping-deps.ts';

/** Parcels that left in these days, both included and both ways, and what they cost, by month, library and carrier. Refuses STATE_CHANGED. */
export async function parcelStatistics(
  deps: ShippingDeps,
  { from, until }: Days,
): Promise<Decision<z.output<typeof shippingApi.parcelStatistics.answer>>> {
  if (tooManyDays({ from, until })) return refuse('STATE_CHANGED');
  const rows = await deps.db.$queryRaw`
    SELECT to_char(dispatch_day, 'YYYY-MM') AS month, library_code AS library, mode::text AS mode,
      count(*)::int AS parcels, coalesce(sum(postage_yen), 0)::int AS yen
    FROM parcel
    WHERE dispatch_day BETWEEN ${dateColumn(from)}::date AND ${dateColumn(until)}::date
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;
  return allow(shippingApi.parcelStatistics.answer.parse({ rows }));
}
