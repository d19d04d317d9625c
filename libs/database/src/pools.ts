import pg from 'pg';

type PoolUse = 'desks' | 'sql' | 'search';

const open = new Map<pg.Pool, PoolUse>();

/**
 * How long a connection is waited for, in milliseconds: one that is made, and one that others have. As the address says (libpq's
 * `connect_timeout`, in seconds), else five seconds.
 */
export function patienceOf(databaseUrl: string): number {
  const seconds = Number(new URL(databaseUrl).searchParams.get('connect_timeout'));
  return seconds > 0 ? seconds * 1000 : 5_000;
}

/**
 * Connections to a database. The session's time zone is UTC whatever the server's setting: Prisma's adapter drops the offset
 * of a `timestamptz` it reads. An idle pool keeps no process (or jest run) alive, a server that is away is an error after
 * {@link patienceOf} its address, and the process tells how full the pool is as long as it is open.
 */
export function openPool(databaseUrl: string, use: PoolUse, options: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    options: '-c TimeZone=UTC',
    connectionTimeoutMillis: patienceOf(databaseUrl),
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
