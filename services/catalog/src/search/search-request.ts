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

/** Hits beyond this number are neither counted nor shown: 「300件以上」; another order than the best first reads on. */
export const hitLimitOf = (order: SearchOrder = 'match'): number => (order === 'match' ? 300 : 500);
export const PAGE_SIZE_LIMIT = 100;

/** A search of the catalogue, its texts as typed. All that is given must be so. */
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
  /** An ISBN; one that can't be one finds nothing. */
  isbn?: string | undefined;
  /** Words of a subject: the classes of that name (classesOfSubject), and the subject headings that have them. */
  subject?: string | undefined;
  /** Beginning of an NDC class: digits. */
  ndc?: string | undefined;
  /** First and last year of publication; a record without a year is in no range. */
  from?: number | undefined;
  to?: number | undefined;
  kind?: RecordKind | undefined;
  /** R4: whether only records are wanted that may be reserved online (貸出可), wherever their copies are. */
  reservableOnly?: boolean | undefined;
  /** Whether only records are wanted with a copy in service on the prefectural library's shelves now. */
  onShelfOnly?: boolean | undefined;
  /** The order; `match` unless given. */
  order?: SearchOrder | undefined;
  /** The page, from 1; one beyond the last answers the last. */
  page?: number | undefined;
  /** The size of a page; 20 unless given, at most {@link PAGE_SIZE_LIMIT}. */
  pageSize?: number | undefined;
}

/** Fields that can be searched alone. */
type SearchedField = 'title' | 'author' | 'publisher' | 'about';

/** A topic of a hit; the more and rarer ones its title, series, book or subjects have, the earlier it stands. */
export interface Topic {
  text: string;
  /** Where it is looked for: a kanji alone only in titles; a word in hiragana in their readings, too. */
  field: 'titled' | 'about' | 'reading';
  weight: number;
  /** Three digits each of the classes that are called so. */
  classes: readonly string[];
  /** Whether hits are looked for by this topic: each has at least one of these. */
  isSought: boolean;
}

/** A request as the search understands it. */
export interface Wanted {
  /** Normalised words, each to be found in its field; with `bySound` how they sound. */
  words: { word: string; field?: SearchedField }[];
  /** The text with which a title is compared, for "is it" and "begins with it"; empty when there is none. */
  whole: string;
  /** The text as it was typed: of several editions the one that is printed so comes first. */
  typed: string;
  /** Whether words are compared by how they sound (soundOf), and not as they are written. */
  bySound: boolean;
  /** How the words sound that are not kanji alone; a hit may be called so in place of having the word. */
  sounds: ReadonlyMap<string, string>;
  /** The readings of words in kanji that are whole titles: records called so come with those of the words. */
  readings: readonly string[];
  /** The only word, which a hit has in kana as well: much else is read as it is folded. */
  inKatakana?: ShortKatakana;
  /** Lists of keys (search-columns.ts): a hit has one of each list. */
  called: string[][];
  topics: readonly Topic[];
  /** Keys of what was typed, by which name authorities know whom it names; empty where nobody is looked for. */
  lookedUp: readonly string[];
  /** The names of the person whose other name was typed: their works are wanted, too. */
  alsoBy: readonly string[];
  /** Whether a translator is asked for (上田敏 訳): a person's translations come first then. */
  translated: boolean;
  /** The classes, of three digits, of the form in which somebody's works are wanted first: poems. */
  form: readonly string[];
  /** Surname and given name of the author whose whole name was typed. */
  partsOfName: readonly string[];
  /** The classes whose name was typed: their records come before others. */
  subject: string[];
  /** Whether it is the name of a class, and not only a term of one. */
  isField: boolean;
  /** Whether the records in these classes are wanted too, without the words. */
  orSubject: boolean;
  /** The ISBN-13 that is all that was typed into the search box. */
  isbnTyped?: string;
  /** The ISBN-13 asked for in its own field. */
  isbn?: string;
  /** The NDC classes of which a hit has one: those that the words of a subject stand for. */
  classes?: string[];
  /** Words of which subject headings do in place of the classes. */
  headings: readonly string[];
  /** The term by which those classes were found, as one text; empty for none. */
  term: string;
  ndc?: string;
  years?: { from: number; to: number };
  kind?: RecordKind;
  reservableOnly: boolean;
  onShelfOnly: boolean;
  order: SearchOrder;
}

/** A request with as much of its texts as is read. */
export function cutRequest(request: SearchRequest): SearchRequest {
  const texts = ['text', 'title', 'author', 'publisher', 'about', 'subject'] as const;
  const cut = texts.flatMap((field) => {
    const text = request[field];
    return text === undefined ? [] : [[field, cutQuery(text)]];
  });
  return { ...request, ...Object.fromEntries(cut) };
}

/**
 * Reads a request whose texts are cut. Undefined when it asks for nothing that could be searched for: no word, no ISBN,
 * no subject, class, year or kind (the two availability filters alone are no question), or an ISBN that is none.
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

/** A single kana is in nearly every record, and says nothing of the few headings that have it. */
const isOneKana = (word: string) => isKana(word) && [...word].length === 1;

/** The search for the only word as it is written, if it is so short in katakana that folded it says little. */
export function writtenInKatakana(wanted: Wanted, { text = '' }: SearchRequest): Wanted | undefined {
  const [only, ...others] = wanted.words;
  if (only === undefined || others.length > 0 || only.field !== undefined) return undefined;
  const inKatakana = readShortKatakana(text);
  if (inKatakana === undefined) return undefined;
  return { ...wanted, inKatakana, subject: classesNamedInKatakana(inKatakana.word) };
}

/**
 * Whether a statement's shape is common: those are prepared once a connection, and all shapes would be too many to
 * keep. A statement is planned for the values that its plan depends on: a class of three digits may be half of all
 * records, or three.
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

/** Whether filters beside words let much of a catalogue pass: one of the ten classes, books, what is lent or there. */
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
