import type pg from 'pg';

/** What a pool is for. */
export type PoolUse = 'desks' | 'sql' | 'search';

const open = new Map<pg.Pool, PoolUse>();

/** Has the process tell how full the pool is, as long as it is open. */
export function watchPool(pool: pg.Pool, use: PoolUse): pg.Pool {
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
