import type pg from 'pg';

/** More than a library can have given in the time since a backup; of the short ones (cards) so many. */
const NUMBERS = 1_000_000;
const ALLOCATIONS = 100_000;
const SHORT_ONES = 1_000;

/**
 * After a restore: every sequence goes on behind whatever it may have given since the backup. Numbers of parcels, cards and
 * allocations are printed and told, and none may come to mean something else; readers compare the numbers of facts.
 */
export async function leapNumbers(pool: pg.Pool): Promise<void> {
  await pool.query(
    `SELECT setval(format('%I.%I', schemaname, sequencename)::regclass,
       coalesce(last_value, start_value) + CASE
         WHEN max_value < 10000000 THEN $1::bigint WHEN max_value <= 2147483647 THEN $2::bigint ELSE $3::bigint END)
     FROM pg_sequences WHERE schemaname = current_schema()`,
    [SHORT_ONES, ALLOCATIONS, NUMBERS],
  );
}
