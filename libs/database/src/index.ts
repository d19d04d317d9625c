export { clientOptions } from './client-options.ts';
export { createDatabaseIfMissing, createDatabaseOf, DatabaseMissing } from './create-database.ts';
export { databaseAway, databaseBusy } from './database-away.ts';
export { leapNumbers } from './leap-numbers.ts';
export { migrate, readMigrations } from './migrate.ts';
export { openDatabaseAdapter } from './open-adapter.ts';
export { openPool } from './open-pool.ts';
export { uniqueViolation } from './unique-violation.ts';
export { schemaDrift, writeMigration } from './write-migration.ts';
