import type { RecordDescription } from '@toshobin/contracts';
import type { Queryable } from './queryable.ts';

/** The part of a record that only its own page shows; its lists may be shared with the source that they came from. */
export type Description = {
  readonly [Field in keyof RecordDescription]: RecordDescription[Field] extends (infer One)[]
    ? readonly One[]
    : RecordDescription[Field];
};

/** The columns of a description, each with its type: as a list of JSON brings them. */
const types: Readonly<Record<keyof RecordDescription, string>> = {
  contributors: 'jsonb',
  otherTitles: 'jsonb',
  seriesReading: 'text',
  seriesVolume: 'text',
  furtherSeries: 'jsonb',
  edition: 'text',
  pages: 'text',
  language: 'text',
  issn: 'text',
  subjects: 'text[]',
  subjectReadings: 'text[]',
  notes: 'text[]',
};
const fields = Object.entries(types).map(([name, type]) => ({
  name: `"${name}"`,
  type,
  column: name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
}));

/** Writes the descriptions of records, whether they have one yet or not. */
export async function writeDescriptions(
  database: Queryable,
  descriptions: readonly (Description & { recordId: string })[],
): Promise<void> {
  if (descriptions.length === 0) return;
  await database.query(
    `INSERT INTO record_description (record_id, ${fields.map(({ column }) => column).join(', ')})
     SELECT "recordId", ${fields.map(({ name }) => name).join(', ')}
     FROM json_to_recordset($1::json) AS ("recordId" bigint, ${fields.map(({ name, type }) => `${name} ${type}`).join(', ')})
     ON CONFLICT (record_id) DO UPDATE SET ${fields.map(({ column }) => `${column} = EXCLUDED.${column}`).join(', ')}`,
    [JSON.stringify(descriptions)],
  );
}
