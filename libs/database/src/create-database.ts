import pg from 'pg';

/** PostgreSQL's codes for "there is one already": found in the catalogue, or lost the race for its row. */
const alreadyThere = new Set(['42P04', '23505']);

/**
 * Creates a database unless there is one of that name. It gets the encoding and the locale of the
 * cluster, which must therefore be right: UTF-8, and not the C locale (pg_trgm finds no kanji there).
 *
 * @param adminUrl address of any database of the cluster, with a role that may create databases
 * @returns whether it was created now
 */
export async function createDatabaseIfMissing(adminUrl: string, name: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount !== 0) return false;
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && alreadyThere.has(error.code ?? '')) return false;
    throw error;
  } finally {
    await client.end();
  }
}
