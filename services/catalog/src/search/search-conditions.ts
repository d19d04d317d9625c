import { sectionsOf } from '../classification/classes-of-subject.ts';
import { FINDABLE } from '../records/hide-deleted.ts';
import { lexeme } from '../words/lexeme.ts';
import { readVolumeNumber } from '../words/read-volume.ts';
import {
  authorKey,
  fieldPlaces,
  HEADINGS,
  isbnKey,
  namePartKey,
  titleKey,
  translatorKey,
  volumeKey,
} from '../words/search-columns.ts';
import { hasInKatakana } from './in-katakana.ts';
import { keysOfWorks } from './other-names.ts';
import { inSubject } from './rank.ts';
import { isBroad, isFiltered, type Wanted } from './search-request.ts';
import { hasTopic } from './topic-score.ts';
import { anyOf, escapeLike, gramsOf, type Values, wordConditions } from './word-condition.ts';

/**
 * What a row of `bibliographic_record record` must fulfil. A word in one field is found through the index of all
 * fields, and the hit is then looked at: the fields of `s` are parted by U+0001.
 *
 * @param added for rows that wait to be placed
 */
export function searchConditions(wanted: Wanted, values: Values, added = false): string {
  const ways = [
    hasWords(wanted, values, added),
    ...(wanted.alsoBy.length > 0 ? [`tv @@ ${values.add(anyOf(keysOfWorks(wanted.alsoBy)))}::tsquery`] : []),
    ...(wanted.orSubject
      ? [allOf([inSubject(wanted, values), ...besideSubject(wanted, values, added)])]
      : []),
  ];
  const any = ways.length === 1 ? ways : [`(${ways.join(' OR ')})`];
  const byWords = any.filter((way) => way !== 'true');
  // A hidden record has no word, but its class and its year.
  const found = byWords.length > 0 && !wanted.orSubject ? byWords : [...byWords, FINDABLE];
  return allOf([...found, ...filterConditions(wanted, values, added)]);
}

/** The conditions beside a subject, by author or field: not all of the class is wanted. */
function besideSubject(wanted: Wanted, values: Values, added: boolean): string[] {
  const inFields = wanted.words.filter(({ field }) => field !== undefined);
  return conditionsOf(wanted, inFields, values, added);
}

/** Whether a record has all that was typed. */
export function hasWords(wanted: Wanted, values: Values, added = false): string {
  return allOf([...conditionsOf(wanted, wanted.words, values, added), ...hasTopic(wanted.topics, values)]);
}

/** {@link searchConditions} without what follows from the title beginning with {@link Wanted.whole}. */
export function conditionsBesideTitle(wanted: Wanted, values: Values): string {
  const inTitle = wanted.words.some(({ field }) => field === undefined) ? undefined : 'title';
  const others = wanted.words.filter(({ field }) => field !== inTitle);
  return allOf([...conditionsOf(wanted, others, values), ...filterConditions(wanted, values)]);
}

function allOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? 'true' : conditions.join(' AND ');
}

function conditionsOf(wanted: Wanted, words: Wanted['words'], values: Values, added = false): string[] {
  const { bySound, called, sounds, inKatakana } = wanted;
  const anywhere = wordConditions(
    words.filter(({ field }) => field !== 'about').map(({ word }) => word),
    values,
    (word) => {
      const sound = sounds.get(word);
      // 大菩薩峠 5: the fifth volume, whose title need not say so.
      const volume = words.length < 2 ? undefined : readVolumeNumber(word);
      return [
        ...(sound === undefined
          ? []
          : [titleKey, authorKey, namePartKey, translatorKey].map((key) => key(sound))),
        ...(volume === undefined ? [] : [volumeKey(volume)]),
      ];
    },
    called,
    added,
  );
  const inFields = words.flatMap(({ word, field }) => {
    if (field === undefined) return [];
    const places: readonly number[] = fieldPlaces[field][bySound ? 'sound' : 'written'];
    if (places.length === 0) return ['false'];
    const pattern = values.add(`%${escapeLike(word)}%`);
    return [`(${places.map((place) => `split_part(s, chr(1), ${place}) LIKE ${pattern}`).join(' OR ')})`];
  });
  const notOwn = words.flatMap(({ word, field }) =>
    field === 'about' ? [`tv @@ ${values.add(byOthersWith(word))}::tsquery`] : [],
  );
  const asWritten = inKatakana === undefined ? [] : [hasInKatakana(inKatakana, values)];
  return [...anywhere, ...notOwn, ...inFields, ...asWritten];
}

