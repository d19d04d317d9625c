import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type CopiedDatabase, fileOfTable, migrationsTable, temporalSchemaTables } from './copied.ts';
import { listed } from './copy-out.ts';

/** What else is done in the transaction that brings the rows back. */
interface CopyInRequest {
  readonly databaseUrl: string;
  readonly folder: string;
  readonly copied: CopiedDatabase;
  readonly afterwards?: readonly string[];
}

/** Temporal's schema comes with this table filled, and its server fills it anew at its start. */
const filledByTheSchema = [
  migrationsTable,
  ...temporalSchemaTables,
  'namespace_metadata',
  'cluster_membership',
];

/** The first table in which something is, if any; undefined where a database holds nothing yet. */
export async function firstTableWithRows(databaseUrl: string): Promise<string | undefined> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace
         AND relkind IN ('r', 'p') AND NOT relname = ANY ($1) ORDER BY 1`,
      [filledByTheSchema],
    );
    for (const { name } of rows)
      if ((await client.query(`SELECT FROM ${pg.escapeIdentifier(name)} LIMIT 1`)).rowCount !== 0)
        return name;
    return undefined;
  });
}

/**
 * Brings back the rows of a database whose schema is made, whole or not at all. Indexes, foreign keys and triggers are away
 * meanwhile: they are made over what is there, once, and no trigger takes a restored row for something that happens.
 */
export async function copyIn(request: CopyInRequest): Promise<void> {
  await withClient(request.databaseUrl, async (client) => {
    const { copied } = request;
    await client.query('BEGIN');
    const again = await takeAway(client);
    if (copied.tables.length > 0)
      await client.query(`TRUNCATE ${listed(copied.tables.map(({ name }) => name))}`);
    for (const table of copied.tables) {
      const rows = client.query(
        copyFrom(
          `COPY ${pg.escapeIdentifier(table.name)} (${listed(table.columns)}) FROM STDIN WITH (FREEZE)`,
        ),
      );
      const file = createReadStream(path.join(request.folder, fileOfTable(table.name)));
      await pipeline(file, createZstdDecompress(), rows);
      if (rows.rowCount !== table.rows)
        throw new Error(`${table.name}: ${rows.rowCount} rows came back of ${table.rows}`);
    }
    for (const [name, last] of Object.entries(copied.sequences))
      await client.query('SELECT setval(quote_ident($1)::regclass, $2)', [name, last]);
    for (const statement of [...again, ...(request.afterwards ?? [])]) await client.query(statement);
    await client.query('COMMIT');
    await client.query('ANALYZE');
  });
}

/** Takes away what makes a row dear to write; answers the statements that put it back. */
async function takeAway(client: pg.Client): Promise<string[]> {
  const here = 'current_schema()::regnamespace';
  const { rows } = await client.query<{ away: string; again: string }>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS away,
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS again, 2 AS turn
     FROM pg_constraint WHERE contype = 'f' AND connamespace = ${here}
     UNION ALL
     SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid), 1
     FROM pg_index JOIN pg_class c ON c.oid = indrelid AND c.relkind = 'r' AND c.relnamespace = ${here}
     WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
     UNION ALL
     SELECT format('ALTER TABLE %s DISABLE TRIGGER USER', tgrelid::regclass),
       format('ALTER TABLE %s ENABLE TRIGGER USER', tgrelid::regclass), 3
     FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid AND c.relnamespace = ${here}
     WHERE NOT tgisinternal GROUP BY tgrelid
     ORDER BY turn`,
  );
  // Foreign keys first: they hold on to unique indexes.
  for (const { away } of rows.toReversed()) await client.query(away);
  return rows.map(({ again }) => again);
}

async function withClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, options: '-c TimeZone=UTC' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
