import type { Queryable } from './queryable.ts';

/** What a search finds by a list of its own, without a word: every record that is not hidden. */
export const FINDABLE = `s <> ''`;

const NO_COPY = `NOT EXISTS (SELECT FROM copy WHERE copy.record_id = record.id AND condition <> 'withdrawn')`;

/**
 * Takes records out of the search that their source has deleted and of which no copy is left: a cataloguer has merged
 * two records, or the last copy is gone for good. The page stays, for readers who had the book. A record that its
 * source sends again is written anew with all that is searched.
 *
 * @param database one client, inside a transaction: it waits for those who add a copy and hold the record's row, before
 * it looks at copies
 * @param recordIds of these alone; left out, of all
 * @returns how many were hidden
 */
export async function hideDeleted(database: Queryable, recordIds?: readonly string[]): Promise<number> {
  const { rows } = await database.query(
    `SELECT id FROM bibliographic_record record WHERE ${FINDABLE} AND id IN (
       SELECT record_id FROM imported_record WHERE withdrawn AND ($1::bigint[] IS NULL OR record_id = ANY($1)))
       AND ${NO_COPY} ORDER BY id FOR UPDATE`,
    [recordIds ?? null],
  );
  const { rowCount } = await database.query(
    `UPDATE bibliographic_record record SET nt = '', s = '', keys = '{}', tv = '' WHERE id = ANY($1::bigint[]) AND ${NO_COPY}`,
    [rows.map(({ id }) => id)],
  );
  return rowCount ?? 0;
}
