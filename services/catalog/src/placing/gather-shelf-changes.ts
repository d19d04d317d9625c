import type { Pool } from 'pg';
import { asOne } from '../database.ts';
import type { Queryable } from '../records/queryable.ts';

/** With so many changes gathering is worth it; every search reads those that are not gathered. */
const WORTH_GATHERING = 200;
/** Any number of our own: of several catalogs one gathers. */
const GATHER_LOCK = 7_105_003;

const none = '0::bit(1024)';

/**
 * Writes what is on the shelf into the bits that a search reads (shelf_block), for all titles around those whose copies
 * came or left since the last time. In a transaction of its own with one snapshot: a change that is not committed yet
 * keeps its row in shelf_change, and its title is looked up among the copies until it is gathered, too.
 *
 * @returns how many changes were gathered; 0 when they are few, or while another catalog does it
 */
export function gatherShelfChanges(pool: Pool, worth = WORTH_GATHERING): Promise<number> {
  return asOne(pool, 'BEGIN ISOLATION LEVEL REPEATABLE READ', async (client) => {
    const { rows } = await client.query<{ due: boolean }>(
      `SELECT $2 <= (SELECT count(*) FROM (SELECT FROM shelf_change LIMIT $2) waiting)
         AND pg_try_advisory_xact_lock($1) AS due`,
      [GATHER_LOCK, worth],
    );
    return rows[0]?.due ? gather(client) : 0;
  });
}

/** Gathers for a caller that has the table of copies to itself: the load, in its own transaction. */
export async function gather(database: Queryable): Promise<number> {
  const { rows } = await database.query(
    `WITH gone AS (DELETE FROM shelf_change RETURNING record_id),
      touched AS (SELECT DISTINCT record_id >> 10 AS block FROM gone),
      written AS (INSERT INTO shelf_block (block, on_shelf)
        SELECT block, COALESCE((SELECT bit_or(set_bit(${none}, (record_id & 1023)::int, 1)) FROM copy
          WHERE record_id >= block << 10 AND record_id < (block + 1) << 10
            AND place = 'onShelf' AND condition = 'inService'), ${none})
        FROM touched
        ON CONFLICT (block) DO UPDATE SET on_shelf = EXCLUDED.on_shelf)
    SELECT count(*)::int AS gathered FROM gone`,
  );
  return Number(rows[0]?.gathered ?? 0);
}
