import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { type RunningPostgres, startLocalPostgres } from '@toshobin/database/local-postgres';

/** What the server of the bench is given; nothing that a production server could not have, but for durability. */
const serverSettings = [
  'shared_buffers=2GB',
  'maintenance_work_mem=512MB',
  'max_wal_size=4GB',
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
] as const;

/** Starts the bench's own PostgreSQL, whose cluster stays in the folder for the next run. */
export function startBenchPostgres(folder: string): Promise<RunningPostgres> {
  mkdirSync(folder, { recursive: true });
  return startLocalPostgres({
    dataFolder: path.join(folder, 'postgres'),
    logFile: path.join(folder, 'postgres.log'),
    settings: serverSettings,
  });
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
