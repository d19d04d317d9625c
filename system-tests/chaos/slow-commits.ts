import type { Stack } from '@toshobin/infra';
import pg from 'pg';

/** A slow disk: every commit of every service takes so many milliseconds more, all of its locks held; 0: as it was. */
export async function slowCommits({ env }: Pick<Stack, 'env'>, ms: number): Promise<void> {
  const client = new pg.Client({
    connectionString: env.CATALOG_DATABASE_URL,
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    // In microseconds, however few others are about to commit.
    await client.query(`ALTER SYSTEM SET commit_delay = ${Math.min(ms, 100) * 1_000}`);
    await client.query('ALTER SYSTEM SET commit_siblings = 0');
    await client.query('SELECT pg_reload_conf()');
  } finally {
    await client.end();
  }
}
