import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { searchRecords } from '../search/search-records.ts';
import { searchInTest } from '../testing/search-in-test.ts';
import { gatherShelfChanges } from './gather-shelf-changes.ts';

const catalogue = searchInTest();
beforeAll(async () => {
  await catalogue.insert(Array.from({ length: 30 }, (_, n) => ({ title: `棚の本 ${n}` })));
  // The numbers of the records lie in three blocks.
  await catalogue.pool.query('UPDATE bibliographic_record SET id = id * 70');
  await catalogue.pool.query(`INSERT INTO copy (id, record_id, barcode, shelf_mark, weight_grams, thickness_mm)
    SELECT n, 70 * (1 + n % 30), lpad(n::text, 10, '0'), 'X', 100, 10 FROM generate_series(1, 50) n`);
});

/** How many titles have a copy on the shelf: as the search says, and as the copies themselves do. */
async function onShelf(): Promise<[found: number, exact: number]> {
  const { facets } = await searchRecords(catalogue.searchPool, { text: '棚の本' });
  const { rows } = await catalogue.pool.query<{ titles: number }>(
    `SELECT count(DISTINCT record_id)::int AS titles FROM copy WHERE place = 'onShelf' AND condition = 'inService'`,
  );
  return [facets.onShelf, rows[0]?.titles ?? 0];
}

const copy = fc.integer({ min: 1, max: 50 });
const title = fc.integer({ min: 1, max: 30 }).map((n) => n * 70);
/** Every way in which a copy comes to the shelf or leaves it. */
const change = fc.oneof(
  copy.map((id) => `UPDATE copy SET place = 'onLoan' WHERE id = ${id}`),
  copy.map((id) => `UPDATE copy SET place = 'onShelf' WHERE id = ${id}`),
  copy.map((id) => `UPDATE copy SET condition = 'withdrawn' WHERE id = ${id}`),
  copy.map((id) => `UPDATE copy SET condition = 'inService' WHERE id = ${id}`),
  copy.map((id) => `UPDATE copy SET weight_grams = weight_grams + 1 WHERE id = ${id}`),
  fc.tuple(copy, title).map(([id, to]) => `UPDATE copy SET record_id = ${to} WHERE id = ${id}`),
  copy.map((id) => `DELETE FROM copy WHERE id = ${id}`),
  fc.tuple(copy, title).map(
    ([id, of]) => `INSERT INTO copy (id, record_id, barcode, shelf_mark, weight_grams, thickness_mm)
      VALUES (${id}, ${of}, lpad('${id}', 10, '0'), 'X', 100, 10) ON CONFLICT DO NOTHING`,
  ),
  fc.constant('gather'),
);

test('however copies come and go, and whenever it is gathered, the search knows what is on the shelf', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
      for (const one of changes) {
        if (one === 'gather') await gatherShelfChanges(catalogue.pool, 1);
        else await catalogue.pool.query(one);
      }
      const [found, exact] = await onShelf();
      expect(found).toBe(exact);
    }),
    { numRuns: 40 },
  );
});

test('a change that commits while the others are gathered is not lost', async () => {
  await catalogue.pool.query(`UPDATE copy SET place = 'onShelf', condition = 'inService'`);
  await gatherShelfChanges(catalogue.pool, 1);
  const desk = await catalogue.pool.connect();
  const title = '(SELECT min(record_id) FROM copy)';
  await catalogue.pool.query(
    `UPDATE copy SET place = 'onLoan' WHERE record_id = (SELECT max(record_id) FROM copy)`,
  );
  await desk.query(`BEGIN; UPDATE copy SET place = 'onLoan' WHERE record_id = ${title}`);
  expect(await gatherShelfChanges(catalogue.pool, 1)).toBeGreaterThan(0);
  await desk.query('COMMIT');
  desk.release();
  const [found, exact] = await onShelf();
  expect(found).toBe(exact);
  expect(await gatherShelfChanges(catalogue.pool, 1)).toBeGreaterThan(0);
  expect((await onShelf())[0]).toBe(exact);
});

test('few changes are left for later, and two catalogs do not gather at once', async () => {
  await catalogue.pool.query(`UPDATE copy SET place = 'onShelf' WHERE id <= 25`);
  await catalogue.pool.query(`UPDATE copy SET place = 'onLoan' WHERE id <= 25`);
  expect(await gatherShelfChanges(catalogue.pool)).toBe(0);
  const other = await catalogue.pool.connect();
  await other.query('BEGIN; SELECT pg_advisory_xact_lock(7105003)');
  expect(await gatherShelfChanges(catalogue.pool, 1)).toBe(0);
  await other.query('ROLLBACK');
  other.release();
  expect(await gatherShelfChanges(catalogue.pool, 1)).toBeGreaterThan(0);
});
