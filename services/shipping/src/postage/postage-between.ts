import { ParcelModeSchema, type shippingApi } from '@toshobin/contracts';
import {
  allow,
  type CalendarDate,
  type Decision,
  dateColumn,
  daysBetween,
  isAfter,
  refuse,
} from '@toshobin/lending-rules';
import { z } from 'zod';
import type { ShippingDeps } from '../shipping-deps.ts';
import { ratesInForce } from './rates-in-force.ts';

export type PostageReport = z.infer<(typeof shippingApi.postage)['answer']>;

const AT_MOST_DAYS = 400;

const Rows = z.array(
  z.object({
    library: z.string(),
    mode: ParcelModeSchema,
    parcels: z.int(),
    copies: z.int(),
    yen: z.int(),
  }),
);

/**
 * What the parcels cost that left from the first day to the last one, both included, both ways, by library (in the order
 * of the page) and carrier. What had no rate counts as nothing. Refuses STATE_CHANGED when there are no such days, or
 * more than 400, or no rates yet.
 */
export async function postageBetween(
  deps: ShippingDeps,
  { from, until }: { from: CalendarDate; until: CalendarDate },
): Promise<Decision<PostageReport>> {
  const rates = ratesInForce(until);
  const days = daysBetween(from, until) + 1;
  if (isAfter(from, until) || days > AT_MOST_DAYS || !rates) return refuse('STATE_CHANGED');
  const found = await deps.db.$queryRaw`
    SELECT p.library_code AS library, p.mode::text AS mode, count(*)::int AS parcels,
      sum(l.copies)::int AS copies, coalesce(sum(p.postage_yen), 0)::int AS yen
    FROM parcel p
    JOIN library ON library.code = p.library_code
    CROSS JOIN LATERAL (
      SELECT count(*) AS copies FROM parcel_line
      WHERE parcel_number = p.number AND state <> 'takenOut'
    ) l
    WHERE p.dispatch_day BETWEEN ${dateColumn(from)}::date AND ${dateColumn(until)}::date
    GROUP BY p.library_code, library."order", p.mode
    ORDER BY library."order", p.mode`;
  const rows = Rows.parse(found);
  const totalYen = rows.reduce((sum, row) => sum + row.yen, 0);
  return allow({ rates: { validFrom: rates.validFrom, source: rates.source }, rows, totalYen });
}
