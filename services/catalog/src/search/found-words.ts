import { z } from 'zod';
import { SEGMENTS } from '../placing/place-records.ts';
import type { SearchPool } from './search-pool.ts';
import { Values, wordConditions } from './word-condition.ts';

/** The parts of the table, each with a word index of its own. */
export const WORD_INDEXES = ['NOT placed', ...SEGMENTS.map((segment) => `placed AND segment = ${segment}`)];

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
  const row = await pool.row({ sql: `SELECT ${columns.join(', ')}`, values: values.list, prepared: false });
  const found = z.record(z.string(), z.boolean()).parse(row);
  return words.filter((_word, place) => found[`w${place}`]);
}
