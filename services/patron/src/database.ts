import { type OwnDatabase, openOwn } from '@toshobin/database';
import { type Prisma, PrismaClient } from './generated/prisma/client.ts';

export type Database = PrismaClient;
/** What a step inside a transaction is given. */
export type Transaction = Prisma.TransactionClient;

export function openDatabase(databaseUrl: string): OwnDatabase<Database> {
  return openOwn(databaseUrl, { db: 10, pool: 2 }, (options) => new PrismaClient(options));
}

export { inTransaction } from '@toshobin/database';
