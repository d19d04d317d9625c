import { readIsbn } from './isbn.ts';
import { normalise } from './normalise.ts';

/** What a query is cut to, in UTF-16 units, before anything is done with it. */
export const QUERY_LENGTH_LIMIT = 200;
/** How many words of a query count; the rest is ignored. */
export const QUERY_WORD_LIMIT = 10;

/** A query as the search understands it. */
export interface SearchQuery {
  /** Normalised words, all of which a hit contains; none is empty, none twice. */
  words: string[];
  /** The whole query normalised: what a title is compared with for "exact" and "begins with". */
  whole: string;
  /** ISBN-13 if the whole query is an ISBN. */
  isbn?: string;
}

/**
 * Reads what somebody typed. Words are parted by white space of any kind. Too long is cut, too many words are
 * ignored, a query of nothing to search by has no words: nothing a person or a robot sends is a fault.
 */
export function readQuery(text: string): SearchQuery {
  const cut = text.slice(0, QUERY_LENGTH_LIMIT);
  const words = cut
    .split(/\s+/u)
    .map(normalise)
    .filter((word) => word !== '')
    .slice(0, QUERY_WORD_LIMIT);
  const isbn = readIsbn(cut);
  return { words: [...new Set(words)], whole: words.join(''), ...(isbn === undefined ? {} : { isbn }) };
}
