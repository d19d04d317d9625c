import { catalogApi } from '@toshobin/contracts';
import { addDays, allow, endedUnlent, refuse, startOfDay, tooManyDays } from '@toshobin/lending-rules';
import type { Answers } from '../catalog-deps.ts';
import { literals } from '../database.ts';

/**
 * What was reserved, lent and ended in these days, both included, by month in Tokyo and pickup library. Counter loans
 * are loans and no reservations. It tells of nobody. Refuses STATE_CHANGED. Each loan's reservation is looked up by
 * itself (OFFSET 0), so that a month reads a month, not every year before it.
 */
export const statisticsBetween: Answers<'statistics'> = async ({ db }, asked) => {
  if (tooManyDays(asked)) return refuse('STATE_CHANGED');
  const [first, end] = [new Date(startOfDay(asked.from)), new Date(startOfDay(addDays(asked.until, 1)))];
  const rows = await db.$queryRaw`
    SELECT to_char(at AT TIME ZONE 'Asia/Tokyo', 'YYYY-MM') AS month, library,
      (count(*) FILTER (WHERE what = 'reserved'))::int AS reservations,
      (count(*) FILTER (WHERE what IN ('fetched', 'lentAtCounter')))::int AS loans,
      (count(*) FILTER (WHERE what = 'fetched'))::int AS fetched,
      (count(*) FILTER (WHERE what = 'expired'))::int AS expired,
      (count(*) FILTER (WHERE what = 'cancelled'))::int AS cancelled
    FROM (
      SELECT joined_at AS at, pickup_library AS library, 'reserved' AS what FROM queue_entry
        WHERE channel <> 'counter' AND state <> 'refused' AND joined_at >= ${first} AND joined_at < ${end}
      UNION ALL
      SELECT loan.handed_out_at, entry.pickup_library,
          CASE WHEN entry.channel = 'counter' THEN 'lentAtCounter' ELSE 'fetched' END
        FROM loan CROSS JOIN LATERAL (
          SELECT pickup_library, channel FROM allocation JOIN queue_entry USING (reservation_id)
          WHERE allocation.number = loan.allocation OFFSET 0) entry
        WHERE loan.handed_out_at >= ${first} AND loan.handed_out_at < ${end}
      UNION ALL
      SELECT allocation.closed_at, entry.pickup_library, allocation.ending::text
        FROM allocation CROSS JOIN LATERAL (
          SELECT pickup_library FROM queue_entry
          WHERE queue_entry.reservation_id = allocation.reservation_id OFFSET 0) entry
        WHERE allocation.ending IN (${literals(endedUnlent)})
          AND allocation.closed_at >= ${first} AND allocation.closed_at < ${end}
    ) happened
    GROUP BY 1, 2 ORDER BY 1, 2`;
  return allow(catalogApi.statistics.answer.parse({ rows }));
};
