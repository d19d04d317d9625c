import { EventEmitter } from 'node:events';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
  type Transaction,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';

/** PostgreSQL's internal one-byte type "char", in which its catalogue keeps kinds of things, and text. */
const internalChar = 18;
const textType = 25;

/**
 * Prisma's PostgreSQL adapter, made fit for its own schema engine in two respects.
 * - `executeScript` cuts a script at every semicolon, also inside a function's body, a string or a comment.
 *   PostgreSQL takes the whole script as it is, and then as one transaction: a migration that fails leaves
 *   nothing half done.
 * - It cannot read the type "char", so the engine could not describe a database. Such columns are read as
 *   text and handed on as characters.
 */
export function migrationAdapter(databaseUrl: string): {
  factory: SqlMigrationAwareDriverAdapterFactory;
  close: () => Promise<void>;
} {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    options: '-c TimeZone=UTC',
    connectionTimeoutMillis: 5_000,
    allowExitOnIdle: true,
  });
  const charColumns = new Set<string>();
  pool.on('connect', (client) => readCharAsText(client, charColumns));
  const inner = new PrismaPg(pool);
  const wrap = (adapter: SqlDriverAdapter) =>
    override<SqlDriverAdapter>(adapter, {
      executeScript: (script) => pool.query(script).then(() => undefined),
      queryRaw: async (query) => asCharacters(await adapter.queryRaw(query), charColumns),
      startTransaction: async (isolation) => {
        const transaction = await adapter.startTransaction(isolation);
        return override<Transaction>(transaction, {
          queryRaw: async (query: SqlQuery) => asCharacters(await transaction.queryRaw(query), charColumns),
        });
      },
    });
  return {
    factory: {
      provider: inner.provider,
      adapterName: inner.adapterName,
      connect: async () => wrap(await inner.connect()),
      connectToShadowDb: () => inner.connectToShadowDb(),
    },
    close: () => pool.end(),
  };
}

/** Renames the type in the description of each result before the driver looks at it. */
function readCharAsText(client: pg.PoolClient, charColumns: Set<string>): void {
  const connection: unknown = Reflect.get(client, 'connection');
  if (!(connection instanceof EventEmitter)) throw new Error('The pg driver has changed: no connection');
  connection.prependListener(
    'rowDescription',
    (description: { fields: { name: string; dataTypeID: number }[] }) => {
      for (const field of description.fields) {
        if (field.dataTypeID !== internalChar) continue;
        field.dataTypeID = textType;
        charColumns.add(field.name);
      }
    },
  );
}

function asCharacters(result: SqlResultSet, charColumns: Set<string>): SqlResultSet {
  const columnTypes = result.columnTypes.map((type, i) =>
    charColumns.has(result.columnNames[i] ?? '') && type === ColumnTypeEnum.Text
      ? ColumnTypeEnum.Character
      : type,
  );
  return { ...result, columnTypes };
}

function override<T extends object>(target: T, replaced: Partial<T>): T {
  return new Proxy(target, {
    get(_, name) {
      const value: unknown = Reflect.get(name in replaced ? replaced : target, name);
      return typeof value === 'function' && !(name in replaced) ? value.bind(target) : value;
    },
  });
}
