import type { NewRecord } from '../records/new-record.ts';

/** A lendable book of which nothing is told: what a test of the search asks for stands beside it. */
export const bookInTest = {
  ...{ kind: 'book', lending: 'lendable', subtitle: '', subtitleReading: '', titleReading: 'ほん' },
  ...{ author: '', authorReading: '', translator: '', publisher: '', year: 2000, isbns: [] },
  ...{ protectiveCover: false, source: 'desk', copies: [] },
} satisfies Partial<NewRecord>;
