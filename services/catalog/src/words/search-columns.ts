import { soundsOfForeignName } from './foreign-name.ts';
import { lexeme } from './lexeme.ts';
import { isKana, NORM_VERSION, normalise, soundOf, withOneGa } from './normalise.ts';

/** Stands between the fields of a record's search text; no normalised text contains it. */
export const FIELD_END = '\u0001';

/** The searched parts of a record. Several translators are parted by ;, and their readings likewise. */
export interface SearchedFields {
  title: string;
  titleReading: string;
  subtitle: string;
  subtitleReading: string;
  author: string;
  authorReading: string;
  /** The author's name in Latin letters, surname first. */
  authorLatin?: string;
  translator: string;
  translatorReading?: string;
  translatorLatin?: string;
  publisher: string;
  series?: string;
  /** Volume or part, when the record is one of several. */
  volume?: number;
  /** ISBN-13 without hyphens. */
  isbns: readonly string[];
  /** The searched parts of its description: subjects, and everybody who had part in it. */
  description?:
    | {
        subjects: readonly string[];
        subjectReadings: readonly string[];
        seriesReading: string;
        contributors: readonly { written: string; reading: string; latin: string }[];
        issn: string | null;
        otherTitles: readonly { written: string; reading: string }[];
        furtherSeries: readonly { written: string; reading: string }[];
      }
    | undefined;
}

interface SearchColumns {
  /** The title. */
  nt: string;
  /** All fields, see {@link fieldPlaces}. */
  s: string;
  /** The whole names of the record: {@link titleKey} and the others. */
  keys: string[];
  /** Every character and every pair of neighbours of `s`, and the keys: a tsvector. */
  tv: string;
  normVersion: number;
}

/** Where the fields of `s` stand, counted from 1: as they are written, and how they sound. */
export const fieldPlaces = {
  title: { written: [1, 2, 10], sound: [11, 12] },
  author: { written: [3, 4, 5, 7, 8, 15], sound: [13] },
  publisher: { written: [6, 9], sound: [] },
  /** The topics: title and subtitle, their readings, series, subjects; no person who had part in the record. */
  about: { written: [1, 2, 9, 14], sound: [] },
} as const;

/** Where subject headings stand. */
export const HEADINGS = 14;
/** The fields of `s` that say what a record is about. */
export const aboutPlaces = fieldPlaces.about.written;

/** The pairs of fields of `s`: one as it is written, one as it is read. */
export const fieldsRead = [
  { kind: 'title', places: [1, 2] },
  { kind: 'name', places: [3, 4] },
  { kind: 'name', places: [5, 7] },
] as const;

/** A lexeme of PostgreSQL is at most 2,046 bytes: a longer name is known by its beginning. */
const KEY_LENGTH = 200;
const keyFor = (kind: string) => (text: string) =>
  `${kind}:${text.length <= KEY_LENGTH ? text : [...text].slice(0, KEY_LENGTH).join('')}`;
export const titleKey = keyFor('t');
export const authorKey = keyFor('a');
/** Surname or given name of the author. */
export const namePartKey = keyFor('p');
export const translatorKey = keyFor('r');
/** A person or body besides author and translator: editors, illustrators, and those without a role. */
export const contributorKey = keyFor('c');
/** The consonants of a foreign name (consonantsOf). */
export const nameSoundKey = keyFor('n');
export const issnKey = (issn: string) => `i:${issn}`;
export const isbnKey = (isbn: string) => `b:${isbn}`;
export const volumeKey = (volume: number) => `v:${volume}`;

/**
 * The search columns of a record. Title and subtitle are one field of `s`, which therefore begins with `nt`: a query of
 * both in one go finds the record, and a title's beginning is always a hit. Behind them stand its other titles, as
 * further series behind the series. A field that says nothing new is empty.
 */
