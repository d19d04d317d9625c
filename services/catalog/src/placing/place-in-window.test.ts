import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestPostgres, type TestPostgres } from '@toshobin/database/testing';
import { instantFromDate, maintenanceWindow } from '@toshobin/lending-rules';
import pg from 'pg';
import { loadCatalogue } from '../load/load-catalogue.ts';
import { placeInWindow } from './place-in-window.ts';

let postgres: TestPostgres;
let pool: pg.Pool;

beforeAll(async () => {
  postgres = await startTestPostgres();
  const migrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
  pool = new pg.Pool({ connectionString: await postgres.createMigrated('catalog', migrations) });
  pool.on('error', () => undefined); // The server's end may overtake the pool's goodbye.
  await loadCatalogue(pool, { sources: ['aozora'], sample: 60 });
}, 60_000);
afterAll(async () => {
  await pool?.end();
  await postgres?.stop();
});

test('added records are placed at night, while nobody searches and only when it is worth it', async () => {
  const unplaced = async () =>
    (await pool.query('SELECT id FROM bibliographic_record WHERE NOT placed')).rows.length;
  const place = (time: string, worth = 20) =>
    placeInWindow(pool, {
      window: maintenanceWindow('04:30-05:00'),
      at: instantFromDate(new Date(`2026-11-25T${time}:00+09:00`)),
      worth,
    });
  await pool.query('UPDATE bibliographic_record SET year = 2026 WHERE id % 2 = 0');
  expect(await unplaced()).toBe(30);

  expect([await place('04:29'), await place('12:00'), await place('04:51'), await place('05:00')]).toEqual([
    0, 0, 0, 0,
  ]);
  expect(await place('04:31', 31)).toBe(0);
  const other = await pool.connect();
  await other.query('BEGIN; SELECT pg_advisory_xact_lock(7105002)');
  expect(await place('04:31')).toBe(0); // another catalog is at it
  await other.query('ROLLBACK');
  // Whoever reads the table longer than anybody should: given up, nothing is changed, and the next look tries again.
  await other.query('BEGIN; SELECT count(*) FROM bibliographic_record');
  await expect(place('04:31')).rejects.toThrow('lock timeout');
  expect(await unplaced()).toBe(30);
  await other.query('ROLLBACK');
  other.release();

  expect(await place('04:32')).toBe(30);
  expect(await unplaced()).toBe(0);
  const { rows: laidOut } = await pool.query<{ year: number }>('SELECT year FROM bibliographic_record');
  const years = laidOut.map(({ year }) => year);
  expect(years).toEqual(years.toSorted((a, b) => b - a));
});
