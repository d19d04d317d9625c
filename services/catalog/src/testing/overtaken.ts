import { setTimeout as wait } from 'node:timers/promises';
import type { CatalogInTest } from './catalog-in-test.ts';

/**
 * Two transactions at a time: the first is held up before it writes to that table, until the second is done or waits
 * for a lock of the first. Answers both.
 */
export async function overtaken<A, B>(
  catalog: CatalogInTest,
  table: 'allocation' | 'loan',
  first: () => Promise<A>,
  second: () => Promise<B>,
): Promise<[A, B]> {
  const { pool } = catalog.deps;
  await pool.query(`CREATE SEQUENCE held_up;
    CREATE FUNCTION hold_up() RETURNS trigger AS $$ BEGIN
      IF nextval('held_up') = 1 THEN PERFORM pg_advisory_xact_lock(1); END IF; RETURN NULL; END $$ LANGUAGE plpgsql;
    CREATE TRIGGER held_up BEFORE UPDATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION hold_up()`);
  const gate = await pool.connect();
  const until = async (question: string): Promise<void> => {
    while ((await gate.query<{ is: boolean }>(question)).rows[0]?.is !== true) await wait(20);
  };
  try {
    await gate.query('SELECT pg_advisory_lock(1)');
    const held = first();
    await until('SELECT is_called AS is FROM held_up');
    const overtaking = second();
    const waits = `SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND locktype <> 'advisory') AS is`;
    await Promise.race([overtaking, until(waits)]);
    await gate.query('SELECT pg_advisory_unlock(1)');
    return await Promise.all([held, overtaking]);
  } finally {
    gate.release();
    await pool.query(`DROP TRIGGER held_up ON ${table}; DROP FUNCTION hold_up; DROP SEQUENCE held_up`);
  }
}
