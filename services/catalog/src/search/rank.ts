import { besideTerm, finerClassesNamed, sectionsOf } from '../classification/classes-of-subject.ts';
import { withOneGa } from '../words/normalise.ts';
import { readVolumeNumber } from '../words/read-volume.ts';
import {
  aboutPlaces,
  authorKey,
  namePartKey,
  titleKey,
  translatorKey,
  volumeKey,
} from '../words/search-columns.ts';
import { inLongerWord } from './in-katakana.ts';
import { keysOfWorks } from './other-names.ts';
import type { Wanted } from './search-request.ts';
import { anyOf, type Values } from './word-condition.ts';

/** The names of a wanted record, and its place in a list by them. */
interface Rank {
  /** A query of `tv` for records by the person named: the author or translator; beside 訳 the translator alone. */
  person: string;
  /** A query of `tv` for records whose title, or its reading, is the query. */
  title: string;
  /** A query of `tv` for any of the names by which a record comes before others. */
  named: string;
  /** SQL of whether a record has any of these names, from the row itself. */
  isNamed: string;
  /** SQL of what {@link rank} reads, as columns `place`, `later` and `exact` beside the row's `keys`. */
  place: string;
  later: string;
  exact: string;
  /** SQL of the number that hits are sorted by, the least first, when `isNamed` is SQL of whether a hit is named so. */
  rank: (isNamed: string) => string;
}

/** The places of those whose author, and whose translator, is the query. */
export const BY_AUTHOR = 0;
export const BY_TRANSLATOR = 1;
/** So far behind come the works of the same person under another name. */
const OTHER_NAME = 0.5;
/** The places of those whose title is the query, or some words of it. */
export const TITLED = [2, 3] as const;
const REST = 10;
/** From this place on come records that have none of the words and are of the class that is called so. */
const IN_CLASS = 11;
/** Records with the whole term come before the finer class called so, and that before those with a part of it. */
const IN_FINER_CLASS = 11.5;
/** The place of a record with a part of the name of a person called so, or another name of that part of the class. */
const BESIDE = 17;
/** The place of a little known story with the word in its title: 画家の午後 is not about painters. */
const STORY = 18;
const REST_OF_CLASS = 19;
/** Somebody's works of another form than was asked for come after those of that form. */
const OTHER_FORM = 0.5;
/** The place behind all of them: another volume than the one that was asked for. */
const OTHER_VOLUME = 30;

/** The place behind those and the class: a word in katakana as a part of a longer one, スキー in ドストエフスキー. */
const IN_LONGER_WORD = 20;

/** From which standing on a work is a known one (the index record_words_known). */
export const KNOWN = 2;

const about = aboutPlaces.map((place) => `split_part(s, chr(1), ${place})`).join(' || chr(1) || ');

/** Words beyond these are not put together to titles. */
const WORDS_PUT_TOGETHER = 5;

/**
 * The place of a hit in the list. First come hits whose author's, or translator's, whole name is the query (夏目漱石: his
 * works before books that are called so), whose author is called so besides, whose title is the query, or its reading
 * is, or some of the words are (こころ 夏目), or sounds like them; then those of which a part of the author's name is the
 * query, that are of the class called so, that are well known and have a word in the title or a title that begins with
 * the query, whose title has a word, and the rest that has the words; last what only is of that class. A number among
 * the words is first of all the volume of that number.
 */
