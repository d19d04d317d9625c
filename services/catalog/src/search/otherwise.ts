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
  /** Those that were looked for by their reading, beside what has them as they are written. */
  read?: readonly Read[];
}

/** What is searched for with other words in place of those that were typed into the box for all fields. */
export type Want = (words: readonly string[], more?: Partial<Wanted>) => Wanted;

/** What somebody of that name may be called in a record. */
export function nameKeys(name: string): string[] {
  return [authorKey(name), namePartKey(name), translatorKey(name)];
}
