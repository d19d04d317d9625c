import type { SearchPool } from '../search/search-pool.ts';
import { type SearchResult, searchRecords } from '../search/search-records.ts';
import type { Need } from './needs.ts';
import type { AnsweredNeed } from './quality-figures.ts';

/** As many as a page of the patrons' web shows. */
const PAGE_SIZE = 20;

/** Types what is typed for a need into the plain box, and looks where on the first page the first of its records stands. */
export async function askNeed(
  searchPool: SearchPool,
  need: Need,
): Promise<AnsweredNeed & Pick<SearchResult, 'records' | 'total'>> {
  const { records, total } = await searchRecords(searchPool, { text: need.query, pageSize: PAGE_SIZE });
  const place = records.findIndex(({ number }) => need.records.has(number)) + 1;
  return { need, place: place === 0 ? undefined : place, nothing: total === 0, records, total };
}
