import type { Availability } from '@toshobin/contracts';
import { RecordNumberSchema } from '@toshobin/contracts';
import { z } from 'zod';
import { readIsbn } from '../words/isbn.ts';
import type { Queryable } from './queryable.ts';

/** What of a list is looked at. */
const MOST = 100;

const Rows = z.array(
  z.object({
    isbn: z.string(),
    number: RecordNumberSchema,
    lending: z.enum(['lendable', 'inPersonOnly', 'audiovisual', 'referenceOnly']),
    copies: z.int(),
    onShelf: z.int(),
    waiting: z.int(),
  }),
);

/** What we have of ISBNs, parted by commas or spaces, in their order. One of ten digits is that of thirteen. */
export async function availabilityOf(database: Queryable, list: string): Promise<Availability> {
  const asked = list
    .split(/[,\s]+/u)
    .filter((text) => text !== '')
    .slice(0, MOST);
  const books = asked.map((text) => ({ asked: text, isbn: readIsbn(text) ?? null }));
  const { rows } = await database.query(
    `SELECT isbn, number, lending,
       (SELECT count(*)::int FROM copy WHERE record_id = record.id AND condition <> 'withdrawn') AS copies,
       (SELECT count(*)::int FROM copy WHERE record_id = record.id AND place = 'onShelf' AND condition = 'inService')
         AS "onShelf",
       (SELECT count(*)::int FROM queue_entry WHERE record_id = record.id AND state = 'waiting') AS waiting
     FROM bibliographic_record record WHERE isbn = ANY($1::text[]) ORDER BY year DESC, id DESC`,
    [books.flatMap(({ isbn }) => isbn ?? [])],
  );
  const found = Rows.parse(rows);
  return {
    books: books.map((book) => ({
      ...book,
      records: found.filter(({ isbn }) => isbn === book.isbn).map(({ isbn: _isbn, ...record }) => record),
    })),
  };
}