export function searchColumns(record: SearchedFields): SearchColumns {
  const { translatorReading = '', authorLatin = '', translatorLatin = '', series = '' } = record;
  const others = record.description?.otherTitles ?? [];
  const { subjects = [], subjectReadings = [] } = record.description ?? {};
  const { furtherSeries = [], seriesReading = '' } = record.description ?? {};
  const nt = normalise(record.title);
  const titled = nt + normalise(record.subtitle);
  const otherGa = withOneGa(titled);
  const contributors = otherContributors(record);
  const names = [record.author, record.authorReading, record.translator, translatorReading, ...contributors];
  const unlessTitled = (read: string) => (titled.startsWith(read) ? '' : read);
  const s = [
    withOthers(titled, others.map(({ written }) => written).map(normalise)),
    withOthers(
      unlessTitled(normalise(record.titleReading) + normalise(record.subtitleReading)),
      others.map(({ reading }) => reading).map(normalise),
    ),
    normalise(record.author),
    normalise(record.authorReading),
    normalise(record.translator),
    normalise(record.publisher),
    normalise(translatorReading),
    distinct([authorLatin, translatorLatin].flatMap(bothWays).map(normalise)),
    withOthers(
      normalise(series),
      [seriesReading, ...furtherSeries.flatMap(({ written, reading }) => [written, reading])].map(normalise),
    ),
    otherGa === titled ? '' : otherGa,
    withOthers(
      unlessTitled(soundOf(`${record.titleReading}${record.subtitleReading}`)),
      others.flatMap(titlesRead).map(soundOf),
    ),
    /[ぁ-ゖ]/u.test(titled) && !isKana(titled) ? soundOf(record.title + record.subtitle) : '',
    distinct(
      names
        .flatMap(bothWays)
        .filter((name) => /[ぁ-ゖ]/u.test(normalise(name)))
        .map(soundOf),
    ),
    ...withoutEmptyEnd([
      distinct([...subjects, ...subjectReadings].map(normalise)),
      distinct(contributors.flatMap(bothWays).map(normalise)),
    ]),
  ];
  const keys = keysOf(record, nt);
  const tv = merged(gramsOf(s), keys.map(lexeme).sort()).join(' ');
  return { nt, s: s.join(FIELD_END), keys, tv, normVersion: NORM_VERSION };
}

/** A field, and behind it others of its kind that it does not have; it begins as it did. */
function withOthers(field: string, others: readonly string[]): string {
  return others.length === 0 ? field : distinct([field, ...others.filter((other) => !field.includes(other))]);
}

/** The sound of a title: of its reading, or of itself where that is in kana. */
function titlesRead({ written, reading }: { written: string; reading: string }): string[] {
  return [reading === '' ? written : reading].filter((title) => /[ぁ-ゖ]/u.test(normalise(title)));
}

/**
 * Every character and every pair of neighbours within a field, as lexemes; normalised texts have neither quote nor
 * backslash. The database would take four times as long to make them.
 */
function gramsOf(fields: readonly string[]): string[] {
  const ascii = asciiGramsOf(fields);
  if (ascii !== undefined) return ascii;
  const grams = new Set<string>();
  for (const field of new Set(fields)) {
    let last = '';
    for (const character of field) {
      grams.add(`'${character}'`);
      if (last !== '') grams.add(`'${last}${character}'`);
      last = character;
    }
  }
  return [...grams];
}

const ASCII = 128;
/** The lexemes by a number: a pair by both characters, a single one by its own and nothing. */
const asciiGrams = Array.from({ length: ASCII * ASCII }, (_, pair) => {
  const [first, second] = [Math.floor(pair / ASCII), pair % ASCII];
  return `'${String.fromCharCode(first)}${second === 0 ? '' : String.fromCharCode(second)}'`;
});
const met = new Uint8Array(asciiGrams.length);
const inTurn = new Uint16Array(asciiGrams.length);

/** The lexemes of ASCII alone, in half of the time, and sorted, which spares the database that; undefined for more. */
function asciiGramsOf(fields: readonly string[]): string[] | undefined {
  let count = 0;
  const meet = (gram: number) => {
    if (met[gram] !== 0) return;
    met[gram] = 1;
    inTurn[count] = gram;
    count += 1;
  };
  const isAscii = fields.every((field) => {
    let last = 0;
    for (let place = 0; place < field.length; place += 1) {
      const character = field.charCodeAt(place);
      if (character >= ASCII) return false;
      meet(character * ASCII);
      if (last !== 0) meet(last * ASCII + character);
      last = character;
    }
    return true;
  });
  const grams = inTurn.subarray(0, count);
  for (const gram of grams) met[gram] = 0;
  return isAscii ? Array.from(grams.sort(), (gram) => asciiGrams[gram] ?? '') : undefined;
}

