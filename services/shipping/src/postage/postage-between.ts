import { shippingApi } from '@toshobin/contracts';
import { allow, dateColumn, refuse, tooManyDays } from '@toshobin/lending-rules';
import type { Answers } from '../shipping-deps.ts';
import { ratesInForce } from './rates-in-force.ts';

/**
 * What the parcels cost that left between two days, both included, both ways, by library (in the order of the page) and
 * carrier. A parcel without a price counts as nothing, and is counted apart. Refuses STATE_CHANGED when there are no
 * such days, or more than 400, or no rates yet.
 */
export const postageBetween: Answers<'postage'> = async (deps, { from, until }) => {
  const rates = ratesInForce(until);
  if (tooManyDays({ from, until }) || !rates) return refuse('STATE_CHANGED');
  const rows = await deps.db.$queryRaw`
    SELECT p.library_code AS library, p.mode::text AS mode, count(*)::int AS parcels,
      sum(l.copies + p.forgotten_copies)::int AS copies, coalesce(sum(p.postage_yen), 0)::int AS yen,
      (count(*) FILTER (WHERE p.postage_yen IS NULL))::int AS unknown
    FROM parcel p
    JOIN library ON library.code = p.library_code
    CROSS JOIN LATERAL (
      SELECT count(*) AS copies FROM parcel_line
      WHERE parcel_number = p.number AND state <> 'takenOut'
    ) l
    WHERE p.dispatch_day BETWEEN ${dateColumn(from)}::date AND ${dateColumn(until)}::date
    GROUP BY p.library_code, library."order", p.mode
    ORDER BY library."order", p.mode`;
  const found = shippingApi.postage.answer.parse({ rates, rows, totalYen: 0 });
  return allow({ ...found, totalYen: found.rows.reduce((sum, row) => sum + row.yen, 0) });
};
