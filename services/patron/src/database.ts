import { clientOptions } from '@toshobin/database';
import { type Prisma, PrismaClient } from './generated/prisma/client.ts';

export type Database = PrismaClient;
/** What a step inside a transaction is given. */
export type Transaction = Prisma.TransactionClient;

/** Opens the service's own database. */
export function openDatabase(databaseUrl: string): Database {
  return new PrismaClient(clientOptions(databaseUrl));
}

export { inTransaction } from '@toshobin/database';
