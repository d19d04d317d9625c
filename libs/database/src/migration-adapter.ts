import { PrismaPg } from '@prisma/adapter-pg';
import {
  ColumnTypeEnum,
  isDriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
  type Transaction,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';

/** PostgreSQL's internal one-byte type "char", in which its catalogue keeps kinds of things. */
const internalChar = 18;

/**
 * Prisma's PostgreSQL adapter, made fit for its own schema engine in two respects.
 * - `executeScript` cuts a script at every semicolon, also inside a function's body, a string or a comment.
 *   PostgreSQL takes the whole script as it is, and then as one transaction: a migration that fails leaves
 *   nothing half done.
 * - It cannot read the type "char", so the engine could not describe a database. Such columns are asked for as
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
  const inner = new PrismaPg(pool);
  const wrap = (adapter: SqlDriverAdapter) =>
    override<SqlDriverAdapter>(adapter, {
      executeScript: (script) => pool.query(script).then(() => undefined),
      queryRaw: (query) => queryWithChars(pool, adapter, query),
      startTransaction: async (isolation) => {
        const transaction = await adapter.startTransaction(isolation);
        return override<Transaction>(transaction, {
          queryRaw: (query) => queryWithChars(pool, transaction, query),
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

/** Asks; where the answer has columns of the type "char", asks for these as text. */
async function queryWithChars(
  pool: pg.Pool,
  adapter: Pick<SqlDriverAdapter, 'queryRaw'>,
  query: SqlQuery,
): Promise<SqlResultSet> {
  try {
    return await adapter.queryRaw(query);
  } catch (fault) {
    if (!isDriverAdapterError(fault) || fault.cause.kind !== 'UnsupportedNativeDataType') throw fault;
    // What the engine describes is in the catalogue of the database, which is the same on every connection.
    const asked = `(${query.sql.trim().replace(/;$/, '')}\n) asked`;
    const { fields } = await pool.query({ text: `SELECT * FROM ${asked} LIMIT 0`, values: query.args });
    const isChar = fields.map(({ dataTypeID }) => dataTypeID === internalChar);
    const columns = fields.map(({ name }, i) => pg.escapeIdentifier(name) + (isChar[i] ? '::text' : ''));
    const sql = `SELECT ${columns.join(', ')} FROM ${asked}`;
    const result = await adapter.queryRaw({ ...query, sql });
    const columnTypes = result.columnTypes.map((type, i) => (isChar[i] ? ColumnTypeEnum.Character : type));
    return { ...result, columnTypes };
  }
}

function override<T extends object>(target: T, replaced: Partial<T>): T {
  return new Proxy(target, {
    get(_, name) {
      const value: unknown = Reflect.get(name in replaced ? replaced : target, name);
      return typeof value === 'function' && !(name in replaced) ? value.bind(target) : value;
    },
  });
}
