import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { backup as copyStore, DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { copyOut, holdSnapshot } from '@toshobin/database/backup';
import { root, services } from '@toshobin/infra';
import { databaseUrl, readConfig } from '@toshobin/service';
import { z } from 'zod';
import {
  type Backup,
  descriptionFile,
  hashOf,
  storesConfig,
  temporalDatabases,
  temporalFile,
} from './backup.ts';
import { noteBackup } from './note-backup.ts';

/** `node infra/run.mjs backup --to FOLDER`: what a library is, beside the running services; it only reads. */
const usage = `Usage: node infra/run.mjs backup --to FOLDER
       node infra/run.mjs backup --note FOLDER
  --to    FOLDER is new or empty. It holds people and what they borrow: keep it as closely as the databases.
  --note  reads a backup back, and keeps that it is the last one for 止まっているもの of the staff's web and /metrics`;

const { to: folder, note } = foldersIn(process.argv.slice(2));
if (note !== undefined) {
  try {
    const { STAFF_WEB_DATABASE_URL } = readConfig(z.object({ STAFF_WEB_DATABASE_URL: databaseUrl }));
    await noteBackup(note, STAFF_WEB_DATABASE_URL);
    console.log(`${note}: whole, and noted as the last one`);
  } catch (fault) {
    console.error(`${note}: not noted as a backup: ${fault instanceof Error ? fault.message : fault}`);
    process.exit(1);
  }
  process.exit(0);
}
if (folder === undefined) {
  console.error(usage);
  process.exit(2);
}
if (existsSync(folder) && (await readdir(folder)).length > 0) {
  console.error(`Nothing was written: ${folder} is not empty`);
  process.exit(2);
}
const ours = services.flatMap(({ database }) => (database === undefined ? [] : [database]));
const config = readConfig(z.object(storesConfig));
const begun = new Date().toISOString();
await mkdir(folder, { recursive: true, mode: 0o700 });
await chmod(folder, 0o700);

const wanted = [...ours, ...temporalDatabases].flatMap(({ name, variable }) => {
  const url = config[variable];
  return url === undefined ? [] : [{ name, url }];
});
// All at nearly one moment, however long the reading takes.
const held = await Promise.all(
  wanted.map(async ({ name, url }) => ({ name, snapshot: await holdSnapshot(url) })),
);
const store = await copyTemporalStore(path.join(folder, temporalFile));
const databases: Backup['databases'] = [];
for (const { name, snapshot } of held) {
  const copied = await copyOut(snapshot, path.join(folder, name));
  await snapshot.client.end();
  databases.push({ name, ...copied });
  const rows = copied.tables.reduce((sum, table) => sum + table.rows, 0);
  const bytes = copied.tables.reduce((sum, table) => sum + table.bytes, 0);
  console.log(`${name}: ${rows} rows, ${megabytes(bytes)}`);
}
const description: Backup = {
  format: 1,
  release: await releaseOfThis(),
  begun,
  ended: new Date().toISOString(),
  databases,
  temporalFile: store,
};
await writeFile(path.join(folder, descriptionFile), `${JSON.stringify(description, null, 1)}\n`, {
  mode: 0o600,
  flush: true,
});
console.log(`${path.join(folder, descriptionFile)}: whole`);

/** A development server keeps all in one file, which SQLite copies while it is written to. */
async function copyTemporalStore(to: string): Promise<Backup['temporalFile']> {
  const file = config.TEMPORAL_STORE;
  if (wanted.some(({ name }) => name === 'temporal')) return null;
  if (file === undefined || !existsSync(file)) {
    console.log(
      'temporal: NOT in this backup. Give TEMPORAL_DATABASE_URL and TEMPORAL_VISIBILITY_DATABASE_URL where it is on ' +
        'PostgreSQL; without it a restore begins every process anew',
    );
    return null;
  }
  const open = new DatabaseSync(file, { readOnly: true });
  await copyStore(open, to);
  open.close();
  await chmod(to, 0o600);
  const { size: bytes } = await stat(to);
  console.log(`temporal: the file of a development server, ${megabytes(bytes)}`);
  return { bytes, sha256: await hashOf(to) };
}

async function releaseOfThis(): Promise<string> {
  const text = await readFile(path.join(root, 'package.json'), 'utf8');
  return z.object({ version: z.string().default('unknown') }).parse(JSON.parse(text)).version;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function foldersIn(args: string[]): { to?: string | undefined; note?: string | undefined } {
  try {
    const options = { to: { type: 'string' }, note: { type: 'string' } } as const;
    const { to, note } = parseArgs({ args, options }).values;
    return { to: to && path.resolve(to), note: note && path.resolve(note) };
  } catch {
    return {};
  }
}
