import type { Facets } from '@toshobin/contracts';
import type { Pool } from 'pg';
import { z } from 'zod';
import { type RecordSummary, RecordSummarySchema } from '../records/record-summary.ts';
import {
  HIT_LIMIT,
  PAGE_SIZE_LIMIT,
  readRequest,
  type SearchRequest,
  type Wanted,
} from './search-request.ts';
import { searchStatement } from './search-statement.ts';
import { HitGroupSchema, spreadOfHits } from './spread-of-hits.ts';

export { HIT_LIMIT, PAGE_SIZE_LIMIT, type SearchRequest } from './search-request.ts';

/** A record with what a list shows of its copies: how many are on the shelf, how many there are, how many wait. */
export interface FoundRecord extends RecordSummary {
  onShelf: number;
  copies: number;
  waiting: number;
}

/** A page of hits. Without anything to search by there are none, and `words` is empty. */
export interface SearchResult {
  /** The normalised words that were searched for. */
  words: string[];
  total: number;
  /** There are more than `total` (which is then {@link HIT_LIMIT}). */
  capped: boolean;
  page: number;
  pages: number;
  pageSize: number;
  /** Of the hits that `total` counts; when capped, of the most recent ones. */
  facets: Facets;
  records: FoundRecord[];
}

/**
 * Searches titles, readings, authors, translators and publishers. All that is asked for must be so. Order `match`: the
 * title is the query, the title begins with it, then the newest (year, then the latest added). An ISBN that we have,
 * typed alone, is answered alone.
 *
 * @param pool of the catalog's database; one connection is used, for one statement (two for an ISBN we don't have)
 */
export async function searchRecords(pool: Pool, request: SearchRequest): Promise<SearchResult> {
  const page = clamp(request.page ?? 1, 1, HIT_LIMIT);
  const pageSize = clamp(request.pageSize ?? 20, 1, PAGE_SIZE_LIMIT);
  const wanted = readRequest(request);
  const answer = wanted === undefined ? nothing : await find(pool, wanted, page, pageSize);
  const total = Math.min(answer.found, HIT_LIMIT);
  const pages = Math.ceil(total / pageSize);
  return {
    words: wanted?.words.map(({ word }) => word) ?? [],
    total,
    capped: answer.found > HIT_LIMIT,
    page: Math.max(1, Math.min(page, pages)),
    pages,
    pageSize,
    facets: spreadOfHits(answer.spread),
    records: answer.records,
  };
}

const AnswerSchema = z.object({
  found: z.int(),
  spread: z.array(HitGroupSchema),
  records: z.array(
    z.object({
      ...RecordSummarySchema.shape,
      onShelf: z.int(),
      copies: z.int(),
      waiting: z.int(),
    }),
  ),
});
type Answer = z.infer<typeof AnswerSchema>;
const nothing: Answer = { found: 0, spread: [], records: [] };

async function find(pool: Pool, wanted: Wanted, page: number, pageSize: number): Promise<Answer> {
  if (wanted.isbnTyped !== undefined) {
    const alone = { ...wanted, words: [], whole: '', isbn: wanted.isbnTyped };
    const found = await run(pool, alone, page, pageSize);
    if (found.found > 0) return found;
  }
  return run(pool, wanted, page, pageSize);
}

/**
 * The order rests on how rows are met, so three habits of the planner are off for this transaction: parallel workers
 * (rows of several arrive mixed), synchronised scans (may begin in mid-table) and plain index scans (go by the index's
 * order; a bitmap goes by the rows').
 */
async function run(pool: Pool, wanted: Wanted, page: number, pageSize: number): Promise<Answer> {
  const { sql, values } = searchStatement(wanted, page, pageSize);
  const client = await pool.connect();
  try {
    await client.query(
      'BEGIN READ ONLY; SET LOCAL max_parallel_workers_per_gather = 0; ' +
        'SET LOCAL synchronize_seqscans = off; SET LOCAL enable_indexscan = off; SET LOCAL jit = off',
    );
    const { rows } = await client.query<Record<string, unknown>>(sql, values);
    await client.query('COMMIT');
    client.release();
    return AnswerSchema.parse(rows[0]);
  } catch (error) {
    // Closed rather than rolled back: after a fault nobody knows the state of the connection.
    client.release(true);
    throw error;
  }
}

function clamp(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, Math.trunc(value))) : least;
}
