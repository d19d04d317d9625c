import type { Queryable } from './queryable.ts';

/** Somebody who had part in a book, and which. */
interface Contributor {
  written: string;
  reading: string;
  latin: string;
  role: 'author' | 'translator' | 'editor' | 'illustrator' | 'contributor';
}

/** What only a record's own page shows. */
export interface Description {
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

/** Writes the descriptions of records, whether they have one yet or not. */
export async function writeDescriptions(
  database: Queryable,
  descriptions: readonly (Description & { recordId: string })[],
): Promise<void> {
  if (descriptions.length === 0) return;
  await database.query(
    `INSERT INTO record_description
       (record_id, contributors, series_reading, series_volume, edition, pages, language, issn, subjects, notes)
     SELECT "recordId", contributors, "seriesReading", "seriesVolume", edition, pages, language, issn, subjects, notes
     FROM jsonb_to_recordset($1::jsonb) AS ("recordId" bigint, contributors jsonb, "seriesReading" text,
       "seriesVolume" text, edition text, pages text, language text, issn text, subjects text[], notes text[])
     ON CONFLICT (record_id) DO UPDATE SET contributors = EXCLUDED.contributors,
       series_reading = EXCLUDED.series_reading, series_volume = EXCLUDED.series_volume, edition = EXCLUDED.edition, pages = EXCLUDED.pages,
       language = EXCLUDED.language, issn = EXCLUDED.issn, subjects = EXCLUDED.subjects, notes = EXCLUDED.notes`,
    [JSON.stringify(descriptions)],
  );
}
