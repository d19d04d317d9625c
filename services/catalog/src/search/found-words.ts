import { z } from 'zod';
import { SEGMENTS } from '../placing/place-records.ts';
import { isNumber } from '../words/normalise.ts';
import { searchConditions } from './search-conditions.ts';
import type { SearchPool } from './search-pool.ts';
import { isCommon, type Wanted } from './search-request.ts';
import { pairsOf, Values, waysToWrite } from './word-condition.ts';

/** The parts of the table, each with a word index of its own. */
export const WORD_INDEXES = ['NOT placed', ...SEGMENTS.map((segment) => `placed AND segment = ${segment}`)];

/** The condition on a row in each of these parts; for rows that wait to be placed, pairs and keys alone. */
export function conditionsOfParts(wanted: Wanted, values: Values): string[] {
  const [added, placed] = [searchConditions(wanted, values, true), searchConditions(wanted, values)];
  return WORD_INDEXES.map((rows, part) => `${rows} AND ${part === 0 ? added : placed}`);
}

/** Whether any record fits: much cheaper than listing them, where most of what is tried finds nothing. */
export async function anyFits(pool: SearchPool, wanted: Wanted): Promise<boolean> {
  const values = new Values();
  const found = conditionsOfParts(wanted, values).map(
    (conditions) => `EXISTS (SELECT FROM bibliographic_record record WHERE ${conditions})`,
  );
  const row = await pool.rowOfWordIndexes({
    sql: `SELECT ${found.join(' OR ')} AS fits`,
    values: values.list,
    prepared: isCommon(wanted),
  });
  return z.object({ fits: z.boolean() }).parse(row).fits;
}

/** Those of these normalised words that any record has. */
export async function wordsFound(pool: SearchPool, words: readonly string[]): Promise<string[]> {
  if (words.length === 0) return [];
  const ways = words.map(waysToWrite);
  const found = WORD_INDEXES.map(
    (rows) => `EXISTS (SELECT FROM bibliographic_record
      WHERE ${rows} AND tv @@ query::tsquery AND (strpos(s, one) > 0 OR strpos(s, other) > 0))`,
  );
  const row = await pool.rowOfWordIndexes({
    sql: `SELECT COALESCE(json_agg(place::int), '[]') AS found
      FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS asked (query, one, other, place) WHERE ${found.join(' OR ')}`,
    values: [
      ways.map((some) => some.map(pairsOf).join(' | ')),
      words,
      ways.map(([one, other]) => other ?? one),
    ],
    prepared: true,
  });
  const places = new Set(z.object({ found: z.array(z.int()) }).parse(row).found);
  return words.filter((_word, place) => places.has(place + 1));
}

/** So many ends are tried, each in every part of the table. */
const ENDS_TRIED = 20;

/** The longest beginning or end of a word that a record has, down to half of it; of a long word some are tried, of a number none. */
export async function longestEnd(pool: SearchPool, word: string): Promise<string | undefined> {
  if (isNumber(word)) return undefined;
  const characters = [...word];
  // Two kanji may be a word; two letters of an alphabet stand in anything.
  const shortest = /^[\p{Script=Latin}\p{N}]+$/u.test(word) ? 3 : 2;
  const least = Math.max(shortest, Math.ceil(characters.length / 2));
  const ends: string[] = [];
  const step = Math.ceil(characters.length / ENDS_TRIED);
  for (let length = characters.length - 1; length >= least; length -= step)
    ends.push(characters.slice(-length).join(''), characters.slice(0, length).join(''));
  return (await wordsFound(pool, ends))[0];
}
