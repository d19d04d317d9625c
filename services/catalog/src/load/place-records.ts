import type { Queryable } from '../records/queryable.ts';

/** Where the segments end, counted from the most recent record; the last one goes on to the end. */
export type SegmentEnds = readonly [first: number, second: number, third: number];
const SEGMENT_ENDS: SegmentEnds = [20_000, 100_000, 400_000];

/** The segments of the placed records, the most recent first. */
export const SEGMENTS = [0, 1, 2, 3] as const;

/**
 * Lays the records out on disk by recency, which the search relies on (see the first migration), and takes those
 * added or changed since into that order. Locks the table against everybody while it runs, about 2 minutes for a
 * million records: for the load, and for the nightly window. Without it nothing is wrong, only slower with every
 * record added. Nothing is done when no record waits to be placed.
 *
 * @param database one client, inside a transaction: the flags and the order must become true together
 * @param ends of the segments, for tests with few records
 * @returns how many records were out of place
 */
export async function placeRecords(database: Queryable, ends = SEGMENT_ENDS): Promise<number> {
  // Nobody may add or change a record between the flags and the new order.
  await database.query('LOCK TABLE bibliographic_record IN ACCESS EXCLUSIVE MODE');
  const { rowCount } = await database.query('UPDATE bibliographic_record SET placed = true WHERE NOT placed');
  if (rowCount === null || rowCount === 0) return 0;
  await layOutRecords(database, ends);
  return rowCount;
}

/** Whether the records were ever cut into segments: those of an older database are all in the last one. */
export async function isCut(database: Queryable): Promise<boolean> {
  const { rows } = await database.query('SELECT FROM bibliographic_record WHERE segment = 0 LIMIT 1');
  return rows.length > 0;
}

/** Lays out the whole table, whatever the flags say: for a load that has set them itself, in the same transaction. */
export async function layOutRecords(database: Queryable, ends = SEGMENT_ENDS): Promise<void> {
  // Laying out makes every index anew; without these ones the new segments are written in a fraction of the time.
  const wordIndexes = await dropWordIndexes(database);
  // Statistics of a time when nothing was placed have the planner expect one row, and compare each with each.
  await database.query('ANALYZE bibliographic_record');
  await giveSegments(database, ends);
  await database.query('CLUSTER bibliographic_record USING record_recency');
  for (const index of wordIndexes) await database.query(index);
  await database.query('ANALYZE bibliographic_record');
}

/** @returns the statements that make them again */
async function dropWordIndexes(database: Queryable): Promise<string[]> {
  const { rows } = await database.query(
    `SELECT indexname, indexdef FROM pg_indexes
     WHERE schemaname = current_schema AND tablename = 'bibliographic_record' AND starts_with(indexname, 'record_words_')`,
  );
  for (const { indexname } of rows) await database.query(`DROP INDEX ${String(indexname)}`);
  return rows.map(({ indexdef }) => String(indexdef));
}

/** Only rows that change their segment are written: as many as were added, at each border. */
async function giveSegments(database: Queryable, ends: SegmentEnds): Promise<void> {
  const cases = ends.map((end, segment) => `WHEN place <= ${end} THEN ${segment}`).join(' ');
  await database.query(
    `UPDATE bibliographic_record record SET segment = given.segment
     FROM (SELECT id, (CASE ${cases} ELSE ${ends.length} END)::smallint AS segment
       FROM (SELECT id, row_number() OVER (ORDER BY year DESC, id DESC) AS place FROM bibliographic_record
         WHERE placed) placed) given
     WHERE given.id = record.id AND record.segment <> given.segment`,
  );
}
