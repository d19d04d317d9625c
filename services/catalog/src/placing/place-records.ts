import type { Queryable } from '../records/queryable.ts';

/** Where the segments end, counted from the most recent record; the last one goes on to the end. */
type SegmentEnds = readonly [first: number, second: number, third: number];
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
  await giveStanding(database);
  await countAsked(database);
  await giveSegments(database, ends);
  await database.query('CLUSTER bibliographic_record USING record_recency');
  for (const index of wordIndexes) await database.query(index);
  await database.query('ANALYZE bibliographic_record');
}

/** Drops the indexes of words; answers the statements that make them again. */
async function dropWordIndexes(database: Queryable): Promise<string[]> {
  const { rows } = await database.query(
    `SELECT indexname, indexdef FROM pg_indexes
     WHERE schemaname = current_schema AND tablename = 'bibliographic_record' AND starts_with(indexname, 'record_words_')`,
  );
  for (const { indexname } of rows) await database.query(`DROP INDEX ${String(indexname)}`);
  return rows.map(({ indexdef }) => String(indexdef));
}

/** Forewords, indexes and the like, by the subtitle of a part: none stands for the work but as its first volume. */
const FRONT_MATTER =
  '^[0-9]+ (序|[自訳]序|凡例|例言|緒言|はしがき|まえがき|あとがき|後記|解説|訳者|著者に|改訳|[^ ]*版(序|の序|に際)|跋|目次|文献|[^ ]*索引)';

/**
 * How well each work is known among those of its author, as far as the catalogue itself tells: 4 for a work whose name
 * a book of the author's bears, 2 if beside others, and up to 2 for more such books; up to 2 for titles that quote it;
 * 1 for a paperback series (what is reprinted there is asked for) and 1 for several editions or parts. The same for all
 * of these, so that volumes stay in their order, and -1 for a part that is not the work itself: a foreword that is no
 * volume among its author's own, or what is by somebody else than has written most of it. Loans are not in it: they are
 * `asked`.
 */
async function giveStanding(database: Queryable): Promise<void> {
  await database.query(
    `WITH named AS (
      SELECT author, name, max(CASE place WHEN 1 THEN 4 ELSE 2 END) + LEAST(2, count(DISTINCT book_title) - 1) AS points
      FROM bibliographic_record, unnest(book_names) WITH ORDINALITY AS part (name, place) GROUP BY author, name),
    mentioned AS (
      SELECT name, LEAST(2, count(*)) AS points FROM bibliographic_record, unnest(quoted) AS name GROUP BY name),
    part AS (SELECT title_reading AS title, author, array_agg(volume) AS volumes FROM bibliographic_record
      WHERE volume > 0 AND title_reading <> '' GROUP BY 1, 2),
    aside AS (SELECT title, author FROM part one WHERE EXISTS (SELECT FROM part other WHERE other.title = one.title
      AND cardinality(other.volumes) > 2 * cardinality(one.volumes) AND NOT other.volumes && one.volumes)),
    given AS (
      SELECT id, min(id) OVER work AS work, (CASE WHEN subtitle ~ '${FRONT_MATTER}' AND NOT bool_or(volume > 0 AND subtitle !~ '${FRONT_MATTER}') OVER work
          OR volume > 0 AND aside.title IS NOT NULL THEN -1
        ELSE max(COALESCE(named.points, 0) + CASE WHEN series LIKE '%文庫%' THEN 1 ELSE 0 END) OVER work
          + max(COALESCE(mentioned.points, 0)) OVER work + LEAST(1, count(*) OVER work - 1) END)::smallint AS standing
      FROM bibliographic_record LEFT JOIN named ON named.author = bibliographic_record.author AND named.name = nt
        LEFT JOIN mentioned ON mentioned.name = nt
        LEFT JOIN aside ON aside.title = title_reading AND aside.author = bibliographic_record.author
      WINDOW work AS (PARTITION BY bibliographic_record.author, title_reading))
    UPDATE bibliographic_record record SET standing = given.standing, work = given.work FROM given
    WHERE given.id = record.id AND (record.standing <> given.standing OR record.work <> given.work)`,
  );
}

/**
 * Counts how often each work was reserved or lent in the last twelve whole months and this one, in any of its editions:
 * by the queue's entries (counter loans have one, too), by title and month. All records of a work have the same count,
 * so that its volumes stay together.
 */
async function countAsked(database: Queryable): Promise<void> {
  await database.query(
    `WITH counted AS (
      SELECT work, LEAST(32767, count(*))::smallint AS asked FROM queue_entry JOIN bibliographic_record ON id = record_id
      WHERE joined_at >= date_trunc('month', now() - interval '12 months', 'Asia/Tokyo') GROUP BY work)
    UPDATE bibliographic_record record SET asked = COALESCE(counted.asked, 0)
    FROM bibliographic_record one LEFT JOIN counted USING (work)
    WHERE one.id = record.id AND record.asked <> COALESCE(counted.asked, 0)`,
  );
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
