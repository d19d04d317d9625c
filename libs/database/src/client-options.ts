import { openDatabaseAdapter } from './open-adapter.ts';

/** After so long a transaction that is not committed is undone. */
export const TRANSACTION_LIMIT_MS = 20_000;

/** How a service that owns data opens its Prisma client: `new PrismaClient(clientOptions(databaseUrl))`. */
export function clientOptions(databaseUrl: string, maxConnections?: number) {
  return {
    adapter: openDatabaseAdapter(databaseUrl, maxConnections),
    // A fault's message must not carry what was to be written: a title, an address.
    errorFormat: 'minimal',
    // Desks scan in bursts: a transaction may wait for a connection and for its neighbour's lock.
    transactionOptions: { maxWait: 10_000, timeout: TRANSACTION_LIMIT_MS },
  } as const;
}
