import { sectionsOf } from '../classification/classes-of-subject.ts';
import { withOneGa } from '../words/normalise.ts';
import { authorKey, namePartKey, titleKey, translatorKey, volumeKey } from '../words/search-columns.ts';
import { readVolumeNumber } from './read-volume.ts';
import type { Wanted } from './search-request.ts';
import { anyOf, type Values } from './word-condition.ts';

/** What a record may be called that is wanted, and where it is listed then. */
export interface Rank {
  /** The author is the query, or the translator: a query of `tv`. */
  person: string;
  /** The title, or its reading, is the query. */
  title: string;
  /** SQL of the number that hits are sorted by, the least first. */
  sql: string;
}

/** The places of those whose author, and whose translator, is the query. */
export const BY_AUTHOR = 0;
export const BY_TRANSLATOR = 1;
/** The places of those whose title is the query, or some words of it. */
export const TITLED = [2, 3] as const;
const REST = 10;

/** From which standing on a work is a known one (the index record_words_known). */
export const KNOWN = 2;

/** Words beyond these are not put together to titles. */
const WORDS_PUT_TOGETHER = 5;

/**
 * Where a hit is listed: the whole name of its author, or of its translator, is the query (夏目漱石: his works before books that are called
 * so), its title is the query, its reading is, or some of the words are (こころ 夏目), or it sounds like them; a part of the author's name is the
 * query, it is of the class that is called so, it is well known and has a word in its title or its title begins with the query, its
 * title has a word, the rest. A number among the words is first of all the volume of that number.
 */
export function rankOf(wanted: Wanted, values: Values): Rank {
  const { whole, words, sounds } = wanted;
  const ways = [...new Set([whole, withOneGa(whole)])];
  const sound = sounds.size < words.length ? '' : [...sounds.values()].join('');
  const free = words.filter(({ field }) => field === undefined).map(({ word }) => word);
  const [first] = free;
  const query = (keys: readonly string[]) => `${values.add(anyOf(keys))}::tsquery`;
  const title = query(ways.map(titleKey));
  const begins = `starts_with(nt, ${values.add(whole)})`;
  const steps = [
    `WHEN tv @@ ${query(ways.map(authorKey))} THEN ${BY_AUTHOR}`,
    `WHEN tv @@ ${query(ways.map(translatorKey))} THEN ${BY_TRANSLATOR}`,
    `WHEN nt = ${values.add(whole)} THEN ${TITLED[0]}`,
    `WHEN tv @@ ${title} THEN ${TITLED[1]}`,
  ];
  const alike = [
    ...joinsOf(free.slice(0, WORDS_PUT_TOGETHER)).map(titleKey),
    ...(sound === '' ? [] : [titleKey, authorKey, namePartKey].map((key) => key(sound))),
  ];
  if (alike.length > 0) steps.push(`WHEN tv @@ ${query(alike)} THEN ${TITLED[1]}`);
  steps.push(`WHEN tv @@ ${query(ways.map(namePartKey))} THEN 4`);
  const inTitle = first === undefined ? 'false' : `strpos(nt, ${values.add(first)}) > 0`;
  if (wanted.subject.length > 0) {
    const onSubject = inSubject(wanted, values);
    steps.push(`WHEN ${onSubject} AND ${inTitle} THEN 5`);
    // 気象学 is a field of its own, 料理店 but one of its many terms.
    if (wanted.isField) steps.push(`WHEN ${onSubject} THEN 6`);
  }
  steps.push(`WHEN standing >= ${KNOWN} AND ${inTitle} OR ${begins} THEN 7 WHEN ${inTitle} THEN 8`);
  if (wanted.subject.length > 0) steps.push(`WHEN ${inSubject(wanted, values)} THEN 9`);
  const called = `CASE ${steps.join(' ')} ELSE ${REST} END`;
  const person = query(ways.flatMap((way) => [authorKey(way), translatorKey(way)]));
  const volumes = free.length < 2 ? [] : free.flatMap((word) => readVolumeNumber(word) ?? []);
  if (volumes.length === 0) return { person, title, sql: called };
  return {
    person,
    title,
    sql: `CASE WHEN tv @@ ${query(volumes.map(volumeKey))} THEN 0 ELSE 11 END + ${called}`,
  };
}

/** Whether a record is of the classes that are called as what was typed. */
export function inSubject({ subject }: Wanted, values: Values): string {
  return `COALESCE(left(ndc, 3) = ANY(${values.add(sectionsOf(subject))}::text[]), false)`;
}

/** Neighbouring words as one, in every way but all of them. */
function joinsOf(words: readonly string[]): string[] {
  return words.flatMap((_word, first) =>
    words.slice(first).flatMap((_other, more) => {
      const joined = words.slice(first, first + more + 1);
      return joined.length === words.length ? [] : [joined.join('')];
    }),
  );
}
