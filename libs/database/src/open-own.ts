import type pg from 'pg';
import { openDatabaseAdapter } from './open-adapter.ts';
import { openPool, patienceOf } from './pools.ts';

/** After so long a transaction that is not committed is undone. */
export const TRANSACTION_LIMIT_MS = 20_000;

/** The database of a service that owns data. */
export interface OwnDatabase<Client> {
  db: Client;
  /** For the relay and whatever else speaks SQL. */
  pool: pg.Pool;
  close(): Promise<void>;
}

/** Opens a service's own database with at most so many connections for each; they are made when they are needed. */
export function openOwn<Client extends { $disconnect(): Promise<void> }>(
  databaseUrl: string,
  most: { db: number; pool: number },
  clientWith: (options: ReturnType<typeof clientOptions>) => Client,
): OwnDatabase<Client> {
  const db = clientWith(clientOptions(databaseUrl, most.db));
  const pool = openPool(databaseUrl, 'sql', { max: most.pool });
  const close = async () => {
    await db.$disconnect();
    await pool.end();
  };
  return { db, pool, close };
}

function clientOptions(databaseUrl: string, maxConnections: number) {
  return {
    adapter: openDatabaseAdapter(databaseUrl, maxConnections),
    // A fault's message must not carry what was to be written: a title, an address.
    errorFormat: 'minimal',
    // Desks scan in bursts: a transaction may wait for a connection, which the pool ends, and for its neighbour's lock.
    transactionOptions: { maxWait: 2 * patienceOf(databaseUrl), timeout: TRANSACTION_LIMIT_MS },
  } as const;
}
