import type { Measure } from '@toshobin/service';
import type { Pool } from 'pg';
import { z } from 'zod';

const Rows = z.array(
  z.object({ at: z.enum(['prefectural', 'branch']), age: z.string(), copies: z.coerce.number() }),
);
const days = ['0-3', '4-7', '8-14', '15-'];

/** How many copies wait for their patrons, and for how long: what nobody fetches and nobody sends back becomes old here. */
export function holdMeasures(pool: Pool): Measure[] {
  return [
    {
      name: 'toshobin_holds',
      help: 'copies that wait for their patrons, by the days since they came to their shelf',
      labels: ['at', 'days'],
      async read() {
        const { rows } = await pool.query(counts);
        const found = Rows.parse(rows);
        return ['prefectural', 'branch'].flatMap((at) =>
          days.map((age) => ({
            labels: { at, days: age },
            value: found.find((row) => row.at === at && row.age === age)?.copies ?? 0,
          })),
        );
      },
    },
  ];
}

const counts = `
  SELECT at, CASE WHEN days < 4 THEN '0-3' WHEN days < 8 THEN '4-7' WHEN days < 15 THEN '8-14' ELSE '15-' END AS age,
    count(*) AS copies
  FROM (
    SELECT CASE copy.place WHEN 'onHoldShelf' THEN 'prefectural' ELSE 'branch' END AS at,
      extract(day FROM now() - coalesce((SELECT min(scan.occurred_at) FROM scan
        WHERE scan.allocation = chosen.number AND scan.kind = CASE copy.place WHEN 'onHoldShelf' THEN 'picked'::scan_kind
          ELSE 'arrived'::scan_kind END), chosen.opened_at)) AS days
    FROM copy JOIN allocation chosen ON chosen.copy_id = copy.id AND chosen.closed_at IS NULL
    WHERE copy.place IN ('onHoldShelf', 'atPickupLibrary')
  ) held GROUP BY 1, 2`;
