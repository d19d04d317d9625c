import { openDatabaseAdapter } from '@toshobin/database';
import { type Prisma, PrismaClient } from '../generated/prisma/client.ts';

export type Database = PrismaClient;
export type Transaction = Prisma.TransactionClient;

/** The shipping database. Connects at the first query; `$disconnect()` ends it. */
export function openDatabase(databaseUrl: string): Database {
  return new PrismaClient({ adapter: openDatabaseAdapter(databaseUrl) });
}

/** Desks scan in bursts: a transaction may wait for a connection and for its neighbour's lock. */
const PATIENCE = { maxWait: 10_000, timeout: 15_000 };

/** Runs the work in one transaction (read committed; locks are taken by the work). */
export function inTransaction<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return db.$transaction(work, PATIENCE);
}
