import type { Pool } from 'pg';
import type { RecordKind } from '../generated/prisma/enums.ts';
import { type RecordSummary, readSummary, summaryColumns } from '../records/record-summary.ts';
import { readQuery, type SearchQuery } from './read-query.ts';
import { Values, wordCondition } from './word-condition.ts';

/** Hits beyond this number are neither counted nor shown: 「1,000件以上」. */
export const HIT_LIMIT = 1000;
export const PAGE_SIZE_LIMIT = 100;

/** What is asked of the catalogue. */
export interface SearchRequest {
  /** As typed; see readQuery for what becomes of it. */
  text: string;
  kind?: RecordKind;
  /** R4: only what may be reserved online (貸出可). Whether a copy is there now is not asked. */
  reservableOnly?: boolean;
  /** From 1; a page beyond the last answers the last. */
  page?: number;
  /** 20 unless told, at most {@link PAGE_SIZE_LIMIT}. */
  pageSize?: number;
}

/** A page of hits. Without a word to search by there are none, and `words` is empty. */
export interface SearchResult {
  /** The normalised words that were searched for. */
  words: string[];
  total: number;
  /** There are more than `total` (which is then {@link HIT_LIMIT}). */
  capped: boolean;
  page: number;
  pages: number;
  pageSize: number;
  records: RecordSummary[];
}

/**
 * Searches titles, readings, authors, translators and publishers. All words must be there. Order: the title is the
 * query, the title begins with it, then the newest (year, then the latest added). An ISBN that we have is answered alone.
 *
 * @param pool of the catalog's database; one connection is used, for one statement
 */
export async function searchRecords(pool: Pool, request: SearchRequest): Promise<SearchResult> {
  const query = readQuery(request.text);
  const page = clamp(request.page ?? 1, 1, HIT_LIMIT);
  const pageSize = clamp(request.pageSize ?? 20, 1, PAGE_SIZE_LIMIT);
  if (query.words.length === 0) {
    return { words: [], total: 0, capped: false, page: 1, pages: 0, pageSize, records: [] };
  }
  const { sql, values } = searchStatement(query, request, page, pageSize);
  const rows = await runInHeapOrder(pool, sql, values);
  const found = Number(rows[0]?.found ?? 0);
  const total = Math.min(found, HIT_LIMIT);
  const pages = Math.ceil(total / pageSize);
  return {
    words: query.words,
    total,
    capped: found > HIT_LIMIT,
    page: Math.max(1, Math.min(page, pages)),
    pages,
    pageSize,
    records: rows.filter((row) => row.id !== null).map(readSummary),
  };
}

/**
 * One statement for count and rows. Each branch over placed rows stops after 1,001 hits, which are the most recent
 * ones because the rows lie in that order; so the union's first 1,000 are those of the exact ORDER BY over all hits:
 * titles that are the query, then those that begin with it (both are hits of the words too), then the rest.
 */
export function searchStatement(
  query: SearchQuery,
  filters: Pick<SearchRequest, 'kind' | 'reservableOnly'>,
  page: number,
  pageSize: number,
): { sql: string; values: unknown[] } {
  const values = new Values();
  const whole = values.add(query.whole);
  // The range that every title with this beginning falls into; U+10FFFF is in no normalised text.
  const begins = `nt >= ${whole} AND nt < ${values.add(`${query.whole}\u{10ffff}`)}`;
  const contains = query.words.map((word) => wordCondition(word, values)).join(' AND ');
  const filter =
    (filters.kind === undefined ? '' : ` AND kind = ${values.add(filters.kind)}::record_kind`) +
    (filters.reservableOnly ? ` AND lending = 'lendable'` : '');
  const row = `SELECT id, year,
    CASE WHEN nt = ${whole} THEN 0 WHEN starts_with(nt, ${whole}) THEN 1 ELSE 2 END AS rank
    FROM bibliographic_record`;
  const most = HIT_LIMIT + 1;
  const size = `${values.add(pageSize)}::int`;
  const wanted = `${values.add((page - 1) * pageSize)}::int`;
  const sql = `WITH
    hit AS MATERIALIZED (${row} WHERE placed AND ${contains}${filter} LIMIT ${most}),
    beginning AS (${row} WHERE placed AND ${begins}${filter} LIMIT ${most}),
    exact AS (${row} WHERE placed AND nt = ${whole}${filter} LIMIT ${most}),
    added AS MATERIALIZED (${row} WHERE NOT placed AND ${contains}${filter}
      ORDER BY rank, year DESC, id DESC LIMIT ${most}),
    by_isbn AS MATERIALIZED (
      SELECT id, year, 0 AS rank FROM bibliographic_record WHERE isbn = ${values.add(query.isbn ?? null)}${filter}),
    answer AS (
      TABLE by_isbn UNION ALL
      SELECT * FROM (TABLE hit UNION TABLE beginning UNION TABLE exact UNION TABLE added) hits
      WHERE NOT EXISTS (TABLE by_isbn)),
    total AS (
      SELECT CASE WHEN EXISTS (TABLE by_isbn) THEN (SELECT count(*) FROM by_isbn)
        ELSE LEAST((SELECT count(*) FROM hit) + (SELECT count(*) FROM added), ${most}) END::int AS found),
    start AS (
      SELECT LEAST(${wanted}, GREATEST(0, (LEAST(found, ${HIT_LIMIT}) - 1) / ${size} * ${size})) AS row FROM total),
    shown AS (
      SELECT * FROM answer ORDER BY rank, year DESC, id DESC
      LIMIT LEAST(${size}, ${HIT_LIMIT} - (SELECT row FROM start)) OFFSET (SELECT row FROM start))
    SELECT total.found, ${summaryColumns('record')}
    FROM total LEFT JOIN (shown JOIN bibliographic_record record USING (id)) ON true
    ORDER BY shown.rank, record.year DESC, record.id DESC`;
  return { sql, values: values.list };
}

/**
 * The order rests on how rows are met, so three habits of the planner are off for this transaction: parallel workers
 * (rows of several arrive mixed), synchronised scans (may begin in mid-table) and plain index scans (go by the index's
 * order; a bitmap goes by the rows').
 */
async function runInHeapOrder(
  pool: Pool,
  sql: string,
  values: unknown[],
): Promise<Record<string, unknown>[]> {
  const client = await pool.connect();
  try {
    await client.query(
      'BEGIN READ ONLY; SET LOCAL max_parallel_workers_per_gather = 0; ' +
        'SET LOCAL synchronize_seqscans = off; SET LOCAL enable_indexscan = off; SET LOCAL jit = off',
    );
    const { rows } = await client.query<Record<string, unknown>>(sql, values);
    await client.query('COMMIT');
    client.release();
    return rows;
  } catch (error) {
    // Closed rather than rolled back: after a fault nobody knows the state of the connection.
    client.release(true);
    throw error;
  }
}

function clamp(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, Math.trunc(value))) : least;
}
