import { readIsbn } from '../words/isbn.ts';
import { normalise, soundOf } from '../words/normalise.ts';
import { kanaOfRomaji } from './romaji.ts';

/** So many UTF-16 units of a query are read. */
const QUERY_LENGTH_LIMIT = 200;
/** How many words of a query count; the rest is ignored. */
export const QUERY_WORD_LIMIT = 10;

/** The words beside a name on a title page that say no more of a book: 上田敏 訳. */
const roles = new Set(['著', '作', '訳', '編', '著者', '作者', '訳者', '編者', '翻訳', '編著', '共著']);

interface SearchQuery {
  /** Normalised words, all of which a hit contains; none is empty, none twice. */
  words: string[];
  /** The whole query normalised: what a title is compared with for "exact" and "begins with". */
  whole: string;
  /** ISBN-13 if the whole query is an ISBN. */
  isbn?: string;
}

/** As much of a text as is read, each white space shortened to one: many patterns take the square of its length. */
export function cutQuery(text: string): string {
  return text.replace(/(\s)\s+/gu, '$1').slice(0, QUERY_LENGTH_LIMIT);
}

/**
 * Reads what somebody typed. Words are parted by white space of any kind. Too long is cut, too many words are
 * ignored, a query of nothing to search by has no words: nothing a person or a robot sends is a fault.
 */
export function readQuery(text: string): SearchQuery {
  const cut = cutQuery(text);
  const typed = cut
    .split(/\s+/u)
    .map(normalise)
    .filter((word) => word !== '')
    .slice(0, QUERY_WORD_LIMIT);
  const named = typed.filter((word) => !roles.has(word));
  const words = named.length > 0 ? named : typed;
  const isbn = readIsbn(cut);
  return { words: [...new Set(words)], whole: words.join(''), ...(isbn === undefined ? {} : { isbn }) };
}

/** A query by how it sounds (soundOf), its words in Latin letters read as Japanese where they can be. */
export function readQueryBySound(text: string): SearchQuery {
  const words = spokenWords(text).map(({ kana }) => kana);
  return { words: [...new Set(words.map(soundOf))], whole: soundOf(words.join('')) };
}

/** How those words of a query sound, normalised, that are not kanji alone. */
export function soundsOfWords(text: string): ReadonlyMap<string, string> {
  const words = spokenWords(text).map(({ written, kana }): [string, string] => [written, soundOf(kana)]);
  return new Map(words.filter(([written, sound]) => written !== sound));
}

function spokenWords(text: string): { written: string; kana: string }[] {
  return cutQuery(text)
    .split(/\s+/u)
    .map((word) => ({ written: normalise(word), kana: kanaOfRomaji(word) ?? word }))
    .filter(({ kana }) => soundOf(kana) !== '')
    .slice(0, QUERY_WORD_LIMIT);
}
