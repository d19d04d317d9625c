import { type OwnDatabase, openOwn } from '@toshobin/database';
import { type ReservationState, ReservationStateSchema } from '@toshobin/lending-rules';
import { type Application as ApplicationRow, PrismaClient } from './generated/prisma/client.ts';

/** Reads the state of a row, text in the database, as one of the states that there are. */
export function withStates(client: PrismaClient) {
  return client.$extends({
    result: {
      application: {
        state: {
          needs: { state: true },
          compute: ({ state }): ReservationState => ReservationStateSchema.parse(state),
        },
      },
    },
  });
}

export type Database = ReturnType<typeof withStates>;
/** What a step inside a transaction is given. */
export type Transaction = Parameters<Parameters<Database['$transaction']>[0]>[0];

/** A row of an application, as it is read. */
export interface Application extends ApplicationRow {
  state: ReservationState;
}

export function openDatabase(databaseUrl: string): OwnDatabase<Database> {
  return openOwn(databaseUrl, { db: 10, pool: 2 }, (options) => withStates(new PrismaClient(options)));
}

export { inTransaction } from '@toshobin/database';
