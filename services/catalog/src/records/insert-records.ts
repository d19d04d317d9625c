import type { NewRecord } from './new-record.ts';
import type { Queryable } from './queryable.ts';
import { recordColumns, recordColumnTypes, rowOf } from './record-columns.ts';
import { writeDescriptions } from './write-descriptions.ts';

/**
 * Sorts the words of added and changed records into their index. Until then they only queue up there, which is many
 * times faster for many records at once, and every search would read the queue.
 */
export async function finishWords(database: Queryable): Promise<void> {
  await database.query("SELECT gin_clean_pending_list('record_words_new')");
}

/**
 * Adds records and their copies, in their order, and answers the ids of the records in the same order. The search finds
 * them as soon as the caller's transaction is committed. All or nothing needs a transaction of the caller's; give one
 * client, not a pool, for that. Some hundreds at a time are best.
 *
 * @param placed only for a load that lays out the table before it commits (see src/placing/place-records.ts)
 * @param rows the records' rows as JSON, where these were made while the database had other work
 */
export async function insertRecords(
  database: Queryable,
  records: readonly NewRecord[],
  placed = false,
  rows = JSON.stringify(records.map(rowOf)),
): Promise<string[]> {
  const ids = await queueRecords(database, records, rows, placed);
  if (!placed) await finishWords(database);
  return ids;
}

/** Adds records; their words only queue up: {@link finishWords} must follow in the same transaction. */
export async function queueRecords(
  database: Queryable,
  records: readonly NewRecord[],
  rows: string,
  placed = false,
): Promise<string[]> {
  const others = recordColumns.filter((column) => column !== 'number');
  const inserted = await database.query(
    `INSERT INTO bibliographic_record (number, ${others.join(', ')}, placed)
     SELECT coalesce(number, 'T' || lpad(nextval('record_number_sequence')::text, 9, '0')), ${others.join(', ')}, $2
     FROM ROWS FROM (json_to_recordset($1::json) AS (${recordColumnTypes})) WITH ORDINALITY AS r
     ORDER BY r.ordinality
     RETURNING id`,
    [rows, placed],
  );
  // The values of an INSERT … SELECT … ORDER BY are made, and answered, in that order.
  const ids = inserted.rows.map((row) => String(row.id));
  const copies = records.flatMap((record, place) =>
    record.copies.map((copy) => ({ condition: 'inService', ...copy, recordId: ids[place] })),
  );
  if (copies.length > 0)
    await database.query(
      `INSERT INTO copy (record_id, barcode, shelf_mark, weight_grams, thickness_mm, supplement_count, condition)
     SELECT "recordId", barcode, "shelfMark", "weightGrams", "thicknessMm", "supplementCount", condition
     FROM jsonb_to_recordset($1::jsonb) AS ("recordId" bigint, barcode text, "shelfMark" text, "weightGrams" int,
       "thicknessMm" int, "supplementCount" int, condition copy_condition)`,
      [JSON.stringify(copies)],
    );
  await writeDescriptions(
    database,
    records.flatMap(({ description }, place) =>
      description === undefined ? [] : [{ ...description, recordId: ids[place] ?? '' }],
    ),
  );
  return ids;
}
