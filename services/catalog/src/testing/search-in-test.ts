import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from '@jest/globals';
import { startTestPostgres, type TestPostgres } from '@toshobin/database/testing';
import pg from 'pg';
import { placeRecords } from '../placing/place-records.ts';
import { insertRecords } from '../records/insert-records.ts';
import type { NewRecord } from '../records/new-record.ts';
import { SearchPool } from '../search/search-pool.ts';
import { bookInTest } from './book-in-test.ts';

/** A book as a test tells it: otherwise it is a little known story. */
export type BookTold = Partial<NewRecord> & Pick<NewRecord, 'title'>;

/** A catalogue for tests of the search alone; it is empty when the tests of the file begin. */
export function searchInTest() {
  let postgres: TestPostgres | undefined;
  let pool: pg.Pool | undefined;
  let searchPool: SearchPool | undefined;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    const migrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
    const url = await postgres.createMigrated('catalog', migrations);
    pool = new pg.Pool({ connectionString: url });
    pool.on('error', () => undefined); // The server's end may overtake the pool's goodbye.
    searchPool = new SearchPool(url);
  });
  afterAll(async () => {
    await searchPool?.close();
    await pool?.end();
    await postgres?.stop();
  });
  const inTest = {
    get pool(): pg.Pool {
      return begun(pool);
    },
    get searchPool(): SearchPool {
      return begun(searchPool);
    },
    /** Adds books, which wait for the night to be placed. */
    async insert(books: readonly BookTold[]): Promise<void> {
      const told = books.map((book) => ({ ...bookInTest, year: 0, ndc: '913', ...book }));
      await insertRecords(inTest.pool, told);
    },
    /** Lays the books that came so far out in their order, in segments that end so. */
    async place(ends: Parameters<typeof placeRecords>[1]): Promise<void> {
      const client = await inTest.pool.connect();
      await client.query('BEGIN');
      await placeRecords(client, ends);
      await client.query('COMMIT');
      client.release();
    },
  };
  return inTest;
}

function begun<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('the catalogue is there once the tests begin');
  return part;
}
