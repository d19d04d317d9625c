import type { NewRecord } from './new-record.ts';
import type { Queryable } from './queryable.ts';
import { recordColumns, recordColumnTypes, rowOf } from './record-columns.ts';
import { writeDescriptions } from './write-descriptions.ts';

/** The columns that stay with a record whatever is written of it. */
const LASTING = ['number', 'source'];

/** Writes existing records anew; their copies, number and source stay. Afterwards call finishWords. */
export async function updateRecords(
  database: Queryable,
  records: readonly (NewRecord & { recordId: string })[],
): Promise<void> {
  if (records.length === 0) return;
  const rows = records.map((record) => ({ ...rowOf(record), id: record.recordId }));
  const set = recordColumns
    .filter((column) => !LASTING.includes(column))
    .map((column) => `${column} = written.${column}`);
  await database.query(
    `UPDATE bibliographic_record record SET ${set.join(', ')}
     FROM jsonb_to_recordset($1::jsonb) AS written (id bigint, ${recordColumnTypes}) WHERE record.id = written.id`,
    [JSON.stringify(rows)],
  );
  await writeDescriptions(
    database,
    records.flatMap(({ recordId, description }) =>
      description === undefined ? [] : [{ ...description, recordId }],
    ),
  );
}
