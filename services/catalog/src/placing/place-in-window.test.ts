import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestPostgres, type TestPostgres } from '@toshobin/database/testing';
import { instantFromDate, maintenanceWindow } from '@toshobin/lending-rules';
import pg from 'pg';
import { loadCatalogue } from '../load/load-catalogue.ts';
import { insertRecords } from '../records/insert-records.ts';
import type { NewRecord } from '../records/new-record.ts';
import { SearchPool } from '../search/search-pool.ts';
import { searchRecords } from '../search/search-records.ts';
import { placeAtOnce, placeInWindow, renormaliseInWindow } from './place-in-window.ts';

let postgres: TestPostgres;
let pool: pg.Pool;
let searchPool: SearchPool;
let url: string;

beforeAll(async () => {
  postgres = await startTestPostgres();
  const migrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
  url = await postgres.createMigrated('catalog', migrations);
  pool = new pg.Pool({ connectionString: url });
  searchPool = new SearchPool(url);
  pool.on('error', () => undefined); // The server's end may overtake the pool's goodbye.
  await loadCatalogue(pool, { sources: ['aozora'], sample: 60 });
});
afterAll(async () => {
  await searchPool?.close();
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
  // Another connection reads the table too long: the placing is given up, nothing changes, and the next look tries
  // again.
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

test('what another release has normalised is written anew at night, as long as there is time to place it', async () => {
  const renormalise = (time: string) =>
    renormaliseInWindow(pool, {
      window: maintenanceWindow('04:30-05:00'),
      now: () => instantFromDate(new Date(`2026-11-26T${time}:00+09:00`)),
    });
  await pool.query("UPDATE bibliographic_record SET norm_version = 0, s = 'before' WHERE id % 3 = 0");
  // At 04:49 what is written could still be placed; a thousand more could not.
  expect([await renormalise('04:29'), await renormalise('04:49')]).toEqual([0, 0]);
  expect(await renormalise('04:31')).toBe(20);
  expect(await renormalise('04:32')).toBe(0);
  const { rows } = await pool.query("SELECT 1 FROM bibliographic_record WHERE s = 'before'");
  expect(rows).toEqual([]);
  // The load places them where no night does.
  await placeAtOnce(pool);
  expect((await pool.query('SELECT 1 FROM bibliographic_record WHERE NOT placed')).rows).toEqual([]);
});

test('what prepares a production leaves that to the night; elsewhere it does it itself', async () => {
  const prepare = (NODE_ENV: string) =>
    promisify(execFile)(process.execPath, [fileURLToPath(new URL('../load.ts', import.meta.url))], {
      env: {
        ...process.env,
        ...{ NODE_OPTIONS: '', NODE_ENV, CATALOG_DATABASE_URL: url },
      },
    });
  const waiting = async () =>
    (await pool.query("SELECT 1 FROM bibliographic_record WHERE s = 'before' OR NOT placed")).rows.length;
  await pool.query("UPDATE bibliographic_record SET norm_version = 0, s = 'before' WHERE id % 3 = 0");
  await prepare('production');
  expect(await waiting()).toBe(20);
  await prepare('development');
  expect(await waiting()).toBe(0);
});

test('of books that are equally well known the one that was asked for comes first, whoever asked', async () => {
  const book = (author: string, year: number): NewRecord => ({
    ...{
      kind: 'book',
      lending: 'lendable',
      title: '山の本',
      titleReading: 'やまのほん',
      author,
      authorReading: author,
    },
    ...{ subtitle: '', subtitleReading: '', translator: '', publisher: '', year, ndc: null, isbns: [] },
    ...{ protectiveCover: false, source: 'example', copies: [] },
  });
  const [old, , other] = await insertRecords(pool, [
    book('あべ', 1990),
    book('いとう', 2001),
    book('うえだ', 2010),
  ]);
  const ask = (recordId = '', times: number, ago: string) =>
    pool.query(
      `INSERT INTO queue_entry (reservation_id, record_id, joined_at, state, pickup_library, channel)
       SELECT gen_random_uuid(), $1, now() - $2::interval, 'closed', 'kumamoto', 'counter' FROM generate_series(1, $3)`,
      [recordId, ago, times],
    );
  await ask(old, 2, '2 months');
  await ask(other, 1, '1 day');
  // Titles that were asked for long ago do not count as asked for.
  await ask(other, 5, '2 years');
  await placeAtOnce(pool);
  const { records } = await searchRecords(searchPool, { text: '山の本' });
  expect(records.map(({ author }) => author)).toEqual(['あべ', 'うえだ', 'いとう']);
});
