import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createDatabaseOf } from '@toshobin/database';
import { appliedMigrations, copyIn, firstTableWithRows, holdSnapshot } from '@toshobin/database/backup';
import { migrationsOf, prepareDatabase, services, startStack } from '@toshobin/infra';
import { instantFromDate } from '@toshobin/lending-rules';
import { readConfig } from '@toshobin/service';
import { z } from 'zod';
import { damagedFiles, readBackup, storesConfig, temporalDatabases, temporalFile } from './backup.ts';
import { keepers, tellOfRestore } from './tell-of-restore.ts';

/** `node infra/run.mjs restore --from FOLDER`: a backup into a machine that holds nothing yet, while no service runs. */
const usage = `Usage: node infra/run.mjs restore --from FOLDER
Into empty databases: those that the five addresses name, or, on a clone where none is given, a new LOCAL_STATE.
Before the first start of any service, and of Temporal's server.`;

interface Target {
  readonly name: string;
  readonly url: string;
  /** Ours; Temporal's has no migrations here. */
  readonly migrations?: string[];
  readonly prepare: (only?: readonly string[]) => Promise<void>;
  /** Whoever was signed in then may have signed out since, or have been kept out. */
  readonly afterwards?: readonly string[];
}

const from = fromIn(process.argv.slice(2));
const backup = await readBackup(from).catch((fault: unknown) => {
  console.error(`${from} is no whole backup: ${fault}`);
  process.exit(2);
});
const stack = await localPlace().catch((fault: unknown) => {
  // A stack that runs there, for one.
  console.error(`Nothing was restored: ${fault instanceof Error ? fault.message : fault}`);
  process.exit(1);
});
try {
  await restore({ ...process.env, ...stack?.env });
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exitCode = 1;
} finally {
  await stack?.stop();
}

async function restore(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const config = readConfig(z.object(storesConfig), env);
  const targets = [...ourTargets(config), ...temporalTargets(config)];
  await refuse(targets, config.TEMPORAL_STORE);
  for (const target of targets) {
    const copied = backup.databases.find(({ name }) => name === target.name);
    if (copied === undefined) continue;
    const begun = performance.now();
    await target.prepare(copied.migrations);
    await copyIn({
      databaseUrl: target.url,
      folder: path.join(from, target.name),
      copied,
      afterwards: target.afterwards ?? [],
    });
    await target.prepare();
    const rows = copied.tables.reduce((sum, table) => sum + table.rows, 0);
    console.log(`${target.name}: ${rows} rows, as at ${copied.at}, in ${seconds(begun)} s`);
  }
  if (backup.temporalFile !== null && config.TEMPORAL_STORE !== undefined) {
    await copyFile(path.join(from, temporalFile), config.TEMPORAL_STORE);
    console.log('temporal: the file of a development server');
  }
  await tellOfRestore(config, instantFromDate(new Date()), new Set(keepers));
  console.log(
    'Then start the services, and once they serve: node infra/run.mjs reconcile --all, and node infra/run.mjs audit',
  );
}

/** Nothing is written where anything speaks against it. */
async function refuse(targets: readonly Target[], store: string | undefined): Promise<void> {
  const faults: string[] = [];
  for (const { name, migrations, url } of targets) {
    const copied = backup.databases.find((database) => database.name === name);
    if (copied === undefined) {
      faults.push(`${name} is not in this backup`);
      continue;
    }
    const unknown = migrations && copied.migrations.filter((one) => !migrations.includes(one));
    if (unknown !== undefined && unknown.length > 0)
      faults.push(`${name}: the backup is of a newer release, with ${unknown.join(', ')}`);
    await createDatabaseOf(url);
    const held = await firstTableWithRows(url);
    if (held !== undefined) faults.push(`${name} is not empty: ${held} has rows`);
  }
  const wanted = new Set(targets.map(({ name }) => name));
  const nowhere = backup.databases.filter(({ name }) => !wanted.has(name)).map(({ name }) => name);
  if (nowhere.length > 0) faults.push(`The backup has ${nowhere.join(', ')}: give where that goes`);
  if (backup.temporalFile !== null && store === undefined)
    faults.push('The backup has the file of a development server of Temporal’s, which has no place here');
  if (store !== undefined && existsSync(store)) faults.push(`${store} is there already`);
  for (const file of await damagedFiles(from, backup)) faults.push(`${file} is not as it was written`);
  if (faults.length > 0) throw new Error(`Nothing was restored:\n${faults.join('\n')}`);
}

function ourTargets(config: Readonly<Record<string, string | undefined>>): Target[] {
  return services.flatMap((service) => {
    const { database } = service;
    const url = database && config[database.variable];
    if (database === undefined || url === undefined) return [];
    return [
      {
        name: database.name,
        url,
        migrations: migrationsOf(service),
        prepare: (only) => prepareDatabase(service, url, only),
        afterwards: service.name.endsWith('-web') ? ['DELETE FROM session'] : [],
      },
    ];
  });
}

/** Their schema is made by Temporal's own tool, before its server's first start. */
function temporalTargets(config: Readonly<Record<string, string | undefined>>): Target[] {
  return temporalDatabases.flatMap(({ name, variable }) => {
    const url = config[variable];
    return url === undefined ? [] : [{ name, url, prepare: () => requireSchemaOf(name, url) }];
  });
}

async function requireSchemaOf(name: string, url: string): Promise<void> {
  const { client } = await holdSnapshot(url);
  const there = await appliedMigrations(client);
  await client.end();
  const was = backup.databases.find((database) => database.name === name)?.migrations ?? [];
  if (there.join() !== was.join())
    throw new Error(
      `${name} has the schema ${there.join() || '(none)'}, the backup ${was.join()}: make that one first`,
    );
}

/** On a clone where no address is given: a PostgreSQL in a new LOCAL_STATE, on which `npm start` goes on. */
async function localPlace() {
  if (process.env.CATALOG_DATABASE_URL || process.env.CATALOG_DATABASE_URL_FILE) return undefined;
  if (process.env.NODE_ENV === 'production') return undefined;
  return startStack({ only: ['postgres'] });
}

function fromIn(args: string[]): string {
  try {
    const { from } = parseArgs({ args, options: { from: { type: 'string' } } }).values;
    return path.resolve(z.string().min(1).parse(from));
  } catch {
    console.error(usage);
    process.exit(2);
  }
}

function seconds(begun: number): string {
  return ((performance.now() - begun) / 1000).toFixed(1);
}
