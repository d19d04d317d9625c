import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { createDatabaseIfMissing } from './create-database.ts';
import { migrate } from './migrate.ts';
import { everything, withSchemaEngine } from './schema-engine.ts';

/** A service's `prisma` folder, and a cluster where a scratch database may be made for the comparison. */
interface DriftRequest {
  /** Holds `schema.prisma` and `migrations/`. */
  readonly prismaFolder: string;
  /** Any database of a cluster in which a database may be created and dropped. */
  readonly adminUrl: string;
}

/**
 * The SQL that is missing between what the migrations make and what `schema.prisma` says; empty when they
 * agree. Functions and expression indexes live in SQL only and are not compared.
 */
export async function schemaDrift({ prismaFolder, adminUrl }: DriftRequest): Promise<string> {
  const schemaFile = path.join(prismaFolder, 'schema.prisma');
  return withScratchDatabase(adminUrl, async (databaseUrl) => {
    await migrate({ databaseUrl, folder: path.join(prismaFolder, 'migrations') });
    return withSchemaEngine(databaseUrl, async (engine) => {
      const schema = { path: schemaFile, content: readFileSync(schemaFile, 'utf8') };
      const difference = await engine.diff({
        from: { tag: 'schemaDatasource', files: [schema], configDir: prismaFolder },
        to: { tag: 'schemaDatamodel', files: [schema] },
        script: true,
        exitCode: null,
        filters: everything,
      });
      const sql = difference.stdout ?? '';
      return sql.trim() === '-- This is an empty migration.' ? '' : sql;
    });
  });
}

/**
 * Writes the next migration of a service from the difference between its migrations and its schema, as
 * `migrations/<UTC time>_<name>/migration.sql`. Hand-written SQL is appended to it by its author.
 *
 * @param name what it does, in small letters, digits and underscores
 * @returns the file written, or undefined when there is nothing to do
 */
export async function writeMigration(
  request: DriftRequest & { readonly name: string; readonly now: Date },
): Promise<string | undefined> {
  if (!/^[a-z][a-z0-9_]*$/.test(request.name)) {
    throw new Error(`A migration is named in small letters, digits and underscores, not "${request.name}"`);
  }
  const sql = await schemaDrift(request);
  if (sql === '') return undefined;
  const time = request.now.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  const folder = path.join(request.prismaFolder, 'migrations', `${time}_${request.name}`);
  mkdirSync(folder, { recursive: true });
  const lock = path.join(request.prismaFolder, 'migrations', 'migration_lock.toml');
  writeFileSync(lock, 'provider = "postgresql"\n');
  const file = path.join(folder, 'migration.sql');
  writeFileSync(file, `${sql.trim()}\n`);
  return file;
}

async function withScratchDatabase<T>(adminUrl: string, work: (url: string) => Promise<T>): Promise<T> {
  const name = `scratch_${randomUUID().replaceAll('-', '')}`;
  await createDatabaseIfMissing(adminUrl, name);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  try {
    return await work(url.href);
  } finally {
    const client = new pg.Client({ connectionString: adminUrl });
    await client.connect();
    await client
      .query(`DROP DATABASE ${client.escapeIdentifier(name)} WITH (FORCE)`)
      .finally(() => client.end());
  }
}
