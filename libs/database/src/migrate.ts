import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { everything, withSchemaEngine } from './schema-engine.ts';

/** Where a service's migrations are, and the database they are for. */
interface MigrateRequest {
  readonly databaseUrl: string;
  /** A `prisma/migrations` folder: one folder a migration, `<time>_<name>/migration.sql`. */
  readonly folder: string;
  /** The migrations of a backup's day, where no others are to be applied. */
  readonly only?: readonly string[];
}

/**
 * Applies the migrations that the database does not have yet, in the order of their names, and returns
 * those names. The folder and the table `_prisma_migrations` stay as `prisma migrate deploy` has them.
 *
 * Refuses (throws) when a migration was edited after it had been applied, because then the database and
 * the repository no longer tell the same story; and when an earlier one failed and waits for a decision.
 */
export async function migrate(request: MigrateRequest): Promise<string[]> {
  const migrationsList = readMigrations(request.folder, request.only);
  return withSchemaEngine(request.databaseUrl, async (engine) => {
    const history = await engine.diagnoseMigrationHistory({
      migrationsList,
      optInToShadowDatabase: false,
      filters: everything,
    });
    if (history.editedMigrationNames.length > 0) {
      throw new Error(
        `${request.folder}: edited after it was applied: ${history.editedMigrationNames.join(', ')}. ` +
          'Put the file back as it was and write a new migration for the change.',
      );
    }
    if (history.failedMigrationNames.length > 0) {
      throw new Error(
        `${request.folder}: failed earlier: ${history.failedMigrationNames.join(', ')}. ` +
          'Repair the database, then mark it with "prisma migrate resolve"; a local one is wiped by "npm run reset".',
      );
    }
    const applied = await engine.applyMigrations({ migrationsList, filters: everything });
    return applied.appliedMigrationNames;
  });
}

/** A migrations folder as the schema engine takes it; an empty or absent folder is no migrations. */
export function readMigrations(folder: string, only?: readonly string[]): MigrationList {
  const names = existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .filter((name) => only?.includes(name) ?? true)
        .sort()
    : [];
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"' },
    shadowDbInitScript: '',
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(path.join(folder, name, 'migration.sql'), 'utf8') },
      },
    })),
  };
}
