import { clientOptions, openPool } from '@toshobin/database';
import type { Pool } from 'pg';
import { Prisma, PrismaClient } from './generated/prisma/client.ts';
import { SearchPool } from './search/search-pool.ts';

export type Database = PrismaClient;
/** What runs inside a transaction of the catalog. */
export type Transaction = Prisma.TransactionClient;

export interface CatalogDatabase {
  db: Database;
  /** For the relay and whatever else speaks SQL. */
  pool: Pool;
  searchPool: SearchPool;
  close(): Promise<void>;
}

/** Opens the catalog's database; connections are made when they are needed. */
export function openDatabase(databaseUrl: string): CatalogDatabase {
  const db = new PrismaClient(clientOptions(databaseUrl, 12));
  const pool = openPool(databaseUrl, 8);
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

export { Prisma };
