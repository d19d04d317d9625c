import type { UnderstoodAs } from '@toshobin/contracts';
import { authorKey, namePartKey, translatorKey } from '../words/search-columns.ts';
import type { Read } from './read-kanji.ts';
import type { Wanted } from './search-request.ts';

/** Something to search for in place of what was typed. */
export interface Otherwise {
  wanted: Wanted;
  as: UnderstoodAs;
  /** What is searched for, as words to show. */
  words: string;
  /** The words that were looked for by their reading, beside the records that have them as they are written. */
  read?: readonly Read[];
}

/** Makes a search for other words in place of those that were typed into the box for all fields. */
export type Want = (words: readonly string[], more?: Partial<Wanted>) => Wanted;

/** The keys that a record may have for somebody of that name. */
export function nameKeys(name: string): string[] {
  return [authorKey(name), namePartKey(name), translatorKey(name)];
}
