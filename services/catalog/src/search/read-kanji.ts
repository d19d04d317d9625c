import { z } from 'zod';
import { lexeme } from '../words/lexeme.ts';
import { soundOf } from '../words/normalise.ts';
import { authorKey, namePartKey, titleKey } from '../words/search-columns.ts';
import { WORD_INDEXES } from './found-words.ts';
import type { SearchPool } from './search-pool.ts';
import { anyOf } from './word-condition.ts';

const Rows = z.object({
  rows: z.array(z.object({ word: z.string(), reading: z.string(), standing: z.int() })),
});
/** Titles of that name that are looked at in each part of the table: so many say how it is read. */
const LOOKED_AT = 20;

/** A word in kanji, and in kana how it is read, as titles that are called so are. */
export interface Read {
  word: string;
  reading: string;
  /** The reading as it sounds (soundOf). */
  sound: string;
}

/**
 * How normalised words in kanji are read that are the whole title of some record: 心, こころ. The reading of most of these
 * counts, then that of the best known. A person's name is no title here, although books are called so (夏目漱石). This is
 * the reverse of {@link readPartKana}; one statement, by what records are called whole.
 */
export async function readKanji(pool: SearchPool, words: readonly string[]): Promise<Read[]> {
  const kanji = words.filter((word) => /^\p{Script=Han}+$/u.test(word));
  if (kanji.length === 0) return [];
  const called = WORD_INDEXES.map(
    (rows) => `(SELECT title_reading AS reading, standing FROM bibliographic_record
      WHERE ${rows} AND tv @@ title::tsquery AND nt = word LIMIT ${LOOKED_AT})`,
  );
  const named = WORD_INDEXES.map(
    (rows) => `EXISTS (SELECT FROM bibliographic_record WHERE ${rows} AND tv @@ name::tsquery)`,
  );
  const sql = `SELECT COALESCE(json_agg(one), '[]') AS rows FROM (SELECT word, reading, standing
    FROM unnest($1::text[], $2::text[], $3::text[]) AS asked (word, title, name), LATERAL (${called.join(' UNION ALL ')}) titled
    WHERE NOT (${named.join(' OR ')})) one`;
  const values = [
    kanji,
    kanji.map((word) => lexeme(titleKey(word))),
    kanji.map((word) => anyOf([authorKey(word), namePartKey(word)])),
  ];
  const { rows } = Rows.parse(await pool.rowOfWordIndexes({ sql, values, prepared: true }));
  return kanji.flatMap((word) => {
    const worth = new Map<string, number>();
    for (const one of rows)
      if (one.word === word) worth.set(one.reading, (worth.get(one.reading) ?? 0) + 100 + one.standing);
    const [reading] = [...worth].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0] ?? [];
    const sound = soundOf(reading ?? '');
    return reading === undefined || sound === '' ? [] : [{ word, reading, sound }];
  });
}
