import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import {
  type CopiedDatabase,
  type CopiedTable,
  fileOfTable,
  migrationsTable,
  temporalSchemaTables,
} from './copied.ts';

/** A database held at one moment: what others write meanwhile is not seen. */
interface Snapshot {
  readonly client: pg.Client;
  readonly at: string;
}

export async function holdSnapshot(databaseUrl: string): Promise<Snapshot> {
  // Text reads the same wherever it is read back.
  const client = new pg.Client({
    connectionString: databaseUrl,
    options: '-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=iso_8601 -c extra_float_digits=1',
  });
  await client.connect();
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const { rows } = await client.query<{ now: Date }>('SELECT now()');
  return { client, at: rows[0]?.now.toISOString() ?? '' };
}

/**
 * Writes every row of a database into a folder, a file a table. It reads by COPY, which is what pg_dump does; the schema is
 * not written, since our migrations make it. Throws where the database has what neither would bring back.
 */
export async function copyOut({ client, at }: Snapshot, folder: string): Promise<CopiedDatabase> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await refuseUnknown(client);
  const tables: CopiedTable[] = [];
  for (const { name, columns } of await tablesOf(client))
    tables.push(await copyTable(client, folder, name, columns));
  const sequences = await client.query<{ name: string; last: string }>(
    `SELECT sequencename AS name, last_value::text AS last FROM pg_sequences
     WHERE schemaname = current_schema() AND last_value IS NOT NULL ORDER BY 1`,
  );
  return {
    at,
    migrations: await appliedMigrations(client),
    tables,
    sequences: Object.fromEntries(sequences.rows.map(({ name, last }) => [name, last])),
  };
}

async function copyTable(
  client: pg.Client,
  folder: string,
  name: string,
  columns: readonly string[],
): Promise<CopiedTable> {
  const rows = client.query(copyTo(`COPY ${pg.escapeIdentifier(name)} (${listed(columns)}) TO STDOUT`));
  const hash = createHash('sha256');
  let bytes = 0;
  const measured = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const file = createWriteStream(path.join(folder, fileOfTable(name)), {
    mode: 0o600,
    flags: 'wx',
    flush: true,
  });
  await pipeline(rows, createZstdCompress(), measured, file);
  return { name, columns, rows: rows.rowCount, bytes, sha256: hash.digest('hex') };
}

/** Every table that a backup has, with the columns that are not computed from others. */
async function tablesOf(client: pg.Client): Promise<{ name: string; columns: string[] }[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND NOT c.relname = ANY ($1)
       AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     GROUP BY c.relname ORDER BY c.relname`,
    [[migrationsTable, ...temporalSchemaTables]],
  );
  return rows;
}

/** Partitions, materialized views, foreign tables and large objects: none of ours, nor of Temporal's, has any. */
async function refuseUnknown(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('p', 'm', 'f')
     UNION ALL SELECT 'large object ' || oid FROM pg_largeobject_metadata`,
  );
  if (rows.length > 0) throw new Error(`A backup does not know ${rows.map(({ name }) => name).join(', ')}`);
}

/** What makes the schema: our migrations, or the version that Temporal's tool brought it to. */
export async function appliedMigrations(client: pg.Client): Promise<string[]> {
  const has = async (table: string) =>
    (await client.query('SELECT to_regclass($1) IS NOT NULL AS has', [table])).rows[0]?.has === true;
  if (await has(migrationsTable)) {
    const { rows } = await client.query<{ name: string }>(
      `SELECT migration_name AS name FROM ${migrationsTable}
       WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  }
  if (!(await has('schema_version'))) return [];
  const { rows } = await client.query<{ name: string }>('SELECT curr_version AS name FROM schema_version');
  return rows.map(({ name }) => name);
}

export function listed(columns: readonly string[]): string {
  return columns.map((column) => pg.escapeIdentifier(column)).join(', ');
}
