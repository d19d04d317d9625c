import pg from 'pg';
import { watchPool } from './pools.ts';

/**
 * Connections for the relay and whatever else speaks SQL. The session's time zone is UTC, like the Prisma client's
 * (open-adapter.ts); an idle pool keeps no process alive, and a server that is away is an error after five seconds.
 */
export function openPool(databaseUrl: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    options: '-c TimeZone=UTC',
    max,
    connectionTimeoutMillis: 5_000,
    allowExitOnIdle: true,
  });
  // An idle connection that breaks (the server restarted) must not end the process; the next query opens another.
  pool.on('error', () => undefined);
  return watchPool(pool, 'sql');
}
