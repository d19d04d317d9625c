import { epochMs, type Instant, type MaintenanceWindow, reopensAt } from '@toshobin/lending-rules';
import type { Pool } from 'pg';
import { asOne } from '../database.ts';
import { hideDeleted } from '../records/hide-deleted.ts';
import { placeRecords } from './place-records.ts';
import { renormaliseRecords } from './renormalise-records.ts';

/** Added or changed records from which on laying out the whole table is worth it: a hundredth of the first segments. */
const WORTH_PLACING = 1_000;
/** So much time is needed: placing a million records takes two minutes, on a busy disk more. */
const LEAST_MS = 10 * 60_000;
/** The time for the last thousand records that are written anew before the placing begins. */
const SPARE_MS = 60_000;
/** So long the placing waits for those who read the table; meanwhile everybody else waits behind it. */
const LOCK_PATIENCE = '5s';
/** Any number of our own: of several catalogs one places. */
const PLACE_LOCK = 7_105_002;

/**
 * R12. Hides records that were deleted and are gone since (hideDeleted), and writes those anew for the search that
 * another release has normalised otherwise (renormaliseRecords), while the patrons' web is closed and as long as there
 * is time to place them the same night; the next night does the rest. Answers how many records were written.
 */
export async function renormaliseInWindow(
  pool: Pool,
  { window, now }: { window: MaintenanceWindow; now: () => Instant },
): Promise<number> {
  const opens = reopensAt(window, now());
  if (opens === undefined) return 0;
  await asOne(pool, 'BEGIN', (client) => hideDeleted(client));
  return renormaliseRecords(pool, () => epochMs(opens) - epochMs(now()) > LEAST_MS + SPARE_MS);
}

/**
 * R12. Lays out the records that were added since (placeRecords), while the patrons' web is closed and long enough
 * before it opens. All or nothing in one transaction that ends with the window at the latest: if it, the service or the
 * database is killed at any moment, the records stay as they were, found at once and only slower.
 *
 * @returns how many records were placed; 0 outside the window, with too few of them, or while another catalog does it
 */
export async function placeInWindow(
  pool: Pool,
  { window, at, worth = WORTH_PLACING }: { window: MaintenanceWindow; at: Instant; worth?: number },
): Promise<number> {
  const opens = reopensAt(window, at);
  const left = opens === undefined ? 0 : epochMs(opens) - epochMs(at);
  if (left < LEAST_MS) return 0;
  const begin = `BEGIN; SET LOCAL transaction_timeout = ${left}; SET LOCAL lock_timeout = '${LOCK_PATIENCE}';
    SET LOCAL client_connection_check_interval = '10s'; SET LOCAL maintenance_work_mem = '256MB'`;
  return asOne(pool, begin, async (client) => {
    const { rows } = await client.query<{ due: boolean }>(
      `SELECT pg_try_advisory_xact_lock($1) AND $2 <=
         (SELECT count(*) FROM (SELECT FROM bibliographic_record WHERE NOT placed LIMIT $2) unplaced) AS due`,
      [PLACE_LOCK, worth],
    );
    return rows[0]?.due ? placeRecords(client) : 0;
  });
}

/** Places records where no night does: everybody waits meanwhile. */
export async function placeAtOnce(pool: Pool): Promise<void> {
  await asOne(pool, "BEGIN; SET LOCAL maintenance_work_mem = '256MB'", placeRecords);
}
