import type { SearchOrder } from '@toshobin/contracts';
import {
  classesNamed,
  classesNamedInKatakana,
  classesOfSubject,
  isClassName,
  readingOfTerm,
} from '../classification/classes-of-subject.ts';
import type { RecordKind } from '../generated/prisma/enums.ts';
import { readIsbn } from '../words/isbn.ts';
import { isKana, soundOf } from '../words/normalise.ts';
import { readShortKatakana, type ShortKatakana } from '../words/short-katakana.ts';
import { keysOfName } from './other-names.ts';
import { cutQuery, readQuery, readQueryBySound, soundsOfWords } from './read-query.ts';

/** Hits of a list beyond this number are neither counted nor shown: 「300件以上」. Whoever asks for another order than the best first reads on in it. */
export const hitLimitOf = (order: SearchOrder = 'match'): number => (order === 'match' ? 300 : 500);
export const PAGE_SIZE_LIMIT = 100;

/** What is asked of the catalogue, texts as typed. All that is given must be so. */
export interface SearchRequest {
  /** Words to be found in any searched field; see readQuery for what becomes of them. */
  text?: string | undefined;
  /** Words of the title or the subtitle, or of their readings. */
  title?: string | undefined;
  /** Words of the name or reading of its author, its translator or whoever else had part in it. */
  author?: string | undefined;
  publisher?: string | undefined;
  /** Somebody whom a title, series or subject names, in what they have neither written nor translated. */
  about?: string | undefined;
  /** One that can't be an ISBN finds nothing. */
  isbn?: string | undefined;
  /** Words of a subject: the classes of that name (classesOfSubject), and the subject headings that have them. */
  subject?: string | undefined;
  /** Beginning of an NDC class: digits. */
  ndc?: string | undefined;
  /** First and last year of publication; a record without a year is in no range. */
  from?: number | undefined;
  to?: number | undefined;
  kind?: RecordKind | undefined;
  /** R4: only what may be reserved online (貸出可). Whether a copy is there now is not asked. */
  reservableOnly?: boolean | undefined;
  /** Only what has a copy in service on the shelves of the prefectural library now. */
  onShelfOnly?: boolean | undefined;
  /** `match` unless told. */
  order?: SearchOrder | undefined;
  /** From 1; a page beyond the last answers the last. */
  page?: number | undefined;
  /** 20 unless told, at most {@link PAGE_SIZE_LIMIT}. */
  pageSize?: number | undefined;
}

/** Fields that can be searched alone. */
type SearchedField = 'title' | 'author' | 'publisher' | 'about';

/** What a hit is about; the more and the rarer of these its title, series, book or subjects have, the earlier it stands (topics.ts). */
export interface Topic {
  text: string;
  /** Where it is looked for: a kanji alone in titles, since it stands in too many names of series and books; a word in hiragana in their readings, too. */
  field: 'titled' | 'about' | 'reading';
  weight: number;
  /** Three digits each of the classes that are called so. */
  classes: readonly string[];
  /** A hit is looked for by this one and its like, and has at least one of them. */
  isSought: boolean;
}

/** A request as the search understands it. */
export interface Wanted {
  /** Normalised words, each to be found in its field; with `bySound` how they sound. */
  words: { word: string; field?: SearchedField }[];
  /** What a title is compared with for "is it" and "begins with it"; empty when there is nothing to compare with. */
  whole: string;
  /** The same as it was typed: of several editions the one that is printed so comes first. */
  typed: string;
  /** The words are compared by how they sound (soundOf), not as they are written. */
  bySound: boolean;
  /** How the words sound that are not kanji alone; a hit may be called so in place of having the word. */
  sounds: ReadonlyMap<string, string>;
  /** How words in kanji are read that are whole titles: what is called so comes with those of the words themselves. */
  readings: readonly string[];
  /** The only word, which a hit has in kana as well: much else is read as it is folded. */
  inKatakana?: ShortKatakana;
  /** What a hit is called (search-columns.ts): one of each list. */
  called: string[][];
  topics: readonly Topic[];
  /** Keys of what was typed, by which name authorities know whom it names; empty where nobody is looked for. */
  lookedUp: readonly string[];
  /** What the person is called whose other name was typed: whose works are wanted, too. */
  alsoBy: readonly string[];
  /** It was typed that somebody has translated it (上田敏 訳): of a name the translations come first. */
  translated: boolean;
  /** Three digits each of the classes of the form in which somebody's works are wanted first: poems. */
  form: readonly string[];
  /** Surname and given name of the author whose whole name was typed. */
  partsOfName: readonly string[];
  /** The classes that are called as what was typed: their records come before others. */
  subject: string[];
  /** It is the name of a class, not only a term of one. */
  isField: boolean;
  /** What is in these classes is wanted too, without the words. */
  orSubject: boolean;
  /** All that was typed into the search box is this ISBN-13. */
  isbnTyped?: string;
  /** ISBN-13 asked for in its own field. */
  isbn?: string;
  /** NDC classes, of which a hit has one: what the words of a subject stand for. */
  classes?: string[];
  /** Subject headings with these words do in place of the classes. */
  headings: readonly string[];
  /** What those classes were found by, as one text; empty for none. */
  term: string;
  ndc?: string;
  years?: { from: number; to: number };
  kind?: RecordKind;
  reservableOnly: boolean;
  onShelfOnly: boolean;
  order: SearchOrder;
}

/** The same with as much of its texts as is read. */
export function cutRequest(request: SearchRequest): SearchRequest {
  const texts = ['text', 'title', 'author', 'publisher', 'about', 'subject'] as const;
  const cut = texts.flatMap((field) => {
    const text = request[field];
    return text === undefined ? [] : [[field, cutQuery(text)]];
  });
  return { ...request, ...Object.fromEntries(cut) };
}

