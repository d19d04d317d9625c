import type { RecordDescription } from '@toshobin/contracts';
import type { Queryable } from './queryable.ts';

/** Somebody who had part in a book, and which. */
interface Contributor {
  written: string;
  reading: string;
  latin: string;
  role: 'author' | 'translator' | 'editor' | 'illustrator' | 'contributor';
}

/** What only a record's own page shows. */
export interface Description extends Record<keyof RecordDescription, unknown> {
  contributors: readonly Contributor[];
  seriesReading: string;
  seriesVolume: string;
  edition: string;
  pages: string;
  /** ISO 639-2; empty when not known. */
  language: string;
  issn: string | null;
  subjects: readonly string[];
  notes: readonly string[];
}

/** Its columns, each with its type: as a list of JSON brings them. */
const types: Readonly<Record<keyof RecordDescription, string>> = {
  contributors: 'jsonb',
  seriesReading: 'text',
  seriesVolume: 'text',
  edition: 'text',
  pages: 'text',
  language: 'text',
  issn: 'text',
  subjects: 'text[]',
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
     FROM jsonb_to_recordset($1::jsonb) AS ("recordId" bigint, ${fields.map(({ name, type }) => `${name} ${type}`).join(', ')})
     ON CONFLICT (record_id) DO UPDATE SET ${fields.map(({ column }) => `${column} = EXCLUDED.${column}`).join(', ')}`,
    [JSON.stringify(descriptions)],
  );
}
