import pg from 'pg';

/** PostgreSQL's codes for "there is one already": found in the catalogue, or lost the race for its row. */
const alreadyThere = new Set(['42P04', '23505']);
const noSuchDatabase = '3D000';
const notAllowed = '42501';
/** Where somebody connects who wants to create a database: one of them is in every cluster. */
const doors = ['postgres', 'template1'];

/** The database is not there, and the role of its address can't make it; the message says which, and what to run. */
export class DatabaseMissing extends Error {
  constructor(name: string, role: string) {
    const [database, owner] = [name, role].map((one) => pg.escapeIdentifier(one));
    super(
      `there is no database ${name} and the role ${role} may not create one: as a role that may, run ` +
        `CREATE DATABASE ${database} OWNER ${owner};`,
    );
    this.name = 'DatabaseMissing';
  }
}

/**
 * Creates the database of an address unless it is there. Throws {@link DatabaseMissing} where the address's role may
 * not.
 *
 * @returns whether it was created now
 */
export async function createDatabaseOf(databaseUrl: string): Promise<boolean> {
  const name = decodeURIComponent(new URL(databaseUrl).pathname.slice(1));
  const own = await connect(databaseUrl, [noSuchDatabase]);
  if (own !== undefined) {
    await own.end();
    return false;
  }
  for (const door of doors) {
    const client = await connect(Object.assign(new URL(databaseUrl), { pathname: door }).href, [
      noSuchDatabase,
      notAllowed,
    ]);
    if (client === undefined) continue;
    try {
      return await create(client, name);
    } catch (fault) {
      if (codeOf(fault) !== notAllowed) throw fault;
      throw new DatabaseMissing(name, client.user ?? '');
    } finally {
      await client.end();
    }
  }
  throw new DatabaseMissing(name, decodeURIComponent(new URL(databaseUrl).username));
}

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
    return await create(client, name);
  } finally {
    await client.end();
  }
}

async function create(client: pg.Client, name: string): Promise<boolean> {
  const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (found.rowCount !== 0) return false;
  try {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
    return true;
  } catch (fault) {
    if (alreadyThere.has(codeOf(fault))) return false;
    throw fault;
  }
}

/** Connected, or undefined where the server refuses with one of these codes. */
async function connect(url: string, expected: readonly string[]): Promise<pg.Client | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    return client;
  } catch (fault) {
    await client.end().catch(() => undefined);
    if (expected.includes(codeOf(fault))) return undefined;
    throw fault;
  }
}

function codeOf(fault: unknown): string {
  return fault instanceof pg.DatabaseError ? (fault.code ?? '') : '';
}
