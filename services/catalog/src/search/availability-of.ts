import { type Availability, isbnsIn, RecordNumberSchema } from '@toshobin/contracts';
import { z } from 'zod';
import type { Queryable } from '../records/queryable.ts';
import { readIsbn } from '../words/isbn.ts';
import { isbnKey } from '../words/search-columns.ts';
import { WORD_INDEXES } from './found-words.ts';
import { anyOf } from './word-condition.ts';

const Rows = z.array(
  z.object({
    isbns: z.array(z.string()),
    number: RecordNumberSchema,
    lending: z.enum(['lendable', 'inPersonOnly', 'audiovisual', 'referenceOnly']),
    copies: z.int(),
    onShelf: z.int(),
    waiting: z.int(),
  }),
);

/** The records of ISBNs, parted by commas or spaces, in their order. One of ten digits is that of thirteen. */
export async function availabilityOf(database: Queryable, list: string): Promise<Availability> {
  const books = isbnsIn(list).map((text) => ({ asked: text, isbn: readIsbn(text) ?? null }));
  const isbns = books.flatMap(({ isbn }) => isbn ?? []);
  const found = isbns.length === 0 ? [] : await recordsOf(database, isbns);
  return {
    books: books.map(({ asked, isbn }) => ({
      asked,
      isbn,
      records: found.flatMap(({ isbns, ...record }) =>
        isbn !== null && isbns.includes(isbn) ? [record] : [],
      ),
    })),
  };
}

/** The records that have one of these ISBNs and a copy that is not withdrawn, the newest first. */
async function recordsOf(database: Queryable, isbns: readonly string[]): Promise<z.output<typeof Rows>> {
  const branches = WORD_INDEXES.map(
    (rows) =>
      `SELECT id, year, isbns, number, lending FROM bibliographic_record WHERE ${rows} AND tv @@ $1::tsquery`,
  );
  const { rows } = await database.query(
    `SELECT isbns, number, lending, copies,
       (SELECT count(*)::int FROM copy WHERE record_id = record.id AND place = 'onShelf' AND condition = 'inService')
         AS "onShelf",
       (SELECT count(*)::int FROM queue_entry WHERE record_id = record.id AND state = 'waiting') AS waiting
     FROM (${branches.join(' UNION ALL ')}) record
       CROSS JOIN LATERAL (
         SELECT count(*)::int AS copies FROM copy WHERE record_id = record.id AND condition <> 'withdrawn'
       ) counted
     WHERE copies > 0 ORDER BY year DESC, id DESC`,
    [anyOf(isbns.map(isbnKey))],
  );
  return Rows.parse(rows);
}
