import { clientOptions } from '@toshobin/database';
import { type Prisma, PrismaClient } from './generated/prisma/client.ts';

export type Database = PrismaClient;
/** What a step inside a transaction is given. */
export type Transaction = Prisma.TransactionClient;

/** Opens the service's own database. */
export function openDatabase(databaseUrl: string): Database {
  return new PrismaClient(clientOptions(databaseUrl));
}

/** One transaction that may write events (read committed; its work takes the locks); the relay hears of the commit. */
export async function inTransaction<T>(
  { db, committed }: { db: Database; committed(): void },
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const done = await db.$transaction(work);
  committed();
  return done;
}
