import { type OwnDatabase, openOwn } from '@toshobin/database';
import type { Pool, PoolClient } from 'pg';
import { Prisma, PrismaClient } from './generated/prisma/client.ts';

export type Database = PrismaClient;
/** What a step inside a transaction is given. */
export type Transaction = Prisma.TransactionClient;

export function openDatabase(databaseUrl: string): OwnDatabase<Database> {
  return openOwn(databaseUrl, { db: 12, pool: 8 }, (options) => new PrismaClient(options));
}

/** Does work on a connection of its own; where it breaks, the connection is closed and the work undone. */
export async function onConnection<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    const done = await work(client);
    client.release();
    return done;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Does work on such a connection as one transaction, which that statement begins. */
export function asOne<T>(pool: Pool, begin: string, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return onConnection(pool, async (client) => {
    await client.query(begin);
    const done = await work(client);
    await client.query('COMMIT');
    return done;
  });
}

/** Values of an enum, written into a statement: as parameters they would not find an index of those rows. */
export function literals(values: readonly string[]): Prisma.Sql {
  return Prisma.raw(values.map((value) => `'${value}'`).join(', '));
}

export { Prisma };
