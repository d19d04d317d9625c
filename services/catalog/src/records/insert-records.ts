import type { CopyCondition, LendingCategory, RecordKind } from '../generated/prisma/enums.ts';
import { normalise } from '../words/normalise.ts';
import { type SearchedFields, searchColumns } from '../words/search-columns.ts';
import type { Queryable } from './queryable.ts';

/** A copy to be added. */
export interface NewCopy {
  /** Digits only, of kind `copy` (contracts: readBarcodeOf, makeBarcode). */
  barcode: string;
  shelfMark: string;
  weightGrams: number;
  thicknessMm: number;
  supplementCount: number;
  condition?: CopyCondition;
}

/** A record to be added, with its copies. */
export interface NewRecord extends SearchedFields {
  /** Left out, the database gives the next number. */
  number?: string;
  kind: RecordKind;
  lending: LendingCategory;
  /** 0 when not known. */
  year: number;
  ndc: string | null;
  isbn: string | null;
  protectiveCover: boolean;
  source: string;
  copies: NewCopy[];
  /** The book that the work is printed in (empty: not known which), for a record of a work; left out for a record of a book. */
  bookTitle?: string;
  /** In old kanji or old kana. */
  oldSpelling?: boolean;
}

/**
 * Adds records and their copies, in their order, and answers the ids of the records in the same order. The search
 * finds them as soon as the caller's transaction is committed. All or nothing needs a transaction of the caller's;
 * give one client, not a pool, for that. Some hundreds at a time are best.
 *
 * @param placed only for a load that lays out the table before it commits (see src/placing/place-records.ts)
 */
export async function insertRecords(
  database: Queryable,
  records: readonly NewRecord[],
  placed = false,
): Promise<string[]> {
  const rows = records.map((record) => {
    const { copies: _copies, ...columns } = record;
    const added = { authorLatin: '', translatorReading: '', translatorLatin: '', series: '', volume: 0 };
    const book = { bookTitle: record.bookTitle ?? null, ...titlesNamed(record), oldSpelling: false };
    return { ...added, ...book, ...columns, number: record.number ?? null, ...searchColumns(record) };
  });
  const inserted = await database.query(
    `INSERT INTO bibliographic_record (number, kind, lending, title, title_reading, subtitle, subtitle_reading,
       author, author_reading, author_latin, translator, translator_reading, translator_latin, publisher, series, volume,
       book_title, book_names, quoted, old_spelling, year, ndc, isbn, protective_cover, source, nt, s, keys, norm_version, placed)
     SELECT coalesce(r.number, 'T' || lpad(nextval('record_number_sequence')::text, 9, '0')), r.kind, r.lending,
       r.title, r."titleReading", r.subtitle, r."subtitleReading", r.author, r."authorReading", r."authorLatin",
       r.translator, r."translatorReading", r."translatorLatin", r.publisher, r.series, r.volume, r."bookTitle",
       r."bookNames", r.quoted, r."oldSpelling", r.year, r.ndc, r.isbn, r."protectiveCover", r.source, r.nt, r.s, r.keys, r."normVersion", $2
     FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (number text, kind record_kind, lending lending_category,
       title text, "titleReading" text, subtitle text, "subtitleReading" text, author text, "authorReading" text,
       "authorLatin" text, translator text, "translatorReading" text, "translatorLatin" text, publisher text, series text,
       volume smallint, "bookTitle" text, "bookNames" text[], quoted text[], "oldSpelling" boolean, year smallint, ndc text, isbn text,
       "protectiveCover" boolean, source text, nt text, s text, keys text[], "normVersion" smallint)) WITH ORDINALITY AS r
     ORDER BY r.ordinality
     RETURNING id`,
    [JSON.stringify(rows), placed],
  );
  // The values of an INSERT … SELECT … ORDER BY are made, and answered, in that order.
  const ids = inserted.rows.map((row) => String(row.id));
  const copies = records.flatMap((record, place) =>
    record.copies.map((copy) => ({ condition: 'inService', ...copy, recordId: ids[place] })),
  );
  await database.query(
    `INSERT INTO copy (record_id, barcode, shelf_mark, weight_grams, thickness_mm, supplement_count, condition)
     SELECT "recordId", barcode, "shelfMark", "weightGrams", "thicknessMm", "supplementCount", condition
     FROM jsonb_to_recordset($1::jsonb) AS ("recordId" bigint, barcode text, "shelfMark" text, "weightGrams" int,
       "thicknessMm" int, "supplementCount" int, condition copy_condition)`,
    [JSON.stringify(copies)],
  );
  return ids;
}

/** The titles that the book's title is made of, in its order, and those that stand in the record's own between quotation marks. */
function titlesNamed({ title, subtitle, bookTitle = '' }: NewRecord): {
  bookNames: string[];
  quoted: string[];
} {
  const parts = bookTitle.normalize('NFKC').split(/[\s・、，()「」『』/―─－-]+/u);
  const marked = [...`${title} ${subtitle}`.matchAll(/[「『]([^「」『』]{2,})[」』]/gu)].map(
    ([, quoted = '']) => quoted,
  );
  const distinct = (texts: readonly string[]) =>
    [...new Set(texts.map(normalise))].filter((text) => text !== '');
  return { bookNames: distinct(parts), quoted: distinct(marked) };
}
