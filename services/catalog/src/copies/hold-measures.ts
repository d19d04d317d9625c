import type { Measure } from '@toshobin/service';
import type { Pool } from 'pg';
import { z } from 'zod';
import { Prisma } from '../database.ts';
import { placesThatAre } from '../ledger/copy-place.ts';
import { heldSince } from './held-copies.ts';
import { chosenCopies } from './pick-list.ts';

const Rows = z.array(
  z.object({ at: z.enum(['prefectural', 'branch']), age: z.string(), copies: z.coerce.number() }),
);
const days = ['0-3', '4-7', '8-14', '15-'];

/** How many copies wait for their patrons, and for how long: one that nobody fetches or sends back becomes old here. */
export function holdMeasures(pool: Pool): Measure[] {
  return [
    {
      name: 'toshobin_holds',
      help: 'copies that wait for their patrons, by the days since they came to their shelf',
      labels: ['at', 'days'],
      async read() {
        const { rows } = await pool.query(counts.text);
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

const counts = Prisma.sql`
  SELECT at, CASE WHEN days < 4 THEN '0-3' WHEN days < 8 THEN '4-7' WHEN days < 15 THEN '8-14' ELSE '15-' END AS age,
    count(*) AS copies
  FROM (
    SELECT CASE copy.place WHEN 'onHoldShelf' THEN 'prefectural' ELSE 'branch' END AS at,
      extract(day FROM now() - ${heldSince}) AS days
    FROM ${chosenCopies} WHERE copy.place IN (${placesThatAre('held')})
  ) held GROUP BY 1, 2`;
