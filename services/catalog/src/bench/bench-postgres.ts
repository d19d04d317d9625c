import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { type RunningPostgres, startLocalPostgres } from '@toshobin/database/local-postgres';

/** The settings of the bench's server: a production server could have all but those that give up durability. */
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

/** Makes the system forget the files of a stopped server, and no others: the next questions read the disk. */
export function forgetCached(folder: string): void {
  const names = readdirSync(path.join(folder, 'postgres', 'base'), { recursive: true, encoding: 'utf8' });
  for (const name of names) {
    const file = path.join(folder, 'postgres', 'base', name);
    if (statSync(file).isFile())
      execFileSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0', 'status=none']);
  }
}
