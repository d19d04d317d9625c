import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDatabaseIfMissing, migrate } from '@toshobin/database';
import type { RunningPostgres } from '@toshobin/database/local-postgres';
import pg from 'pg';
import { gather } from '../placing/gather-shelf-changes.ts';
import { layOutRecords } from '../placing/place-records.ts';
import { insertRecords } from '../records/insert-records.ts';
import type { NewRecord } from '../records/new-record.ts';
import { rowOf } from '../records/record-columns.ts';
import { makeRecords, RECORDS_VERSION } from './make-records.ts';

const DATABASE = 'catalog';
const BATCH = 1000;
/** So many records are added since the last clustering, as in a month of a large library without one. */
const ADDED_SINCE = 1000;
const migrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/** The content of the database; another one is built anew. */
interface Filling {
  records: number;
  seed: number;
}

/**
 * The migrated database with that many made-up records (makeRecords), each with one or two copies, laid out as the
 * nightly work leaves them; the last {@link ADDED_SINCE} are added since. A database that an earlier run has built is
 * taken again.
 *
 * @returns its address
 */
export async function buildDatabase(
  postgres: RunningPostgres,
  folder: string,
  filling: Filling,
  say: (line: string) => void,
): Promise<string> {
  const stamp = path.join(folder, 'built.json');
  const built = JSON.stringify({ ...filling, version: RECORDS_VERSION });
  const url = postgres.url(DATABASE);
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== built) {
    rmSync(stamp, { force: true });
    await dropDatabase(postgres.url('postgres'));
    await createDatabaseIfMissing(postgres.url('postgres'), DATABASE);
    await migrate({ databaseUrl: url, folder: migrations });
    await fill(url, filling, say);
    writeFileSync(stamp, built);
  }
  const applied = await migrate({ databaseUrl: url, folder: migrations });
  if (applied.length > 0) await withClient(url, (client) => client.query('ANALYZE'));
  return url;
}

async function dropDatabase(adminUrl: string): Promise<void> {
  await withClient(adminUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${DATABASE}`));
}

async function fill(url: string, { records, seed }: Filling, say: (line: string) => void): Promise<void> {
  await withClient(url, async (client) => {
    const indexes = await dropIndexes(client);
    await client.query(indexes.recency);
    let batch: NewRecord[] = [];
    let made = 0;
    let written: Promise<unknown> = Promise.resolve();
    // While the database writes a batch, the next one is made.
    const write = async (placed: boolean) => {
      const [full, rows] = [batch, JSON.stringify(batch.map(rowOf))];
      batch = [];
      made += full.length;
      await written;
      written = insertRecords(client, full, placed, rows);
      // The next write hears of the fault.
      written.catch(() => undefined);
      if (made % 100_000 === 0) say(`${made} of ${records} records`);
    };
    const laidOut = records - ADDED_SINCE;
    const added: NewRecord[] = [];
    for await (const record of makeRecords(records, seed)) {
      if (made + batch.length >= laidOut) added.push(record);
      else batch.push(record);
      if (batch.length === BATCH) await write(true);
    }
    await write(true);
    await written;
    say('laying out and indexing');
    await layOutRecords(client);
    for (const index of indexes.others) await client.query(index);
    batch = added;
    await write(false);
    await written;
    await addCopies(client);
    await gather(client);
    await client.query('VACUUM ANALYZE');
  });
}

/** Drops the indexes that are no constraint, and answers how to make them: filling goes faster without. */
async function dropIndexes(client: pg.Client): Promise<{ recency: string; others: string[] }> {
  const { rows } = await client.query<{ name: string; made: string }>(
    `SELECT indexname AS name, indexdef AS made FROM pg_indexes
     WHERE tablename = 'bibliographic_record' AND indexname <> 'bibliographic_record_pkey'`,
  );
  for (const { name } of rows) await client.query(`DROP INDEX "${name}"`);
  const recency = rows.find(({ name }) => name === 'record_recency')?.made;
  if (recency === undefined) throw new Error('There is no index by recency');
  return { recency, others: rows.filter(({ made }) => made !== recency).map(({ made }) => made) };
}

/** Every third record has two copies; every seventh copy is lent, every hundredth withdrawn. Some titles are queued. */
async function addCopies(client: pg.Client): Promise<void> {
  await client.query(
    `INSERT INTO copy (record_id, barcode, shelf_mark, weight_grams, thickness_mm, place, condition)
     SELECT id, lpad((id * 2 + n)::text, 10, '0'), COALESCE(ndc, '000') || '/ア', 300, 20,
       (CASE WHEN (id * 31 + n) % 7 = 0 THEN 'onLoan' ELSE 'onShelf' END)::copy_place,
       (CASE WHEN (id * 17 + n) % 100 = 0 THEN 'withdrawn' ELSE 'inService' END)::copy_condition
     FROM bibliographic_record, generate_series(1, CASE WHEN id % 3 = 0 THEN 2 ELSE 1 END) n ORDER BY id`,
  );
  await client.query(
    `INSERT INTO queue_entry (reservation_id, record_id, joined_at, state, pickup_library, channel)
     SELECT gen_random_uuid(), id, now(), 'waiting', 'pref', 'web'
     FROM bibliographic_record, generate_series(1, 1 + (id % 3)::int) WHERE id % 200 = 0`,
  );
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
