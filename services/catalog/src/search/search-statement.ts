import type { SearchOrder } from '@toshobin/contracts';
import { summaryColumns } from '../records/record-summary.ts';
import { onShelf, searchConditions } from './search-conditions.ts';
import { HIT_LIMIT, type Wanted } from './search-request.ts';
import { Values } from './word-condition.ts';

export interface Statement {
  sql: string;
  values: unknown[];
}

const MOST = HIT_LIMIT + 1;

/** Readings in `s`, which lists are sorted by; a record that has no author comes after all that have. */
const sortKeys: Record<SearchOrder, string> = {
  match: `''`,
  newest: `''`,
  oldest: `''`,
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
 * One statement for count, facets and rows. Each branch over placed rows stops after 1,001 hits, which are the most
 * recent ones because the rows lie in that order; so for `match` and `newest` the first 1,000 are those of the exact
 * ORDER BY over all hits: titles that are the query, then those that begin with it (both are hits of the words too),
 * then the rest. `oldest` reads all hits when there are more. The other orders sort the 1,000 most recent hits.
 */
export function searchStatement(wanted: Wanted, page: number, pageSize: number): Statement {
  const values = new Values();
  const { all, besideTitle } = searchConditions(wanted, values);
  const ranked = wanted.order === 'match' && wanted.whole !== '';
  const whole = ranked ? values.add(wanted.whole) : '';
  const rank = ranked
    ? `CASE WHEN nt = ${whole} THEN 0 WHEN starts_with(nt, ${whole}) THEN 1 ELSE 2 END`
    : '0';
  const row = `SELECT id, year, kind, lending, ndc, ${rank} AS rank, ${sortKeys[wanted.order]} AS key
    FROM bibliographic_record record`;
  const order = orders[wanted.order];
  const branches = ['TABLE hit', 'TABLE added'];
  let more = '';
  if (ranked) {
    // The range that every title with this beginning falls into; U+10FFFF is in no normalised text.
    const begins = `nt >= ${whole} AND nt < ${values.add(`${wanted.whole}\u{10ffff}`)}`;
    more = `beginning AS (${row} WHERE placed AND ${begins} AND ${besideTitle} LIMIT ${MOST}),
    exact AS (${row} WHERE placed AND nt = ${whole} AND ${besideTitle} LIMIT ${MOST}),`;
    branches.push('TABLE beginning', 'TABLE exact');
  }
  if (wanted.order === 'oldest') {
    more = `early AS (${row} WHERE placed AND ${all} AND (SELECT found FROM total) > ${HIT_LIMIT}
      ORDER BY ${order} LIMIT ${MOST}),`;
    branches.push('TABLE early');
  }
  const size = `${values.add(pageSize)}::int`;
  const first = `${values.add((page - 1) * pageSize)}::int`;
  const sql = `WITH
    hit AS MATERIALIZED (${row} WHERE placed AND ${all} LIMIT ${MOST}),
    added AS MATERIALIZED (${row} WHERE NOT placed AND ${all} ORDER BY ${order} LIMIT ${MOST}),
    total AS MATERIALIZED (
      SELECT LEAST((SELECT count(*) FROM hit) + (SELECT count(*) FROM added), ${MOST})::int AS found),
    ${more}
    counted AS (SELECT id, year, kind, lending, ndc FROM (TABLE hit UNION ALL TABLE added) hits
      ORDER BY year DESC, id DESC LIMIT ${HIT_LIMIT}),
    spread AS (SELECT kind, lending = 'lendable' AS lendable, year / 10 AS decade, left(ndc, 1) AS ndc,
      count(*) AS hits, count(*) FILTER (WHERE ${onShelf('counted.id')}) AS "onShelf"
      FROM counted GROUP BY 1, 2, 3, 4),
    start AS (
      SELECT LEAST(${first}, GREATEST(0, (LEAST(found, ${HIT_LIMIT}) - 1) / ${size} * ${size})) AS row FROM total),
    shown AS MATERIALIZED (
      SELECT *, row_number() OVER (ORDER BY ${order}) AS place FROM (${branches.join(' UNION ')}) hits ORDER BY ${order}
      LIMIT LEAST(${size}, ${HIT_LIMIT} - (SELECT row FROM start)) OFFSET (SELECT row FROM start))
    SELECT found, COALESCE((SELECT json_agg(spread) FROM spread), '[]') AS spread,
      COALESCE((SELECT json_agg(listed ORDER BY place) FROM (${listed()}) listed), '[]') AS records
    FROM total`;
  return { sql, values: values.list };
}

/** The rows of a page with their copies and who waits. */
function listed(): string {
  return `SELECT place, ${summaryColumns('record')},
      (SELECT count(*) FROM copy WHERE record_id = record.id AND place = 'onShelf' AND condition = 'inService')
        AS "onShelf",
      (SELECT count(*) FROM copy WHERE record_id = record.id AND condition <> 'withdrawn') AS copies,
      (SELECT count(*) FROM queue_entry WHERE record_id = record.id AND state = 'waiting') AS waiting
    FROM shown JOIN bibliographic_record record USING (id)`;
}
