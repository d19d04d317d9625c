import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventSchemas } from '@toshobin/contracts';
import { startTestPostgres, type TestPostgres } from '@toshobin/database/testing';
import { calendarDate } from '@toshobin/lending-rules';
import { Client } from 'pg';
import { keepLibrary } from '../libraries/keep-library.ts';
import { type CatalogInTest, catalogInTest, granted } from '../testing/catalog-in-test.ts';
import { libraryInTest } from '../testing/library-in-test.ts';
import { allocateFreeCopies } from './allocate-free-copies.ts';
import { tellWaitingAnew } from './tell-waiting-anew.ts';

// R8: the others hear whether anybody waits for a title, when that changes.
let postgres: TestPostgres;
let catalog: CatalogInTest;

beforeAll(async () => {
  postgres = await startTestPostgres();
  catalog = await catalogInTest(postgres);
  await keepLibrary(catalog.deps.db, libraryInTest('uto', '宇土市立図書館'), 1n);
});
afterAll(async () => {
  await catalog?.deps.close();
  await postgres?.stop();
});

const until = calendarDate('2027-01-10');
const leave = (reservationId: string) =>
  catalog.activities.leaveQueue({ reservationId, by: 'patron', at: catalog.now });
const suspend = (reservationId: string) =>
  catalog.activities.suspend({ reservationId, until, at: catalog.now });

/** What was told of a title so far, oldest first. */
async function told(recordId: string): Promise<boolean[]> {
  const all = await catalog.written('catalog.title.waiting');
  return all.filter((one) => one.recordId === recordId).map(({ waiting }) => waiting);
}

/** A title of one copy, which somebody has. */
async function lentTitle() {
  const { recordId, barcodes } = await catalog.shelve(1);
  const { reservationId } = await catalog.reserve(recordId);
  return { recordId, barcode: barcodes[0] ?? '', holder: reservationId };
}

test('whoever gets a copy at once has not waited: nothing is told', async () => {
  const { recordId } = await lentTitle();
  expect(await told(recordId)).toEqual([]);
});

test('the first who waits is told, the second is not, and when the last has gone it is told again', async () => {
  const { recordId } = await lentTitle();
  const first = await catalog.reserve(recordId);
  expect(await told(recordId)).toEqual([true]);
  const second = await catalog.reserve(recordId);
  await leave(first.reservationId);
  await leave(first.reservationId);
  expect(await told(recordId)).toEqual([true]);
  await leave(second.reservationId);
  expect(await told(recordId)).toEqual([true, false]);
  await catalog.reserve(recordId);
  expect(await told(recordId)).toEqual([true, false, true]);
});

test('the last who waits gets the copy: nobody waits any more', async () => {
  const { recordId, holder } = await lentTitle();
  await catalog.reserve(recordId);
  await leave(holder);
  expect(await told(recordId)).toEqual([true, false]);
});

test('R20: whoever is suspended does not wait, and does again when resumed', async () => {
  const { recordId } = await lentTitle();
  const { reservationId } = await catalog.reserve(recordId);
  granted(await suspend(reservationId));
  granted(await suspend(reservationId));
  expect(await told(recordId)).toEqual([true, false]);
  granted(await catalog.activities.resume({ reservationId, wish: 'resume', at: catalog.now }));
  expect(await told(recordId)).toEqual([true, false, true]);
});

test('a copy that is not on its shelf: its reservation waits again, until it is found', async () => {
  const { recordId, barcode } = await lentTitle();
  granted(await catalog.notOnShelf(barcode));
  expect(await told(recordId)).toEqual([true]);
  granted(await catalog.takeBack(barcode));
  expect(await told(recordId)).toEqual([true, false]);
});

test('R5: whoever waits for a paused library waits still, until it has reopened', async () => {
  const paused = {
    ...libraryInTest('minamata', '水俣市立図書館'),
    pausedFrom: calendarDate('2026-12-01'),
    reopens: calendarDate('2026-12-20'),
  };
  await keepLibrary(catalog.deps.db, paused, 1n);
  const { recordId } = await catalog.shelve(1);
  await catalog.reserve(recordId, 'minamata');
  expect(await told(recordId)).toEqual([true]);
  await keepLibrary(catalog.deps.db, { ...paused, pausedFrom: null, reopens: null }, 2n);
  expect(await allocateFreeCopies(catalog.deps, new Date(catalog.now), 'minamata')).toBe(1);
  expect(await told(recordId)).toEqual([true, false]);
});

test('after a restore that has lost what was told last, whoever knows otherwise is told anew, and nobody else', async () => {
  const { db } = catalog.deps;
  const [gone, lost, asBefore] = await Promise.all([lentTitle(), lentTitle(), lentTitle()]);
  // Gone: somebody waited after the backup, and nothing of that is left. Lost: the last one left after it.
  await catalog.reserve(lost.recordId);
  await catalog.reserve(asBefore.recordId);
  const waiting = await db.titleWaiting.findMany({ where: { waiting: true }, select: { recordId: true } });
  const known = waiting.map(({ recordId }) => recordId).filter((one) => String(one) !== lost.recordId);

  expect(await tellWaitingAnew(catalog.deps, [...known, BigInt(gone.recordId), 999_999_999n])).toBe(2);
  expect(await told(gone.recordId)).toEqual([false]);
  expect(await told(lost.recordId)).toEqual([true, true]);
  expect(await told(asBefore.recordId)).toEqual([true]);
  expect(await tellWaitingAnew(catalog.deps, [...known, BigInt(lost.recordId)])).toBe(0);
});

test('queues that were there before anybody was told are told by the migration', async () => {
  const url = await postgres.createMigrated(
    'older',
    fileURLToPath(new URL('../../prisma/migrations', import.meta.url)),
  );
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('DROP TABLE title_waiting');
    await client.query(`WITH record AS (INSERT INTO bibliographic_record (kind, lending, title, title_reading, source, nt, s, tv, norm_version)
        SELECT 'book', 'lendable', '草枕', 'くさまくら', 'example', '草枕', '草枕', '', 1 FROM generate_series(1, 2) RETURNING id)
      INSERT INTO queue_entry (reservation_id, record_id, joined_at, state, pickup_library, channel)
      SELECT gen_random_uuid(), id, now(), CASE WHEN id = 1 THEN 'waiting' ELSE 'suspended' END::queue_state, 'uto', 'web'
      FROM record, generate_series(1, 2)`);
    await client.query(migrationNamed('title_waiting'));
    const { rows } = await client.query(
      `SELECT subject, data FROM outbox WHERE type = 'catalog.title.waiting'`,
    );
    const [fact, ...more] = rows;
    expect(more).toEqual([]);
    expect(eventSchemas['catalog.title.waiting'].parse(fact.data)).toMatchObject({
      recordId: fact.subject,
      waiting: true,
    });
  } finally {
    await client.end();
  }
});

function migrationNamed(name: string): string {
  const folder = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
  const found = readdirSync(folder).find((one) => one.endsWith(`_${name}`));
  return readFileSync(`${folder}/${found}/migration.sql`, 'utf8');
}
