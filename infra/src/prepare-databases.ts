import { createDatabaseOf, migrate, readMigrations } from '@toshobin/database';
import { ConfigurationError, type Plan } from './plan.ts';
import { fileOf, type Service } from './services.ts';
import { sentenceOf, tryAgain } from './try-again.ts';

/** Creates a service's database where it is missing, and applies its migrations: all, or these. */
export async function prepareDatabase(
  service: Service,
  databaseUrl: string,
  only?: readonly string[],
): Promise<void> {
  await createDatabaseOf(databaseUrl);
  const folder = fileOf(service, 'prisma/migrations');
  if (folder !== undefined) await migrate({ databaseUrl, folder, ...(only && { only }) });
}

/** The names of a service's migrations in this release. */
export function migrationsOf(service: Service): string[] {
  const folder = fileOf(service, 'prisma/migrations');
  if (folder === undefined) return [];
  return readMigrations(folder).migrationDirectories.map(({ path }) => path);
}

/**
 * Creates the databases that are missing in a PostgreSQL that somebody else runs, before anything is started. Throws
 * {@link ConfigurationError} with a sentence for each that can't be reached or made.
 */
export async function createExternalDatabases(
  plan: Plan,
  ours: readonly Service[],
  say: (line: string) => void,
  stopping: AbortSignal,
): Promise<void> {
  const faults: string[] = [];
  // One after another: PostgreSQL makes no database from a template that somebody is connected to.
  for (const { database } of ours) {
    const url = database && plan.env[database.variable];
    if (database === undefined || url === undefined) continue;
    try {
      const made = await tryAgain(() => createDatabaseOf(url), { what: database.variable, say, stopping });
      if (made) say(`${database.variable}: the database is made`);
    } catch (fault) {
      faults.push(`${database.variable}: ${sentenceOf(fault)}`);
    }
  }
  if (faults.length > 0) throw new ConfigurationError(faults);
}