/**
 * Reads a request whose texts are cut. Undefined when it asks for nothing that could be searched for: no word, no ISBN, no subject, class,
 * year or kind (the two availability filters alone are no question), or an ISBN that is none.
 *
 * @param bySound whether the words are compared by how they sound
 */
export function readRequest(request: SearchRequest, bySound = false): Wanted | undefined {
  const read = bySound ? readQueryBySound : readQuery;
  const typed = read(request.text ?? '');
  const title = read(request.title ?? '');
  const of = (field: SearchedField, text: string | undefined) =>
    read(text ?? '').words.map((word) => ({ word, field }));
  // A name is one word, however its parts are written.
  const about = read(request.about ?? '').whole;
  const words = [
    ...typed.words.map((word) => ({ word })),
    ...of('title', request.title),
    ...of('author', request.author),
    ...of('publisher', request.publisher),
    ...(about === '' ? [] : [{ word: about, field: 'about' as const }]),
  ];
  const isbnAsked = (request.isbn ?? '').trim() !== '';
  const isbn = isbnAsked ? readIsbn(request.isbn ?? '') : undefined;
  if (isbnAsked && isbn === undefined) return undefined;
  const subject = readQuery(request.subject ?? '').words;
  const classes = subject.length === 0 ? undefined : classesOfSubject(subject);
  const { from, to, ndc, kind } = request;
  const years = from === undefined && to === undefined ? undefined : { from: from ?? 1, to: to ?? 9999 };
  const narrowed = isbn ?? classes ?? (ndc || undefined) ?? years ?? kind;
  if (words.length === 0 && narrowed === undefined) return undefined;
  const term = bySound || words.length > 1 ? undefined : readingOfTerm(typed.whole);
  const asTerm = term === undefined ? [] : [[typed.whole, soundOf(term)] as const];
  return {
    words,
    whole: typed.whole || title.whole || about,
    // PostgreSQL takes no NUL and no half of a character.
    typed: (request.text ?? request.title ?? '').replaceAll(/\p{C}/gu, '').trim(),
    bySound,
    sounds: bySound ? new Map() : new Map([...soundsOfWords(request.text ?? ''), ...asTerm]),
    readings: asTerm.map(([, sound]) => sound),
    called: [],
    topics: [],
    lookedUp:
      bySound || typed.words.length === 0 || words.length > typed.words.length
        ? []
        : keysOfName(request.text ?? ''),
    alsoBy: [],
    translated: (request.text ?? '').includes('訳'),
    form: [],
    partsOfName: [],
    subject: typed.words.length === 0 || bySound ? [] : classesNamed(typed.words),
    isField: isClassName(typed.whole),
    orSubject: false,
    headings: subject.some(isOneKana) ? [] : subject,
    term: subject.join(''),
    ...(typed.isbn === undefined ? {} : { isbnTyped: typed.isbn }),
    ...(isbn === undefined ? {} : { isbn }),
    ...(classes === undefined ? {} : { classes }),
    ...(ndc ? { ndc } : {}),
    ...(years === undefined ? {} : { years: { from: Math.max(1, years.from), to: years.to } }),
    ...(kind === undefined ? {} : { kind }),
    reservableOnly: request.reservableOnly ?? false,
    onShelfOnly: request.onShelfOnly ?? false,
    order: request.order ?? 'match',
  };
}

/** It is in nearly every record, and says nothing of the few headings that have it. */
const isOneKana = (word: string) => isKana(word) && [...word].length === 1;

/** The same for what has its only word as it is written, in katakana and so short that it says little as it is folded; undefined for other words. */
export function writtenInKatakana(wanted: Wanted, { text = '' }: SearchRequest): Wanted | undefined {
  const [only, ...others] = wanted.words;
  if (only === undefined || others.length > 0 || only.field !== undefined) return undefined;
  const inKatakana = readShortKatakana(text);
  if (inKatakana === undefined) return undefined;
  return { ...wanted, inKatakana, subject: classesNamedInKatakana(inKatakana.word) };
}

/**
 * Statements of the common shapes are prepared once a connection; all shapes would be too many to keep. What is planned for its values is
 * what the plan depends on: a class of three digits may be half of all records, or three.
 */
export function isCommon(wanted: Wanted): boolean {
  const { words, isbn, topics, alsoBy, form, inKatakana } = wanted;
  if (
    inKatakana !== undefined ||
    topics.length + alsoBy.length + form.length > 0 ||
    words.some(({ field }) => field !== undefined)
  )
    return false;
  if (isFiltered(wanted)) return isBroad(wanted) && words.length <= 2;
  return isbn !== undefined || words.length <= 3;
}

export function isFiltered({ classes, ndc, years, kind, reservableOnly, onShelfOnly }: Wanted): boolean {
  return reservableOnly || onShelfOnly || [classes, ndc, years, kind].some((one) => one !== undefined);
}

/** Beside words, filters that much of a catalogue passes: one of the ten classes, books, what is lent or there. */
export function isBroad(wanted: Wanted): boolean {
  const { classes, ndc = '', years, kind = 'book' } = wanted;
  return (
    hasWord(wanted) && classes === undefined && years === undefined && ndc.length <= 1 && kind === 'book'
  );
}

/** Whether hits are found by the word indexes, of which each part of the table has its own. */
export function hasWord({ words, called, topics, headings }: Wanted): boolean {
  return words.length + called.length + headings.length > 0 || topics.some(({ isSought }) => isSought);
}
