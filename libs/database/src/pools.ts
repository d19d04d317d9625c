import pg from 'pg';

type PoolUse = 'desks' | 'sql' | 'search';

const open = new Map<pg.Pool, PoolUse>();

/**
 * Connections to a database. The session's time zone is UTC whatever the server's setting: Prisma's adapter drops the offset
 * of a `timestamptz` it reads. An idle pool keeps no process (or jest run) alive, a server that is away is an error after
 * five seconds, and the process tells how full the pool is as long as it is open.
 */
export function openPool(databaseUrl: string, use: PoolUse, options: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    options: '-c TimeZone=UTC',
    connectionTimeoutMillis: 5_000,
    allowExitOnIdle: true,
    ...options,
  });
  // An idle connection that breaks (the server restarted) must not end the process; the next query opens another.
  pool.on('error', () => undefined);
  open.set(pool, use);
  return pool;
}

/**
 * How many connections each pool of the process has, how many of them are idle, and how many queries wait for one. The first
 * of its measures: what the others ask would be counted too, and would wait at each look.
 */
export const poolMeasure = {
  name: 'toshobin_pool_connections',
  help: 'connections of a pool to its database, and queries that wait for one',
  labels: ['pool', 'state'],
  read() {
    for (const pool of open.keys()) if (pool.ended) open.delete(pool);
    return [...open].flatMap(([pool, use]) =>
      Object.entries({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }).map(
        ([state, value]) => ({ labels: { pool: use, state }, value }),
      ),
    );
  },
} as const;