/** So many pairs of a long name are looked up: each further list takes longer to read than the few rows it spares. */
const LEADING = 3;

/** A tsquery of records by others that have a name: the index spares a look at the namesake's many works. */
function byOthersWith(name: string): string {
  const own = [authorKey(name), translatorKey(name)].map((key) => `!${lexeme(key)}`);
  const pairs = gramsOf([...name]);
  const leading = Array.from(
    { length: LEADING },
    (_, n) => pairs[Math.floor((n * (pairs.length - 1)) / (LEADING - 1))] ?? '',
  );
  return [...new Set(leading)].map(lexeme).concat(own).join(' & ');
}

function filterConditions(wanted: Wanted, values: Values, added = false): string[] {
  const { isbn, classes, headings, ndc, years, kind, reservableOnly, onShelfOnly } = wanted;
  const conditions: string[] = [];
  if (isbn !== undefined) conditions.push(`tv @@ ${values.add(lexeme(isbnKey(isbn)))}::tsquery`);
  if (isFiltered(wanted) && isBroad(wanted)) return [...conditions, ...broadConditions(wanted, values)];
  if (classes !== undefined) {
    const ways = [`left(ndc, 3) = ANY(${values.add(sectionsOf(classes))}::text[])`];
    if (headings.length > 0) ways.push(allOf(inHeadings(headings, values, added)));
    conditions.push(`(${ways.join(' OR ')})`);
  }
  // U+10FFFF is greater than every digit that may follow the class.
  if (ndc !== undefined)
    conditions.push(`ndc >= ${values.add(ndc)} AND ndc < ${values.add(`${ndc}\u{10ffff}`)}`);
  if (years !== undefined) {
    conditions.push(`year BETWEEN ${values.add(years.from)}::int AND ${values.add(years.to)}::int`);
  }
  if (kind !== undefined) conditions.push(`kind = ${values.add(kind)}::record_kind`);
  if (reservableOnly) conditions.push(LENDABLE);
  if (onShelfOnly) conditions.push(onShelf('record.id'));
  return conditions;
}

/** Whether a record has subject headings with all of the words. */
function inHeadings(words: readonly string[], values: Values, added: boolean): string[] {
  const written = `split_part(s, chr(1), ${HEADINGS})`;
  const has = words.map((word) => `strpos(${written}, ${values.add(word)}) > 0`);
  return [...wordConditions(words, values, undefined, undefined, added), ...has];
}

/**
 * Broad filters are judged hit by hit: the list that an index has of one is much longer than that of the words. They
 * are one condition for any choice of them, so that one plan does for all.
 */
function broadConditions({ ndc, kind, reservableOnly, onShelfOnly }: Wanted, values: Values): string[] {
  const unless = (isWanted: boolean, condition: string) =>
    `(NOT ${values.add(isWanted)}::boolean OR ${condition})`;
  return [
    unless(ndc !== undefined, `COALESCE(left(ndc, 1) = ${values.add(ndc ?? '')}, false)`),
    unless(kind !== undefined, `kind = 'book'`),
    unless(reservableOnly, LENDABLE),
    unless(onShelfOnly, onShelf('record.id')),
  ];
}

const LENDABLE = `lending = 'lendable'`;

/** Whether a record has a copy on the shelf. Never a join, which would meet the records in another order. */
function onShelf(recordId: string): string {
  return `COALESCE((SELECT true FROM copy WHERE record_id = ${recordId}
    AND place = 'onShelf' AND condition = 'inService' LIMIT 1), false)`;
}