export function rankOf(wanted: Wanted, values: Values, hasWords: () => string): Rank {
  const { whole, words, sounds } = wanted;
  const ways = [...new Set([whole, withOneGa(whole)])];
  const sound = sounds.size < words.length ? '' : [...sounds.values()].join('');
  const free = words.filter(({ field }) => field === undefined).map(({ word }) => word);
  const [first] = free;
  const query = (keys: readonly string[]) => `${values.add(anyOf(keys))}::tsquery`;
  // The lexemes of a row mostly lie outside of it, its keys never do: the index reads those, whoever looks at a hit
  // these.
  const isCalled = (keys: readonly string[]) => `keys && ${values.add(keys)}::text[]`;
  const title = query(ways.map(titleKey));
  const begins = `starts_with(nt, ${values.add(whole)})`;
  const alike = [
    ...joinsOf(free.slice(0, WORDS_PUT_TOGETHER)).map(titleKey),
    ...wanted.readings.map(titleKey),
    ...(sound === '' ? [] : [titleKey, authorKey, namePartKey].map((key) => key(sound))),
  ];
  const keysOf = (key: (text: string) => string) => ways.map(key);
  const alsoBy = (key: (text: string) => string, place: number): [string[], number][] =>
    wanted.alsoBy.length === 0 ? [] : [[wanted.alsoBy.map(key), place + OTHER_NAME]];
  const calledSo: [keys: string[], rank: number][] = [
    [keysOf(authorKey), BY_AUTHOR],
    ...alsoBy(authorKey, BY_AUTHOR),
    [keysOf(translatorKey), BY_TRANSLATOR],
    ...alsoBy(translatorKey, BY_TRANSLATOR),
    [[...keysOf(titleKey), ...alike], TITLED[1]],
    [keysOf(namePartKey), 4],
  ];
  const called = calledSo.map(([keys, rank]) =>
    rank === TITLED[1]
      ? `WHEN exact THEN ${TITLED[0]} WHEN ${isCalled(keys)} THEN ${rank}`
      : `WHEN ${isCalled(keys)} THEN ${rank}`,
  );
  const names = calledSo.flatMap(([keys]) => keys);
  const steps: string[] = [];
  const inTitle = first === undefined ? 'false' : `strpos(nt, ${values.add(first)}) > 0`;
  if (wanted.subject.length > 0) {
    const onSubject = inSubject(wanted, values);
    steps.push(`WHEN ${onSubject} AND ${inTitle} THEN 5`);
    // 気象学 is a field of its own, 料理店 but one of its many terms.
    if (wanted.isField) steps.push(`WHEN ${onSubject} THEN 6`);
  }
  steps.push(`WHEN standing >= ${KNOWN} AND ${inTitle} THEN 7`);
  if (wanted.orSubject && !classesOfLiterature(wanted))
    steps.push(`WHEN ndc LIKE '9%' AND ${inTitle} THEN ${STORY}`);
  steps.push(`WHEN ${begins} THEN 7 WHEN ${inTitle} THEN 8`);
  if (wanted.orSubject)
    steps.push(`WHEN NOT (${hasWords()}) THEN ${inClass(wanted.whole, values, wanted.partsOfName)}`);
  if (wanted.subject.length > 0) {
    steps.push(`WHEN ${inSubject(wanted, values)} THEN 9`);
    // 森林 is in a subject heading, and across the name of 森 林太郎.
    if (first !== undefined) steps.push(`WHEN ${isAbout(first, values)} THEN 9`);
  }
  const volumes = free.length < 2 ? [] : free.flatMap((word) => readVolumeNumber(word) ?? []);
  return {
    person: query([
      ...ways.flatMap((way) => (wanted.translated ? [] : [authorKey(way)]).concat(translatorKey(way))),
      ...keysOfWorks(wanted.alsoBy),
    ]),
    title,
    named: query(names),
    isNamed: isCalled(names),
    place: `CASE ${steps.join(' ')} ELSE ${REST} END`,
    later: [
      '0',
      ...(volumes.length === 0
        ? []
        : [`CASE WHEN ${isCalled(volumes.map(volumeKey))} THEN 0 ELSE ${OTHER_VOLUME} END`]),
      ...(wanted.inKatakana === undefined
        ? []
        : [`CASE WHEN ${inLongerWord(wanted.inKatakana, values)} THEN ${IN_LONGER_WORD} ELSE 0 END`]),
      ...(wanted.form.length === 0
        ? []
        : [`CASE WHEN left(ndc, 3) = ANY(${values.add(wanted.form)}::text[]) THEN 0 ELSE ${OTHER_FORM} END`]),
    ].join(' + '),
    exact: `nt = ${values.add(whole)}`,
    rank: (isNamed) => `later + COALESCE(CASE WHEN ${isNamed} THEN CASE ${called.join(' ')} END END, place)`,
  };
}

/**
 * The places within a class that was found by a term, which mostly is a small part of it (江戸時代 of 日本史): first records
 * with the term in title, series or subjects, then those of the finer class that is called so (210.5), as far as they
 * say a finer one; then by how long a beginning of the term they have; then those with a part of the name of a person
 * called so (芭蕉 of 松尾芭蕉) or another name of that part of the class (近世). An author called 江戸川 says nothing.
 */
export function inClass(term: string, values: Values, partsOfName: readonly string[] = []): string {
  const characters = [...term];
  const shortest = Math.max(2, Math.ceil(characters.length / 2));
  const begins = [0, 1, 2, 3, 4, 5].filter((fewer) => characters.length - fewer >= shortest);
  const says = (text: string) => isAbout(text, values);
  const steps = begins.map(
    (fewer) =>
      `WHEN ${says(characters.slice(0, characters.length - fewer).join(''))} THEN ${IN_CLASS + fewer}`,
  );
  const finer = finerClassesNamed(term).map((ndc) => `${ndc}%`);
  if (finer.length > 0)
    steps.splice(1, 0, `WHEN ndc LIKE ANY (${values.add(finer)}::text[]) THEN ${IN_FINER_CLASS}`);
  if (steps.length === 0) return String(IN_CLASS);
  // Of a term of two kanji either of them: 牛痘 for 種痘.
  const either = /^\p{Script=Han}{2}$/u.test(term) ? characters : [];
  const others = [...partsOfName, ...besideTerm(term), ...either].map(says);
  if (others.length > 0) steps.push(`WHEN ${others.join(' OR ')} THEN ${BESIDE}`);
  return `CASE ${steps.join(' ')} ELSE ${REST_OF_CLASS} END`;
}

/** Whether literature itself is asked for (詩), of which a story is a part, too. */
function classesOfLiterature({ subject }: Wanted): boolean {
  return subject.some((ndc) => ndc.startsWith('9'));
}

/** Whether the title, series or subjects of a record have this normalised text. */
function isAbout(text: string, values: Values): string {
  const one = values.add(text);
  return `strpos(s, ${one}) > 0 AND strpos(${about}, ${one}) > 0`;
}

/** SQL of whether a record is of the classes whose name was typed. */
export function inSubject({ subject }: Wanted, values: Values): string {
  return `COALESCE(left(ndc, 3) = ANY(${values.add(sectionsOf(subject))}::text[]), false)`;
}

/** Neighbouring words put together, in every way but all of them. */
function joinsOf(words: readonly string[]): string[] {
  return words.flatMap((_word, first) =>
    words.slice(first).flatMap((_other, more) => {
      const joined = words.slice(first, first + more + 1);
      return joined.length === words.length ? [] : [joined.join('')];
    }),
  );
}
