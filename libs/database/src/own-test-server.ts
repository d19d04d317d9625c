import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createDatabaseIfMissing } from './create-database.ts';
import { localDatabaseUrl, postgresAnswers, spawnPostgres } from './local-postgres.ts';
import { migrate } from './migrate.ts';
import type { OwnTestPostgres } from './test-postgres.ts';

/**
 * Starts a PostgreSQL of one's own on a free loopback port; ready in about a second. For what looks at the whole
 * server or names its databases itself. It ends with the test's process in any case (Linux).
 */
export async function startOwnPostgres(settings: readonly string[] = []): Promise<OwnTestPostgres> {
  const folder = mkdtempSync(path.join(tmpdir(), 'toshobin-postgres-'));
  const port = await freePort();
  const url = (name: string) => localDatabaseUrl({ port }, name);
  const child = await spawnPostgres({
    dataFolder: path.join(folder, 'data'),
    port,
    logFile: path.join(folder, 'log'),
    settings: [
      'fsync=off',
      'synchronous_commit=off',
      'full_page_writes=off',
      'shared_buffers=32MB',
      'max_connections=100',
      ...settings,
    ],
  });
  const ended = once(child, 'exit');
  while (!(await postgresAnswers(url('postgres')))) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(
        `PostgreSQL ended while it was starting:\n${readFileSync(path.join(folder, 'log'), 'utf8')}`,
      );
    }
    await wait(30);
  }
  return {
    adminUrl: url('postgres'),
    url,
    async createMigrated(name, migrationsFolder) {
      await createDatabaseIfMissing(url('postgres'), name);
      await migrate({ databaseUrl: url(name), folder: migrationsFolder });
      return url(name);
    },
    async stop() {
      // SIGINT is "fast": it ends sessions that a test left open instead of waiting for them.
      child.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port');
  return address.port;
}
