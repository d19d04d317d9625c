import { type ChildProcess, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { localDatabaseUrl, postgresAnswers, spawnPostgres } from '@toshobin/database/local-postgres';

/** What the server of the bench is given; nothing that a production server could not have, but for durability. */
const serverSettings = [
  'shared_buffers=2GB',
  'maintenance_work_mem=512MB',
  'max_wal_size=4GB',
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
] as const;

export interface BenchPostgres {
  url(database: string): string;
  stop(): Promise<void>;
}

/** Starts the bench's own PostgreSQL, whose cluster stays in the folder for the next run. */
export async function startBenchPostgres(folder: string): Promise<BenchPostgres> {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const url = (database: string) => localDatabaseUrl({ port }, database);
  const server = await spawnPostgres({
    dataFolder: path.join(folder, 'postgres'),
    port,
    logFile: path.join(folder, 'postgres.log'),
    settings: serverSettings,
  });
  const ended = once(server, 'exit');
  while (!(await postgresAnswers(url('postgres')))) {
    if (hasEnded(server))
      throw new Error(`PostgreSQL ended while it was starting, see ${folder}/postgres.log`);
    await wait(50);
  }
  return {
    url,
    async stop() {
      server.kill('SIGINT');
      await ended;
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Has the system forget what it keeps of the files of a stopped server, and of no others: what comes next is read from the disk. */
export function forgetCached(folder: string): void {
  const names = readdirSync(path.join(folder, 'postgres', 'base'), { recursive: true, encoding: 'utf8' });
  for (const name of names) {
    const file = path.join(folder, 'postgres', 'base', name);
    if (statSync(file).isFile())
      execFileSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0', 'status=none']);
  }
}

/** Asked from the system and given back: whoever is quick may take it before us, and then the start fails. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port');
  return address.port;
}
