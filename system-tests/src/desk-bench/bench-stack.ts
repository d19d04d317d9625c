import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createDatabaseIfMissing } from '@toshobin/database';
import { type ChildName, freePortBase, type Stack, startStack } from '@toshobin/infra';
import pg from 'pg';
import { z } from 'zod';
import { environmentOfItsOwn } from '../own-stack.ts';
import { databases, productionEnvironment } from './production-environment.ts';

/** The desks' half of the stack: everything but the patrons' pages. */
const services = ['catalog', 'patron', 'shipping', 'workflows', 'staff-web'] as const satisfies ChildName[];

/** The stack that is measured: real engines on this machine, and the services as a production start has them. */
export interface BenchStack {
  /** What patrons' and staff's browsers would be told; a request goes to `staffWeb`. */
  publicUrl: string;
  staffWeb: string;
  databaseUrl(service: (typeof databases)[number]): string;
  /** A database of the same server for what is compared with. */
  floorDatabaseUrl: string;
  pid(name: ChildName): number | undefined;
  /** The services as they run, and what they were told. */
  running: Stack;
  env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startBenchStack(folder: string, say: (line: string) => void): Promise<BenchStack> {
  mkdirSync(folder, { recursive: true });
  // The processes of the run before would wake up in this one.
  for (const part of ['', '-shm', '-wal']) rmSync(path.join(folder, `temporal.db${part}`), { force: true });
  const portBase = await freePortBase(Number(process.env.PORT_BASE || 21_000));
  const startEngines = () =>
    startStack({
      portBase,
      stateFolder: folder,
      env: environmentOfItsOwn(),
      only: ['postgres', 'kafka', 'temporal', 'mail'],
      desksFirst: true,
      say,
    });
  const engines = await startEngines();
  let ours: Stack | undefined;
  const stop = async () => {
    await ours?.stop();
    await engines.stop();
  };
  try {
    const { env } = engines;
    const databaseUrl = (service: string) => z.url().parse(env[`${service}_DATABASE_URL`]);
    const inDatabase = (name: string) =>
      Object.assign(new URL(databaseUrl('CATALOG')), { pathname: name }).href;
    const admin = inDatabase('/postgres');
    for (const service of databases) await createDatabaseIfMissing(admin, nameIn(databaseUrl(service)));
    await createDatabaseIfMissing(admin, 'floor');
    await requireDurableCommits(admin);
    const given = { ...environmentOfItsOwn(), ...productionEnvironment(env) };
    ours = await startStack({
      portBase,
      stateFolder: path.join(folder, 'services'),
      env: given,
      only: services,
      desksFirst: true,
      say,
    });
    const running = ours;
    return {
      publicUrl: running.env.STAFF_WEB_URL ?? '',
      staffWeb: `http://127.0.0.1:${running.ports.staffWeb}`,
      databaseUrl,
      floorDatabaseUrl: inDatabase('/floor'),
      pid: (name) => (services.some((service) => service === name) ? running.pid(name) : engines.pid(name)),
      running,
      env: given,
      stop,
    };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

/** A commit that is not on the disk would flatter both sides. */
async function requireDurableCommits(databaseUrl: string): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    for (const name of ['fsync', 'synchronous_commit', 'full_page_writes']) {
      const { rows } = await client.query(`SELECT current_setting('${name}') AS value`);
      if (z.tuple([z.object({ value: z.string() })]).parse(rows)[0].value !== 'on') {
        throw new Error(`PostgreSQL runs with ${name} off`);
      }
    }
  });
}

function nameIn(databaseUrl: string): string {
  return new URL(databaseUrl).pathname.slice(1);
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, options: '-c TimeZone=UTC' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
