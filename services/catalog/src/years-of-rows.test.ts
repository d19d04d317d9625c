import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabaseAdapter } from '@toshobin/database';
import { startTestPostgres, type TestPostgres } from '@toshobin/database/testing';
import { calendarDate as on } from '@toshobin/lending-rules';
import { z } from 'zod';
import { copiesToReturn } from './copies/copies-to-return.ts';
import { heldCopies } from './copies/held-copies.ts';
import { pickList } from './copies/pick-list.ts';
import { openDatabase } from './database.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { declaredHandOuts } from './loans/declared-hand-outs.ts';
import { statisticsBetween } from './statistics/statistics-between.ts';
import { CatalogInTest } from './testing/catalog-in-test.ts';

let postgres: TestPostgres;
let url: string;
let catalog: CatalogInTest;
/** Three years: 20,000 reservations with their scans, the last 300 of them not over. */
beforeAll(async () => {
  postgres = await startTestPostgres();
  url = await postgres.createMigrated(
    'catalog',
    fileURLToPath(new URL('../prisma/migrations', import.meta.url)),
  );
  catalog = new CatalogInTest().open(openDatabase(url));
  const { recordId } = await catalog.shelve(1);
  const all = 20_000;
  const fill = [
    `INSERT INTO copy (record_id, barcode, shelf_mark, weight_grams, thickness_mm)
      SELECT ${recordId}, '9' || lpad(n::text, 9, '0'), '913', 300, 20 FROM generate_series(1, 5000) n`,
    `INSERT INTO queue_entry (reservation_id, record_id, joined_at, state, pickup_library, channel)
      SELECT gen_random_uuid(), ${recordId}, timestamptz '2024-01-01' + n * interval '80 minutes',
        (CASE WHEN n > ${all - 300} THEN 'allocated' ELSE 'closed' END)::queue_state, 'library-' || n % 40, 'web'
      FROM generate_series(1, ${all}) n`,
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
    `UPDATE copy SET place = 'onLoan' FROM allocation WHERE copy_id = copy.id AND closed_at IS NULL`,
    'ANALYZE',
  ];
  for (const statement of fill) await catalog.deps.pool.query(statement);
}, 60_000);
afterAll(async () => {
  await catalog?.deps.close();
  await postgres?.stop();
});

const Plan = z.tuple([z.object({ 'QUERY PLAN': z.unknown() })]);
const growing = ['queue_entry', 'allocation', 'loan', 'scan'];

/** The tables that grow without end and that were read as a whole, row by row, for what is asked. */
async function readWholly(asked: (db: PrismaClient) => Promise<unknown>): Promise<string[]> {
  const log = [{ emit: 'event', level: 'query' }] as const;
  const db = new PrismaClient({ adapter: openDatabaseAdapter(url), log: [...log] });
  const queries: { query: string; params: string }[] = [];
  db.$on('query', (event) => void queries.push(event));
  await asked(db);
  await db.$disconnect();
  const wholly = new Set<string>();
  for (const { query, params } of queries) {
    const { rows } = await catalog.deps.pool.query(`EXPLAIN (FORMAT JSON) ${query}`, JSON.parse(params));
    const plan = JSON.stringify(Plan.parse(rows));
    for (const [, table = ''] of plan.matchAll(/"Node Type":"Seq Scan"[^{}]*?"Relation Name":"(\w+)"/g))
      if (growing.includes(table)) wholly.add(table);
  }
  expect(queries).not.toEqual([]);
  return [...wholly];
}

test.each<[string, (db: PrismaClient) => Promise<unknown>]>([
  [
    'a month of the statistics',
    (db) => statisticsBetween({ db }, { from: on('2025-06-01'), until: on('2025-06-30') }),
  ],
  ['the pick list', (db) => pickList(db)],
  ['what waits at a branch', (db) => heldCopies(db, 'library-7')],
  ['what a branch sends back', (db) => copiesToReturn(db, 'library-7')],
  ['what patrons say they have', (db) => declaredHandOuts(db, 'library-7')],
])('%s reads no table as a whole that grows without end', async (_, asked) => {
  expect(await readWholly(asked)).toEqual([]);
});
