import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDatabaseIfMissing } from './create-database.ts';
import { startLocalPostgres } from './local-postgres.ts';
import { migrate } from './migrate.ts';
import type { OwnTestPostgres } from './test-postgres.ts';

/**
 * Starts a PostgreSQL of one's own on a free loopback port; ready in about a second. For what looks at the whole
 * server or names its databases itself. It ends with the test's process in any case (Linux).
 */
export async function startOwnPostgres(settings: readonly string[] = []): Promise<OwnTestPostgres> {
  const folder = mkdtempSync(path.join(tmpdir(), 'toshobin-postgres-'));
  const { url: addressOf, stop } = await startLocalPostgres({
    dataFolder: path.join(folder, 'data'),
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
  // Twenty people at once wait long for ten connections where other tests have the processors.
  const url = (name: string) => `${addressOf(name)}?connect_timeout=60`;
  return {
    adminUrl: url('postgres'),
    url,
    async createMigrated(name, migrationsFolder) {
      await createDatabaseIfMissing(url('postgres'), name);
      await migrate({ databaseUrl: url(name), folder: migrationsFolder });
      return url(name);
    },
    async stop() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
