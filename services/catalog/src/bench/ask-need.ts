import type { SearchPool } from '../search/search-pool.ts';
import { type SearchResult, searchRecords } from '../search/search-records.ts';
import type { Need } from './needs.ts';
import type { AnsweredNeed } from './quality-figures.ts';

/** The number of hits on a page of the patrons' web. */
const PAGE_SIZE = 20;

/** Types a need into the plain box, and looks where the first of its records stands on the first page. */
export async function askNeed(
  searchPool: SearchPool,
  need: Need,
): Promise<AnsweredNeed & Pick<SearchResult, 'records' | 'total'>> {
  const { records, total } = await searchRecords(searchPool, { text: need.query, pageSize: PAGE_SIZE });
  const place = records.findIndex(({ number }) => need.records.has(number)) + 1;
  return { need, place: place === 0 ? undefined : place, nothing: total === 0, records, total };
}
