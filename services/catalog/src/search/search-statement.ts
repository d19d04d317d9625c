import type { SearchOrder } from '@toshobin/contracts';
import { SEGMENTS } from '../load/place-records.ts';
import { summaryColumns } from '../records/record-summary.ts';
import { conditionsBesideTitle, searchConditions } from './search-conditions.ts';
import type { Statement } from './search-pool.ts';
import { HIT_LIMIT, type Wanted } from './search-request.ts';
import { Values } from './word-condition.ts';

const MOST = HIT_LIMIT + 1;

/** Readings in `s`, which lists are sorted by; a record without an author comes after all that have one. */
const sortKeys: Partial<Record<SearchOrder, string>> = {
  title: 'split_part(s, chr(1), 2)',
  author: `COALESCE(NULLIF(split_part(s, chr(1), 4), ''), U&'\\+10FFFF') || chr(1) || split_part(s, chr(1), 2)`,
};

/** The whole order of a list. Records without a year (0) are the last of both orders by year. */
const orders: Record<SearchOrder, string> = {
  match: 'rank, year DESC, id DESC',
  newest: 'year DESC, id DESC',
  oldest: 'year = 0, year, id',
  title: 'key, year DESC, id DESC',
  author: 'key, year DESC, id DESC',
};

/**
 * One statement for count, facets and rows. The placed rows are met in the order of recency, so a branch that stops
 * after 1,001 hits has the 1,001 most recent ones; so for `match` and `newest` the first 1,000 are those of the exact
 * ORDER BY over all hits: titles that are the query, then those that begin with it (both are hits of the words too),
 * then the rest. The other orders sort the 1,000 most recent hits; for `oldest` see {@link oldestStatement}.
 */
export function searchStatement(wanted: Wanted, page: number, pageSize: number): Statement {
  const values = new Values();
  const all = searchConditions(wanted, values);
  const ranked = wanted.order === 'match' && wanted.whole !== '';
  const whole = ranked ? values.add(wanted.whole) : '';
  const rank = ranked
    ? `CASE WHEN nt = ${whole} THEN 0 WHEN starts_with(nt, ${whole}) THEN 1 ELSE 2 END`
    : '2';
  const key = sortKeys[wanted.order] ?? `''`;
  const row = `SELECT id, year, kind, lending, ndc, ${rank} AS rank, ${key} AS key FROM bibliographic_record record`;
  const order = orders[wanted.order];
  const whenWords = wanted.words.length > 0 && wanted.isbn === undefined;
  const bySegment = (conditions: string) =>
    SEGMENTS.map((segment) => `(${row} WHERE placed AND segment = ${segment} AND ${conditions})`).join(
      ' UNION ALL ',
    );
  // Without a word the placed rows are one list, which other indexes serve.
  const hits = whenWords ? bySegment(all) : `${row} WHERE placed AND ${all}`;
  const digits = digitsOfFacet(wanted);
  const size = `${values.add(pageSize)}::int`;
  const first = `${values.add((page - 1) * pageSize)}::int`;
  let titles = '';
  let candidates = 'SELECT * FROM counted';
  if (ranked) {
    // With all hits at hand the titles are among them; the two branches are not even begun then.
    // Each is met in its order, so of each no more rows are needed than up to the end of the page.
    const upToPage = `LEAST(${first} + ${size}, ${HIT_LIMIT})`;
    const more = `(SELECT found FROM total) > ${HIT_LIMIT}`;
    // The range that every title with this beginning falls into; U+10FFFF is in no normalised text.
    const begins = `nt >= ${whole} AND nt < ${values.add(`${wanted.whole}\u{10ffff}`)}`;
    const besideTitle = conditionsBesideTitle(wanted, values);
    titles = `beginning AS (SELECT * FROM (${bySegment(`${begins} AND nt <> ${whole} AND ${besideTitle}`)}) begun
      WHERE ${more} LIMIT ${upToPage}),
    exact AS (SELECT * FROM (${bySegment(`nt = ${whole} AND ${besideTitle}`)}) same
      WHERE ${more} LIMIT ${upToPage}),`;
    candidates = `SELECT * FROM hit WHERE rank = 2 OR NOT ${more}
      UNION ALL TABLE added UNION ALL TABLE beginning UNION ALL TABLE exact`;
  }
  const sql = `WITH
    hit AS MATERIALIZED (SELECT * FROM (${hits}) placed LIMIT ${MOST}),
    added AS MATERIALIZED (${row} WHERE NOT placed AND ${all} ORDER BY ${order} LIMIT ${MOST}),
    total AS MATERIALIZED (
      SELECT LEAST((SELECT count(*) FROM hit) + (SELECT count(*) FROM added), ${MOST})::int AS found),
    counted AS MATERIALIZED (
      SELECT * FROM (TABLE hit UNION ALL TABLE added) found ORDER BY year DESC, id DESC LIMIT ${HIT_LIMIT}),
    ${titles}
    changed AS MATERIALIZED (SELECT DISTINCT record_id FROM shelf_change),
    spread AS (SELECT kind, lending = 'lendable' AS lendable, year / 10 AS decade, left(ndc, ${digits}) AS ndc,
      count(*) AS hits, count(*) FILTER (WHERE ${onShelf('counted.id')}) AS "onShelf"
      FROM counted LEFT JOIN shelf_block ON block = counted.id >> 10 LEFT JOIN changed ON record_id = counted.id
      GROUP BY 1, 2, 3, 4),
    start AS (
      SELECT LEAST(${first}, GREATEST(0, (LEAST(found, ${HIT_LIMIT}) - 1) / ${size} * ${size})) AS row FROM total),
    shown AS (
      SELECT id, row_number() OVER () AS place FROM (
        SELECT id FROM (${candidates}) candidate ORDER BY ${order}
        LIMIT LEAST(${size}, ${HIT_LIMIT} - (SELECT row FROM start)) OFFSET (SELECT row FROM start)) page)
    SELECT found, (SELECT COALESCE(json_agg(spread), '[]') FROM spread) AS spread, ${listed} AS records
    FROM total`;
  return { sql, values: values.list, prepared: isCommon(wanted) };
}

