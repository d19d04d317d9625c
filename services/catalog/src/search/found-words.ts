import { z } from 'zod';
import { SEGMENTS } from '../placing/place-records.ts';
import { searchConditions } from './search-conditions.ts';
import type { SearchPool } from './search-pool.ts';
import type { Wanted } from './search-request.ts';
import { Values, wordConditions } from './word-condition.ts';

/** The parts of the table, each with a word index of its own. */
export const WORD_INDEXES = ['NOT placed', ...SEGMENTS.map((segment) => `placed AND segment = ${segment}`)];

/** Whether any record fits: a small part of what it takes to list them, where most of what is tried finds nothing. */
export async function anyFits(pool: SearchPool, wanted: Wanted): Promise<boolean> {
  const values = new Values();
  const conditions = searchConditions(wanted, values);
  const found = WORD_INDEXES.map(
    (rows) => `EXISTS (SELECT FROM bibliographic_record record WHERE ${rows} AND ${conditions})`,
  );
  const row = await pool.rowOfWordIndexes({
    sql: `SELECT ${found.join(' OR ')} AS fits`,
    values: values.list,
    prepared: false,
  });
  return z.object({ fits: z.boolean() }).parse(row).fits;
}

/** Those of these normalised words that any record has. */
export async function wordsFound(pool: SearchPool, words: readonly string[]): Promise<string[]> {
  if (words.length === 0) return [];
  const values = new Values();
  const columns = words.map((word, place) => {
    const conditions = wordConditions([word], values).join(' AND ');
    const found = WORD_INDEXES.map(
      (rows) => `EXISTS (SELECT FROM bibliographic_record WHERE ${rows} AND ${conditions})`,
    );
    return `(${found.join(' OR ')}) AS w${place}`;
  });
  const row = await pool.rowOfWordIndexes({
    sql: `SELECT ${columns.join(', ')}`,
    values: values.list,
    prepared: false,
  });
  const found = z.record(z.string(), z.boolean()).parse(row);
  return words.filter((_word, place) => found[`w${place}`]);
}
