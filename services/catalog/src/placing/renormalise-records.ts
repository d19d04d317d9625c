import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { onConnection } from '../database.ts';
import { FINDABLE } from '../records/hide-deleted.ts';
import { finishWords } from '../records/insert-records.ts';
import { renormaliseNames } from '../records/keep-names.ts';
import { NORM_VERSION } from '../words/normalise.ts';
import { searchColumns } from '../words/search-columns.ts';

/** Records that are written in one transaction: so many at most are done again, or read by a search as a queue. */
const BATCH = 1_000;

/**
 * Writes the search columns of every record again that another version normalised, and the names of authorities;
 * answers how many. Afterwards the records wait to be placed, as added ones do, and every search is slower until then.
 * Ended in the middle it goes on where it was; two at once share the work.
 *
 * @param goesOn asked before each thousand
 */
export async function renormaliseRecords(pool: Pool, goesOn: () => boolean = () => true): Promise<number> {
  await renormaliseNames(pool);
  return onConnection(pool, async (client) => {
    let written = 0;
    let countedAt = 1;
    for (let last: string | undefined = '0'; last !== undefined && goesOn(); ) {
      await client.query("BEGIN; SET LOCAL gin_pending_list_limit = '1GB'");
      const batch = await renormaliseAfter(client, last);
      await client.query('COMMIT');
      await finishWords(client);
      written += batch.length;
      last = batch.at(-1);
      // Plans of a time when nothing waited to be placed read all that waits, as when a file comes in.
      if (written >= countedAt) {
        await client.query('ANALYZE bibliographic_record (placed)');
        countedAt = 2 * written;
      }
    }
    return written;
  });
}

/** Writes the next records after that id again; answers their ids. */
async function renormaliseAfter(client: PoolClient, last: string): Promise<string[]> {
  const { rows } = await client.query(
    `SELECT id, title, title_reading AS "titleReading", subtitle, subtitle_reading AS "subtitleReading", author,
       author_reading AS "authorReading", author_latin AS "authorLatin", translator,
       translator_reading AS "translatorReading", translator_latin AS "translatorLatin", publisher, series, volume, isbns,
       (SELECT json_build_object('subjects', subjects, 'subjectReadings', subject_readings, 'contributors', contributors,
           'issn', issn, 'otherTitles', other_titles, 'seriesReading', series_reading, 'furtherSeries', further_series)
         FROM record_description WHERE record_id = id) AS description
     FROM bibliographic_record WHERE id > $1 AND norm_version <> $2 AND ${FINDABLE} ORDER BY id LIMIT ${BATCH} FOR UPDATE`,
    [last, NORM_VERSION],
  );
  const columns = rows.map((row) => ({ id: String(row.id), ...searchColumns(SearchedSchema.parse(row)) }));
  await client.query(
    `UPDATE bibliographic_record SET nt = n.nt, s = n.s, keys = n.keys, tv = n.tv, norm_version = n."normVersion"
     FROM json_to_recordset($1::json) AS n (id bigint, nt text, s text, keys text[], tv tsvector, "normVersion" smallint)
     WHERE bibliographic_record.id = n.id`,
    [JSON.stringify(columns)],
  );
  return columns.map(({ id }) => id);
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
      subjectReadings: z.array(z.string()),
      seriesReading: z.string(),
      contributors: z.array(z.object({ written: z.string(), reading: z.string(), latin: z.string() })),
      issn: z.string().nullable(),
      otherTitles: z.array(z.object({ written: z.string(), reading: z.string() })),
      furtherSeries: z.array(z.object({ written: z.string(), reading: z.string() })),
    })
    .nullable()
    .transform((description) => description ?? undefined),
});
