import type { NewRecord } from '../records/new-record.ts';

/** A lendable book of which nothing is told, for the tests of the search to add to. */
export const bookInTest = {
  ...{ kind: 'book', lending: 'lendable', subtitle: '', subtitleReading: '', titleReading: 'ほん' },
  ...{ author: '', authorReading: '', translator: '', publisher: '', year: 2000, isbns: [] },
  ...{ protectiveCover: false, source: 'desk', copies: [] },
} satisfies Partial<NewRecord>;
