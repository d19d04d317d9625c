import { z } from 'zod';
import { renormaliseNames } from '../records/keep-names.ts';
import type { Queryable } from '../records/queryable.ts';
import { NORM_VERSION } from '../words/normalise.ts';
import { searchColumns } from '../words/search-columns.ts';

/**
 * Writes the search columns of every record again that was normalised by another version, a thousand at a time, and
 * answers how many; and the names of authorities. Afterwards they are out of place: placeRecords brings them back.
 */
export async function renormaliseRecords(database: Queryable): Promise<number> {
  await renormaliseNames(database);
  for (let written = 0; ; ) {
    const { rows } = await database.query(
      `SELECT id, title, title_reading AS "titleReading", subtitle, subtitle_reading AS "subtitleReading", author,
         author_reading AS "authorReading", author_latin AS "authorLatin", translator,
         translator_reading AS "translatorReading", translator_latin AS "translatorLatin", publisher, series, volume, isbns,
         (SELECT json_build_object('subjects', subjects, 'contributors', contributors, 'issn', issn,
             'otherTitles', other_titles, 'furtherSeries', further_series)
           FROM record_description WHERE record_id = id) AS description
       FROM bibliographic_record WHERE norm_version <> $1 LIMIT 1000 FOR UPDATE`,
      [NORM_VERSION],
    );
    if (rows.length === 0) return written;
    const columns = rows.map((row) => ({ id: row.id, ...searchColumns(SearchedSchema.parse(row)) }));
    await database.query(
      `UPDATE bibliographic_record SET nt = n.nt, s = n.s, keys = n.keys, tv = n.tv, norm_version = n."normVersion"
       FROM jsonb_to_recordset($1::jsonb) AS n (id bigint, nt text, s text, keys text[], tv tsvector, "normVersion" smallint)
       WHERE bibliographic_record.id = n.id`,
      [JSON.stringify(columns)],
    );
    written += rows.length;
  }
}

const SearchedSchema = z.object({
  title: z.string(),
  titleReading: z.string(),
  subtitle: z.string(),
  subtitleReading: z.string(),
  author: z.string(),
  authorReading: z.string(),
  authorLatin: z.string(),
  translator: z.string(),
  translatorReading: z.string(),
  translatorLatin: z.string(),
  publisher: z.string(),
  series: z.string(),
  volume: z.int(),
  isbns: z.array(z.string()),
  description: z
    .object({
      subjects: z.array(z.string()),
      contributors: z.array(z.object({ written: z.string(), reading: z.string(), latin: z.string() })),
      issn: z.string().nullable(),
      otherTitles: z.array(z.object({ written: z.string(), reading: z.string() })),
      furtherSeries: z.array(z.object({ written: z.string() })),
    })
    .nullable()
    .transform((description) => description ?? undefined),
});
