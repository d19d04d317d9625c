import type { Facets } from '@toshobin/contracts';
import { z } from 'zod';
import { RecordSummarySchema } from '../records/record-summary.ts';
import type { SearchPool } from './search-pool.ts';
import {
  HIT_LIMIT,
  PAGE_SIZE_LIMIT,
  readRequest,
  type SearchRequest,
  type Wanted,
} from './search-request.ts';
import { oldestStatement, searchStatement } from './search-statement.ts';
import { HitGroupSchema, spreadOfHits } from './spread-of-hits.ts';

export { HIT_LIMIT, PAGE_SIZE_LIMIT, type SearchRequest } from './search-request.ts';

/** A record with what a list shows of its copies: how many are on the shelf, how many there are, how many wait. */
export type FoundRecord = z.infer<typeof FoundRecordSchema>;

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
  /** What the words of the subject stand for; empty without any, and when no class has them. */
  classes: string[];
  /** Of the hits that `total` counts; when capped, of the most recent ones. */
  facets: Facets;
  records: FoundRecord[];
}

/**
 * Searches titles, readings, authors, translators and publishers. All that is asked for must be so. Order `match`: the
 * title is the query, the title begins with it, then the newest (year, then the latest added). An ISBN that we have,
 * typed alone, is answered alone.
 *
 * `title` and `author` sort, `capped` or not, the hits that `total` counts: the most recent ones. `oldest` is exact.
 *
 * One statement, one round trip; two for an ISBN that we don't have, and for `oldest` with more hits than are counted.
 */
export async function searchRecords(pool: SearchPool, request: SearchRequest): Promise<SearchResult> {
  const page = clamp(request.page ?? 1, 1, HIT_LIMIT);
  const pageSize = clamp(request.pageSize ?? 20, 1, PAGE_SIZE_LIMIT);
  const wanted = readRequest(request);
  const answer = wanted === undefined ? nothing : await find(pool, wanted, page, pageSize);
  const total = Math.min(answer.found, HIT_LIMIT);
  const pages = Math.ceil(total / pageSize);
  return {
    words: wanted?.words.map(({ word }) => word) ?? [],
    classes: wanted?.classes ?? [],
    total,
    capped: answer.found > HIT_LIMIT,
    page: Math.max(1, Math.min(page, pages)),
    pages,
    pageSize,
    facets: spreadOfHits(answer.spread),
    records: answer.records,
  };
}

const FoundRecordSchema = z.object({
  ...RecordSummarySchema.shape,
  onShelf: z.int(),
  copies: z.int(),
  waiting: z.int(),
});
const AnswerSchema = z.object({
  found: z.int(),
  spread: z.array(HitGroupSchema),
  records: z.array(FoundRecordSchema),
});
type Answer = z.infer<typeof AnswerSchema>;
const nothing: Answer = { found: 0, spread: [], records: [] };

async function find(pool: SearchPool, wanted: Wanted, page: number, pageSize: number): Promise<Answer> {
  if (wanted.isbnTyped !== undefined) {
    const { isbnTyped, ...rest } = wanted;
    const alone = await find(pool, { ...rest, words: [], whole: '', isbn: isbnTyped }, page, pageSize);
    if (alone.found > 0) return alone;
  }
  const answer = AnswerSchema.parse(await pool.row(searchStatement(wanted, page, pageSize)));
  if (wanted.order !== 'oldest' || answer.found <= HIT_LIMIT) return answer;
  const earliest = await pool.rowOfIndexOrder(oldestStatement(wanted, page, pageSize));
  return { ...answer, ...AnswerSchema.pick({ records: true }).parse(earliest) };
}

function clamp(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, Math.trunc(value))) : least;
}
