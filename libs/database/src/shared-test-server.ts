import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { migrate, readMigrations } from './migrate.ts';
import type { TestPostgres } from './test-postgres.ts';

/**
 * Databases of one test file on a server that other files use at the same time. Each migrations folder is applied once,
 * to a template; a file's database is a copy of it. A cluster and its migrations cost three seconds of processor time
 * for every file otherwise, more than most files need for their tests.
 */
export function databasesOnSharedServer(adminUrl: string): TestPostgres {
  const made: string[] = [];
  return {
    adminUrl,
    async createMigrated(name, migrationsFolder) {
      const template = await withAdmin(adminUrl, (admin) =>
        migratedTemplate(admin, adminUrl, migrationsFolder),
      );
      const database = `${name}_${randomUUID().replaceAll('-', '')}`;
      await withAdmin(adminUrl, (admin) => admin.query(`CREATE DATABASE ${database} TEMPLATE ${template}`));
      made.push(database);
      return addressOf(adminUrl, database);
    },
    async stop() {
      await withAdmin(adminUrl, async (admin) => {
        for (const database of made) await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
      });
    },
  };
}

/** The template of a migrations folder as it is now, made by whoever needs it first. */
async function migratedTemplate(admin: pg.Client, adminUrl: string, folder: string): Promise<string> {
  const hash = createHash('sha256')
    .update(JSON.stringify(readMigrations(folder)))
    .digest('hex');
  const template = `template_${hash.slice(0, 32)}`;
  // Held until this connection ends: the second file waits for the first.
  await admin.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [template]);
  const ready = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
  if (ready.rowCount === 1) return template;
  const making = `making_${hash.slice(0, 32)}`;
  await admin.query(`DROP DATABASE IF EXISTS ${making} WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${making}`);
  await migrate({ databaseUrl: addressOf(adminUrl, making), folder });
  // Nobody may be connected to a template; the engine's last connection may still be on its way out.
  await admin.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1', [
    making,
  ]);
  await admin.query(`ALTER DATABASE ${making} RENAME TO ${template}`);
  return template;
}

function addressOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function withAdmin<T>(adminUrl: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
