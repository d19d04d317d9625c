import { catalogApi, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { addDays, allow, refuse, startOfDay, tooManyDays } from '@toshobin/lending-rules';
import type { Answers } from '../catalog-deps.ts';

/**
 * How many calendar days in Tokyo each step took for copies handed out in these days, by month and pickup library: the
 * queue, fetching, until it left, on its way, on the hold shelf. A step whose scan is missing, or was taken back, is
 * not counted. Counter loans have no such steps. Refuses STATE_CHANGED.
 */
export const daysBetweenSteps: Answers<'turnaround'> = async ({ db }, asked) => {
  if (tooManyDays(asked)) return refuse('STATE_CHANGED');
  const [first, end] = [new Date(startOfDay(asked.from)), new Date(startOfDay(addDays(asked.until, 1)))];
  const rows = await db.$queryRaw`
    SELECT to_char(handed_out_at AT TIME ZONE 'Asia/Tokyo', 'YYYY-MM') AS month, library, step,
      count(*)::int AS count, sum(took)::int AS days, max(took)::int AS longest
    FROM (
      SELECT lent.handed_out_at, lent.library, took.step,
        greatest(0, (took.until AT TIME ZONE 'Asia/Tokyo')::date - (took.since AT TIME ZONE 'Asia/Tokyo')::date) AS took
      FROM (
        SELECT loan.handed_out_at, loan.started_at, of.*, scanned.*
        FROM loan CROSS JOIN LATERAL (
          SELECT entry.pickup_library AS library, entry.joined_at, allocation.opened_at, entry.channel
          FROM allocation JOIN queue_entry entry USING (reservation_id)
          WHERE allocation.number = loan.allocation OFFSET 0) of
        CROSS JOIN LATERAL (
          SELECT min(occurred_at) FILTER (WHERE kind = 'picked') AS picked_at,
            min(occurred_at) FILTER (WHERE kind = 'arrived') AS arrived_at
          FROM scan WHERE scan.allocation = loan.allocation AND NOT EXISTS (
            SELECT FROM scan undone WHERE undone.allocation = loan.allocation AND undone.voids = scan.fact_id)) scanned
        WHERE loan.handed_out_at >= ${first} AND loan.handed_out_at < ${end} AND of.channel <> 'counter'
      ) lent
      CROSS JOIN LATERAL (VALUES
        ('queue', joined_at, opened_at),
        ('fetch', opened_at, picked_at),
        ('ship', picked_at, CASE WHEN library <> ${PREFECTURAL_LIBRARY} THEN started_at END),
        ('transit', CASE WHEN library <> ${PREFECTURAL_LIBRARY} THEN started_at END, arrived_at),
        ('shelf', CASE WHEN library <> ${PREFECTURAL_LIBRARY} THEN arrived_at ELSE picked_at END, handed_out_at)
      ) took (step, since, until)
      WHERE took.since IS NOT NULL AND took.until IS NOT NULL
    ) steps
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;
  return allow(catalogApi.turnaround.answer.parse({ rows }));
};