/** Two lists as one, which is sorted where both are. */
function merged(one: readonly string[], other: readonly string[]): string[] {
  const all: string[] = [];
  let next = 0;
  for (const text of one) {
    for (let before = other[next]; before !== undefined && before < text; before = other[next]) {
      all.push(before);
      next += 1;
    }
    all.push(text);
  }
  return all.concat(other.slice(next));
}

/** The names of all others who had part in it, as they are written, read and in Latin letters. */
function otherContributors({ description, author, translator }: SearchedFields): string[] {
  const known = `${author};${translator}`;
  return (description?.contributors ?? [])
    .filter(({ written }) => !known.includes(written))
    .flatMap(({ written, reading, latin }) => [written, reading, latin]);
}

/** Most records have neither subjects nor such names, and end before them. */
function withoutEmptyEnd(fields: readonly string[]): string[] {
  return fields.slice(0, 1 + fields.findLastIndex((field) => field !== ''));
}

/** Texts one after another, each once, parted by a sign that no query has. */
function distinct(texts: readonly string[]): string {
  return [...new Set(texts)].filter((text) => text !== '').join(' ');
}

function keysOf(record: SearchedFields, nt: string): string[] {
  const { translatorReading = '', authorLatin = '', translatorLatin = '', volume = 0 } = record;
  const { title, titleReading, subtitle, subtitleReading, author, authorReading, translator } = record;
  const titles = [
    ...[nt, withOneGa(nt), normalise(titleReading), soundOf(titleReading), soundOf(title)],
    ...(subtitle === '' ? [] : [normalise(title + subtitle), normalise(titleReading + subtitleReading)]),
    ...(record.description?.otherTitles ?? []).flatMap(({ written, reading }) => [
      ...[normalise(written), withOneGa(normalise(written)), normalise(reading)],
      ...[soundOf(reading), soundOf(written)],
    ]),
  ];
  const authors = [author, authorReading, authorLatin];
  return [
    ...new Set([
      ...titles.map(titleKey),
      ...authors.flatMap(bothWays).flatMap(spellings).map(authorKey),
      ...authors.flatMap(partsOfName).flatMap(spellings).map(namePartKey),
      ...[translator, translatorReading, translatorLatin]
        .flatMap(bothWays)
        .flatMap(spellings)
        .map(translatorKey),
      ...otherContributors(record).flatMap(bothWays).flatMap(spellings).map(contributorKey),
      ...foreignNames(record).map(nameSoundKey),
      ...(volume > 0 ? [volumeKey(volume)] : []),
      ...record.isbns.map(isbnKey),
      ...(record.description?.issn ? [issnKey(record.description.issn)] : []),
    ]),
  ].filter((key) => key.length > 2);
}

/** How authors and translators sound whose names are in katakana or Latin letters, the author in both. */
function foreignNames({ author, authorLatin = '', translator }: SearchedFields): string[] {
  const authors = soundsOfForeignName(author);
  return [
    ...authors,
    ...(authors.length === 0 ? [] : soundsOfForeignName(authorLatin)),
    ...translator.split(';').flatMap(soundsOfForeignName),
  ];
}

/** A name in every form in which it is a key or looked up: as it is written and as it sounds, each part first. */
export function nameForms(name: string): string[] {
  return [...new Set([name, name.replace(/[・＝=]/gu, ' ')].flatMap(bothWays).flatMap(spellings))].filter(
    (form) => form !== '',
  );
}

function spellings(name: string): string[] {
  const written = normalise(name);
  return /[ぁ-ゖ]/u.test(written) ? [written, soundOf(name)] : [written];
}

/** Each name as it is written and, where it has two parts, with the second first: フランツ・カフカ, Osamu Dazai. */
function bothWays(names: string): string[] {
  if (names === '') return [];
  return names.split(';').flatMap((name) => {
    const [first, ...others] = name.trim().split(/\s+/u);
    return first === undefined || others.length === 0 ? [name] : [name, [...others, first].join(' ')];
  });
}

/** The parts of a name: 夏目 and 漱石; each word of アーサー・コナン ドイル. */
function partsOfName(names: string): string[] {
  if (names === '') return [];
  const parts = names.split(/[;\s・＝=]+/u);
  return parts.length < 2 ? [] : parts.filter((part) => [...part].length > 1);
}
