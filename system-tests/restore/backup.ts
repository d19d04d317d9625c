import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileOfTable } from '@toshobin/database/backup';
import { databaseUrl } from '@toshobin/service';
import { z } from 'zod';

/** The one description of a backup. It is written last: where it is, the backup is whole. */
export const descriptionFile = 'backup.json';
/** The file of a development server of Temporal's, in a backup as in its place. */
export const temporalFile = 'temporal.db';

const Kept = z.object({ bytes: z.number().int(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const Database = z.object({
  name: z.string(),
  /** When its rows stood so, by its own clock. */
  at: z.iso.datetime(),
  migrations: z.array(z.string()).readonly(),
  tables: z
    .array(Kept.extend({ name: z.string(), columns: z.array(z.string()).readonly(), rows: z.number().int() }))
    .readonly(),
  sequences: z.record(z.string(), z.string().regex(/^-?\d+$/)),
});

const BackupSchema = z.object({
  format: z.literal(1),
  release: z.string(),
  begun: z.iso.datetime(),
  ended: z.iso.datetime(),
  databases: z.array(Database),
  /** Beside the databases: the file of a development server; null where Temporal is one of them, or is left out. */
  temporalFile: Kept.nullable(),
});
export type Backup = z.output<typeof BackupSchema>;

export async function readBackup(folder: string): Promise<Backup> {
  return BackupSchema.parse(JSON.parse(await readFile(path.join(folder, descriptionFile), 'utf8')));
}

/** Every file of a backup that is not there as it was written, before anything relies on one. */
export async function damagedFiles(folder: string, backup: Backup): Promise<string[]> {
  const files = backup.databases.flatMap(({ name, tables }) =>
    tables.map((table) => ({ file: path.join(name, fileOfTable(table.name)), sha256: table.sha256 })),
  );
  if (backup.temporalFile !== null) files.push({ file: temporalFile, sha256: backup.temporalFile.sha256 });
  const damaged: string[] = [];
  for (const { file, sha256 } of files)
    if ((await hashOf(path.join(folder, file)).catch(() => undefined)) !== sha256) damaged.push(file);
  return damaged;
}

export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Temporal's own databases, where it has a PostgreSQL. */
export const temporalDatabases = [
  { name: 'temporal', variable: 'TEMPORAL_DATABASE_URL' },
  { name: 'temporal_visibility', variable: 'TEMPORAL_VISIBILITY_DATABASE_URL' },
] as const;

/** Where everything is that a backup has. */
export const storesConfig = {
  CATALOG_DATABASE_URL: databaseUrl,
  PATRON_DATABASE_URL: databaseUrl,
  SHIPPING_DATABASE_URL: databaseUrl,
  PATRON_WEB_DATABASE_URL: databaseUrl,
  STAFF_WEB_DATABASE_URL: databaseUrl,
  TEMPORAL_DATABASE_URL: databaseUrl.optional(),
  TEMPORAL_VISIBILITY_DATABASE_URL: databaseUrl.optional(),
  /** The file of a development server. */
  TEMPORAL_STORE: z.string().optional(),
};
