import { openDatabaseAdapter } from '@toshobin/database';
import { type Prisma, PrismaClient } from './generated/prisma/client.ts';

export type Database = PrismaClient;
/** What a step inside a transaction is given. */
export type Transaction = Prisma.TransactionClient;

/** Opens the service's own database. */
export function openDatabase(databaseUrl: string): Database {
  return new PrismaClient({
    adapter: openDatabaseAdapter(databaseUrl),
    // A fault's message must not carry what was to be written: a title, an address.
    errorFormat: 'minimal',
    // Twenty taps at once queue for ten connections and then for one patron's row.
    transactionOptions: { maxWait: 10_000, timeout: 20_000 },
  });
}
