import type { CopyCondition, LendingCategory, RecordKind } from '../generated/prisma/enums.ts';
import { type SearchedFields, searchColumns } from '../search/normalise.ts';
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
}

/**
 * Adds records and their copies, in their order, and answers the ids of the records in the same order. The search
 * finds them as soon as the caller's transaction is committed. All or nothing needs a transaction of the caller's;
 * give one client, not a pool, for that. Some hundreds at a time are best.
 *
 * @param placed only for a load that lays out the table before it commits (see src/load/place-records.ts)
 */
export async function insertRecords(
  database: Queryable,
  records: readonly NewRecord[],
  placed = false,
): Promise<string[]> {
  const rows = records.map((record) => {
    const { copies: _copies, ...columns } = record;
    return { ...columns, number: record.number ?? null, ...searchColumns(record) };
  });
  const inserted = await database.query(
    `INSERT INTO bibliographic_record (number, kind, lending, title, title_reading, subtitle, subtitle_reading,
       author, author_reading, translator, publisher, year, ndc, isbn, protective_cover, source, nt, s, norm_version, placed)
     SELECT coalesce(r.number, 'T' || lpad(nextval('record_number_sequence')::text, 9, '0')), r.kind, r.lending,
       r.title, r."titleReading", r.subtitle, r."subtitleReading", r.author, r."authorReading", r.translator,
       r.publisher, r.year, r.ndc, r.isbn, r."protectiveCover", r.source, r.nt, r.s, r."normVersion", $2
     FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (number text, kind record_kind, lending lending_category,
       title text, "titleReading" text, subtitle text, "subtitleReading" text, author text, "authorReading" text,
       translator text, publisher text, year smallint, ndc text, isbn text, "protectiveCover" boolean, source text,
       nt text, s text, "normVersion" smallint)) WITH ORDINALITY AS r
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
