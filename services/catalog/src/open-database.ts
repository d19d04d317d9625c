import { openDatabaseAdapter } from '@toshobin/database';
import { Pool } from 'pg';
import { Prisma, PrismaClient } from './generated/prisma/client.ts';
import { SearchPool } from './search/search-pool.ts';

/** What runs inside a transaction of the catalog. */
export type Tx = Prisma.TransactionClient;
export type CatalogClient = PrismaClient;

export interface CatalogDatabase {
  db: CatalogClient;
  /** For the relay and whatever else speaks SQL. */
  pool: Pool;
  searchPool: SearchPool;
  close(): Promise<void>;
}

/** Opens the catalog's database; connections are made when they are needed. */
export function openCatalogDatabase(databaseUrl: string): CatalogDatabase {
  const db = new PrismaClient({
    adapter: openDatabaseAdapter(databaseUrl, 12),
    // What was written must not be read in a log: messages without the arguments of the call.
    errorFormat: 'minimal',
    transactionOptions: { maxWait: 10_000, timeout: 20_000 },
  });
  const pool = new Pool({
    connectionString: databaseUrl,
    options: '-c TimeZone=UTC',
    max: 8,
    connectionTimeoutMillis: 5_000,
    allowExitOnIdle: true,
  });
  // An idle connection that breaks (the server restarted) must not end the process; the next query opens another.
  pool.on('error', () => undefined);
  const searchPool = new SearchPool(databaseUrl);
  return {
    db,
    pool,
    searchPool,
    async close() {
      await db.$disconnect();
      await pool.end();
      await searchPool.close();
    },
  };
}

/** For readiness: throws when the database does not answer. */
export async function checkDatabase(pool: Pool): Promise<void> {
  await pool.query('SELECT 1');
}

export { Prisma };
