import type { SearchedField, Wanted } from './search-request.ts';
import { escapeLike, type Values, wordCondition } from './word-condition.ts';

/** Places of the fields in `s` (searchColumns). */
const placesOf: Record<SearchedField, readonly number[]> = {
  title: [1, 2],
  author: [3, 4, 5],
  publisher: [6],
};

/** The conditions of a request on a row of `bibliographic_record record`. */
export interface SearchConditions {
  /** All of them. */
  all: string;
  /** Those that don't already follow from the title beginning with {@link Wanted.whole}. */
  besideTitle: string;
}

/**
 * What a record must fulfil. A word in one field is found through the index of all fields, and the hit is then looked
 * at: the fields of `s` are parted by U+0001.
 */
export function searchConditions(wanted: Wanted, values: Values): SearchConditions {
  const ofTitle: string[] = [];
  const others: string[] = [];
  const inTitle = wanted.words.some(({ field }) => field === undefined) ? undefined : 'title';
  for (const { word, field } of wanted.words) {
    const condition = wordCondition(word, values) + (field === undefined ? '' : inField(word, field, values));
    (field === inTitle ? ofTitle : others).push(condition);
  }
  others.push(...filterConditions(wanted, values));
  const allOf = (conditions: string[]) => (conditions.length === 0 ? 'true' : conditions.join(' AND '));
  return { all: allOf([...ofTitle, ...others]), besideTitle: allOf(others) };
}

function inField(word: string, field: SearchedField, values: Values): string {
  const pattern = values.add(`%${escapeLike(word)}%`);
  const places = placesOf[field].map((place) => `split_part(s, chr(1), ${place}) LIKE ${pattern}`);
  return ` AND (${places.join(' OR ')})`;
}

function filterConditions(wanted: Wanted, values: Values): string[] {
  const { isbn, ndc, years, kind } = wanted;
  const conditions: string[] = [];
  if (isbn !== undefined) conditions.push(`isbn = ${values.add(isbn)}`);
  // U+10FFFF is greater than every digit that may follow.
  if (ndc !== undefined)
    conditions.push(`ndc >= ${values.add(ndc)} AND ndc < ${values.add(`${ndc}\u{10ffff}`)}`);
  if (years !== undefined) {
    conditions.push(`year BETWEEN ${values.add(years.from)}::int AND ${values.add(years.to)}::int`);
  }
  if (kind !== undefined) conditions.push(`kind = ${values.add(kind)}::record_kind`);
  if (wanted.reservableOnly) conditions.push(`lending = 'lendable'`);
  if (wanted.onShelfOnly) conditions.push(onShelf('record.id'));
  return conditions;
}

/** Whether a record has a copy on the shelf. Never a join, which would meet the records in another order. */
export function onShelf(recordId: string): string {
  return `COALESCE((SELECT true FROM copy WHERE record_id = ${recordId}
    AND place = 'onShelf' AND condition = 'inService' LIMIT 1), false)`;
}
