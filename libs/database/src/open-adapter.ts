import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { watchPool } from './pools.ts';

/**
 * The driver adapter that a service hands to its Prisma client:
 * `new PrismaClient({ adapter: openDatabaseAdapter(config.databaseUrl) })`.
 *
 * The session's time zone is UTC whatever the server's setting: the adapter drops the offset of a
 * `timestamptz` it reads, so with any other zone every instant would be off by hours.
 * An idle pool does not keep a process (or a jest run) alive; a server that is away is an error after
 * five seconds, not a request that hangs.
 *
 * @param databaseUrl `postgresql://user:password@host:port/database`
 * @param maxConnections size of the pool; ten unless told
 */
export function openDatabaseAdapter(databaseUrl: string, maxConnections = 10): PrismaPg {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    options: '-c TimeZone=UTC',
    max: maxConnections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 10_000,
    allowExitOnIdle: true,
  });
  return new PrismaPg(watchPool(pool, 'desks'), {
    disposeExternalPool: true,
    statementNameGenerator: ({ sql }) => nameOfStatement(sql),
  });
}

/** So many statements are prepared in a connection; lists of many lengths would fill its memory without an end. */
const MOST_NAMED = 500;
const names = new Map<string, string>();

/**
 * Each statement is parsed and planned once in a connection and not each time. An unnamed one (the empty name) is not
 * prepared.
 */
function nameOfStatement(sql: string): string {
  const known = names.get(sql);
  if (known !== undefined) return known;
  if (names.size >= MOST_NAMED) return '';
  const name = `s${names.size}`;
  names.set(sql, name);
  return name;
}
