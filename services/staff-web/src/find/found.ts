import type { catalogApi, Library, patronApi, RecordHit } from '@toshobin/contracts';
import type { z } from 'zod';

export type Person = z.output<typeof patronApi.findPersons.answer>['persons'][number];

/** What the one box finds: a page, the card of one person, or lists to choose from. */
export type Found = { page: string } | { cardNumber: string } | Lists;

export interface Lists {
  persons: readonly Person[];
  morePersons: boolean;
  titles: readonly RecordHit[];
  /** Of each title, by its record, those of its copies. */
  shelfMarks: ReadonlyMap<string, readonly string[]>;
  allTitles: number;
  /** There are more than were counted. */
  capped: boolean;
  /** Which page of them these are. */
  page: number;
  /** What was searched for in place of what was typed, and how; null where it was searched for as it was typed. */
  understood: z.output<typeof catalogApi.searchRecords.answer>['understood'];
  /** How many have what was typed, where the rest is of the class that is called so; null where all have it. */
  withWords: number | null;
  libraries: readonly Library[];
  /** Services that could not be asked. */
  away: readonly string[];
}

/** As many titles as the catalog lists on a page. */
const TITLES = 20;

/** How many pages of titles there are. */
export function pagesOf({ allTitles }: Pick<Lists, 'allTitles'>): number {
  return Math.ceil(allTitles / TITLES);
}