/** The facet of classes goes one step below the class that was chosen. */
function digitsOfFacet({ ndc = '' }: Wanted): number {
  return Math.min(3, ndc.length + 1);
}

/** Whether a title that was joined with its block and with the changes has a copy on the shelf. */
function onShelf(recordId: string): string {
  return `CASE WHEN changed.record_id IS NULL THEN get_bit(shelf_block.on_shelf, (${recordId} & 1023)::int) = 1
    ELSE EXISTS (SELECT FROM copy WHERE copy.record_id = ${recordId} AND place = 'onShelf' AND condition = 'inService') END`;
}

/** Statements of the common shapes are prepared once a connection; all shapes would be too many to keep. */
function isCommon(wanted: Wanted): boolean {
  const { words, isbn, classes, ndc, years, kind, reservableOnly, onShelfOnly } = wanted;
  const filtered =
    classes !== undefined ||
    ndc !== undefined ||
    years !== undefined ||
    kind !== undefined ||
    reservableOnly ||
    onShelfOnly;
  if (filtered || words.some(({ field }) => field !== undefined)) return false;
  return isbn !== undefined || words.length <= 3;
}

/** The page of the rows in `shown`, each with its copies and who waits, as JSON. */
const listed = `(SELECT COALESCE(json_agg(listed ORDER BY place), '[]') FROM (
    SELECT place, ${summaryColumns('record')},
      (SELECT count(*) FROM copy WHERE record_id = record.id AND place = 'onShelf' AND condition = 'inService')
        AS "onShelf",
      (SELECT count(*) FROM copy WHERE record_id = record.id AND condition <> 'withdrawn') AS copies,
      (SELECT count(*) FROM queue_entry WHERE record_id = record.id AND state = 'waiting') AS waiting
    FROM shown JOIN bibliographic_record record USING (id)) listed)`;

/**
 * A page of the 1,000 earliest hits, those without a year last: for `oldest`, when there are more hits than are
 * counted. Exact; runs with the planner's ordinary settings, since this order is an index's.
 */
export function oldestStatement(wanted: Wanted, page: number, pageSize: number): Statement {
  const values = new Values();
  const all = searchConditions(wanted, values);
  const first = Math.min(page - 1, Math.floor((HIT_LIMIT - 1) / pageSize)) * pageSize;
  const size = `${values.add(Math.min(pageSize, HIT_LIMIT - first))}::int`;
  const offset = `${values.add(first)}::int`;
  const branch = (year: string, order: string) =>
    `(SELECT id FROM bibliographic_record record WHERE ${year} AND ${all} ORDER BY ${order} LIMIT ${HIT_LIMIT})`;
  const sql = `WITH
    shown AS (
      SELECT id, row_number() OVER () AS place FROM (
        SELECT id FROM (${branch('year > 0', 'year, id')} UNION ALL ${branch('year = 0', 'id')}) candidate
        LIMIT ${size} OFFSET ${offset}) page)
    SELECT ${listed} AS records`;
  return { sql, values: values.list, prepared: false };
}
