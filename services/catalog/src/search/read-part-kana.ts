import { z } from 'zod';
import { lexeme } from '../words/lexeme.ts';
import { FIELD_END, fieldsRead } from '../words/search-columns.ts';
import { WORD_INDEXES } from './found-words.ts';
import type { SearchPool } from './search-pool.ts';
import { escapeLike, gramsOf, Values } from './word-condition.ts';

const Rows = z.object({ rows: z.array(z.object({ s: z.string(), nt: z.string(), standing: z.int() })) });
/** Records that fit are looked at, the most recent ones: they speak for the others. */
const LOOKED_AT = 200;
/** Records compared with the text, the most recent ones of each part of the table. */
const COMPARED = 500;
/** So many kana at most are the reading of one kanji: こころざし of 志. */
const READ_FOR_ONE = 5;
/** No title changes more often between kanji and kana; trying all ways to read more would take for ever. */
const MOST_RUNS = 12;

/**
 * The text that was meant by one with kana where titles and names have kanji: 手ぶくろを買いに, 小川みめい. Its kanji stand in the
 * title or name, its kana in the reading, both in their order. A title or name that begins so, and one that is whole,
 * comes before a longer one; then a well-known title. Undefined when there is none.
 */
export async function readPartKana(pool: SearchPool, text: string): Promise<string | undefined> {
  const runs = text.match(/\p{Script=Han}+|\p{Script=Hiragana}+/gu) ?? [];
  const [kanji, kana] = [runs.filter(isHan), runs.filter((run) => !isHan(run))];
  if (kanji.length === 0 || kana.length === 0 || runs.join('') !== text || runs.length > MOST_RUNS)
    return undefined;
  const values = new Values();
  const grams = values.add(
    [...new Set(runs.map((run) => [...run]).flatMap(gramsOf))].map(lexeme).join(' & '),
  );
  const inOrder = (some: readonly string[]) => values.add(`%${some.map(escapeLike).join('%')}%`);
  const like = `s LIKE ${inOrder(kanji)} AND s LIKE ${inOrder(kana)}`;
  // Compared afterwards: a pattern without three characters in a row has the index read from its beginning to its end.
  const branches = WORD_INDEXES.map(
    (rows) => `(SELECT s, nt, standing FROM (SELECT s, nt, standing FROM bibliographic_record
      WHERE ${rows} AND tv @@ ${grams}::tsquery LIMIT ${COMPARED}) one WHERE ${like})`,
  );
  const sql = `SELECT COALESCE(json_agg(near), '[]') AS rows FROM (${branches.join(' UNION ALL ')} LIMIT ${LOOKED_AT}) near`;
  const { rows } = Rows.parse(await pool.rowOfWordIndexes({ sql, values: values.list, prepared: true }));
  const written = new RegExp(runs.map((run) => (isHan(run) ? run : `.{0,${[...run].length}}`)).join(''), 'u');
  const read = new RegExp(
    runs.map((run) => (isHan(run) ? `.{1,${READ_FOR_ONE * [...run].length}}` : run)).join(''),
    'u',
  );
  const worth = new Map<string, number>();
  for (const { s, nt, standing } of rows) {
    const fields = s.split(FIELD_END);
    for (const { kind, places } of fieldsRead) {
      const [form = '', reading = ''] = places.map((place) => fields[place - 1]);
      const found = read.exec(reading);
      if (found === null || !written.test(form)) continue;
      const meant = kind === 'title' ? nt : form;
      const value = Number(found.index === 0) * 100 + Number(found[0] === reading) * 50 + standing;
      worth.set(meant, Math.max(worth.get(meant) ?? 0, value));
    }
  }
  return [...worth].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}

function isHan(run: string): boolean {
  return /^\p{Script=Han}/u.test(run);
}
