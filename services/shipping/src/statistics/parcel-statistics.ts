import { shippingApi } from '@toshobin/contracts';
import { allow, dateColumn, refuse, tooManyDays } from '@toshobin/lending-rules';
import type { Answers } from '../shipping-deps.ts';

/**
 * Parcels that left in these days, both included and both ways, and what they cost, by month, library and carrier.
 * Refuses STATE_CHANGED.
 */
export const parcelStatistics: Answers<'parcelStatistics'> = async (deps, { from, until }) => {
  if (tooManyDays({ from, until })) return refuse('STATE_CHANGED');
  const rows = await deps.db.$queryRaw`
    SELECT to_char(dispatch_day, 'YYYY-MM') AS month, library_code AS library, mode::text AS mode,
      count(*)::int AS parcels, coalesce(sum(postage_yen), 0)::int AS yen
    FROM parcel
    WHERE dispatch_day BETWEEN ${dateColumn(from)}::date AND ${dateColumn(until)}::date
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;
  return allow(shippingApi.parcelStatistics.answer.parse({ rows }));
};
