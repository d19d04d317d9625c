import type { CatalogInTest } from '../../services/catalog/src/testing/catalog-in-test.ts';
import type { Scene } from './scenes.ts';

/** A row that another transaction has locked, so that those who need it meet there. */
export const gates = ['title', 'copy', 'how the first stands', 'how the next stands'] as const;
export type Gate = (typeof gates)[number];

/**
 * Two things under way at once: the first comes as far as the locked row lets it, then the second, then the row is free.
 * Whether one waits is read from the server.
 */
export async function atOnce<A, B>(
  { deps: { pool } }: CatalogInTest,
  { title, ids }: Scene,
  gate: Gate,
  [one, other]: readonly [() => Promise<A>, () => Promise<B>],
): Promise<[A, B]> {
  const rows: Record<Gate, [statement: string, id: string]> = {
    title: ['SELECT FROM bibliographic_record WHERE id = $1 FOR UPDATE', title.recordId],
    copy: ['SELECT FROM copy WHERE id = $1 FOR UPDATE', title.copyId],
    'how the first stands': [
      'SELECT FROM reservation_state WHERE reservation_id = $1 FOR UPDATE',
      ids.holder,
    ],
    'how the next stands': ['SELECT FROM reservation_state WHERE reservation_id = $1 FOR UPDATE', ids.next],
  };
  const [statement, id] = rows[gate];
  const keeper = await pool.connect();
  let underWay = 0;
  const begun = async <T>(act: () => Promise<T>): Promise<T> => {
    underWay += 1;
    try {
      return await act();
    } finally {
      underWay -= 1;
    }
  };
  const untilAllWait = async () => {
    while (underWay > 0) {
      const { rows: found } = await pool.query<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      if (found[0]?.waiting === underWay) return;
    }
  };
  try {
    await keeper.query('BEGIN');
    await keeper.query(statement, [id]);
    const first = begun(one);
    await untilAllWait();
    const second = begun(other);
    const both = Promise.all([first, second]);
    await Promise.race([untilAllWait(), both]);
    await keeper.query('COMMIT');
    return await both;
  } finally {
    await keeper.query('ROLLBACK');
    keeper.release();
  }
}
