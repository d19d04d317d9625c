import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestPostgres, type TestPostgres } from '@toshobin/database/testing';
import { type Asked, askedOfHistory } from './bench/asked-of-history.ts';
import { explainAsked } from './bench/explain-asked.ts';
import { CatalogInTest } from './testing/catalog-in-test.ts';

let postgres: TestPostgres;
let url: string;
let catalog: CatalogInTest;
let asked: Asked;
/** Makes three years: 20,000 reservations with their scans, the last 300 of them not over. */
beforeAll(async () => {
  postgres = await startTestPostgres();
  url = await postgres.createMigrated(
    'catalog',
    fileURLToPath(new URL('../prisma/migrations', import.meta.url)),
  );
  catalog = new CatalogInTest().open(url);
  const {
    recordId,
    barcodes: [barcode = ''],
  } = await catalog.shelve(1);
  const all = 20_000;
  const fill = [
    `INSERT INTO copy (record_id, barcode, shelf_mark, weight_grams, thickness_mm)
      SELECT ${recordId}, '9' || lpad(n::text, 9, '0'), '913', 300, 20 FROM generate_series(1, 5000) n`,
    `INSERT INTO queue_entry (reservation_id, record_id, joined_at, state, pickup_library, channel, days_only)
      SELECT gen_random_uuid(), ${recordId}, timestamptz '2024-01-01' + n * interval '80 minutes',
        (CASE WHEN n > ${all - 300} THEN 'allocated' ELSE 'closed' END)::queue_state, 'library-' || n % 40, 'web',
        n <= ${all - 300}
      FROM generate_series(1, ${all}) n`,
    `INSERT INTO reservation_state (reservation_id, epoch, n, awaited, standing)
      SELECT reservation_id, 1, 9, 9, CASE WHEN days_only
        THEN '{"state": {"stage": "over", "ended": "returned", "settled": {"on": "2024-01-01"}}}'
        ELSE '{"state": {"stage": "onLoan", "ended": null, "settled": null}}' END::jsonb FROM queue_entry`,
    `INSERT INTO allocation (copy_id, reservation_id, opened_at, closed_at, ending)
      SELECT (SELECT min(id) FROM copy) + row_number() OVER () % 5000, reservation_id, joined_at,
        CASE WHEN state = 'closed' THEN joined_at + interval '25 days' END,
        CASE WHEN state = 'closed' THEN (CASE WHEN sequence % 5 = 0 THEN 'expired' ELSE 'home' END)::allocation_ending END
      FROM queue_entry ORDER BY sequence`,
    `INSERT INTO loan (allocation, started_at, due_date, due_at, handed_out_at)
      SELECT number, opened_at, opened_at + interval '21 days', opened_at + interval '21 days',
        opened_at + interval '3 days' FROM allocation`,
    `INSERT INTO scan (fact_id, kind, copy_id, allocation, leg, occurred_at, scanned_at, recorded_at, account)
      SELECT gen_random_uuid(), kind::scan_kind, copy_id, number, 'outward', opened_at, opened_at, opened_at,
        CASE WHEN kind = 'picked' THEN 'desk' END
      FROM allocation, unnest(ARRAY['picked', 'arrived', 'handedOut']) kind`,
    `INSERT INTO task (id, kind, subject_key, library, barcode, why, opened_at, cleared_at)
      SELECT gen_random_uuid(), 'sendBack', number, 'library-' || number % 40, barcode, 'notSent', opened_at, closed_at
      FROM allocation JOIN copy ON copy.id = copy_id`,
    `UPDATE copy SET place = 'onLoan' FROM allocation WHERE copy_id = copy.id AND closed_at IS NULL`,
    'ANALYZE',
  ];
  for (const statement of fill) await catalog.deps.pool.query(statement);
  asked = { reservationId: (await catalog.reserve(recordId)).reservationId, barcode };
});
afterAll(async () => {
  await catalog?.deps.close();
  await postgres?.stop();
});

const growing = ['queue_entry', 'reservation_state', 'allocation', 'loan', 'scan', 'scan_answer', 'task'];
/** More than any question needs of three years, and a fifth of them. */
const MANY = 4_000;

test.each(Object.entries(askedOfHistory))(
  '%s reads no table as a whole that grows without end',
  async (_, ask) => {
    const { deps } = catalog;
    const read = await explainAsked({ url, pool: deps.pool }, (db) => ask({ ...deps, db }, asked));
    expect(read).not.toEqual([]);
    const steps = read.flatMap(({ rows }) => rows);
    expect(steps.filter(({ table, rows }) => growing.includes(table) && rows > MANY)).toEqual([]);
  },
);
