import type { Suggestion } from '@toshobin/contracts';
import { z } from 'zod';
import { subjectsBeginning } from '../classification/classes-of-subject.ts';
import { SEGMENTS } from '../placing/place-records.ts';
import { lexeme } from '../words/lexeme.ts';
import { normalise } from '../words/normalise.ts';
import { authorKey, titleKey } from '../words/search-columns.ts';
import { KNOWN } from './rank.ts';
import { kanaOfRomaji } from './romaji.ts';
import type { SearchPool } from './search-pool.ts';

const MOST = 8;
const MOST_AUTHORS = 3;
const MOST_SUBJECTS = 2;
/** A single character begins too much to say what is meant. */
const SHORTEST = 2;
const LONGEST = 40;
const LOOKED_AT = { known: 60, others: 20 };

const Rows = z.object({
  rows: z.array(
    z.object({ title: z.string(), author: z.string(), keys: z.array(z.string()), standing: z.int() }),
  ),
});

/**
 * What somebody may be about to type: authors, well-known titles and others that begin so, in kanji, kana or Latin
 * letters, and subjects. Records are suggested once the night has placed them.
 */
export async function suggest(pool: SearchPool, text: string): Promise<Suggestion[]> {
  const begins = beginningsOf(text);
  const [typed] = begins;
  if (typed === undefined) return [];
  const { rows } = Rows.parse(await pool.row(statement(typed, begins)));
  const [authors, titles] = [new Map<string, number>(), new Map<string, Suggestion & { standing: number }>()];
  for (const { title, author, keys, standing } of rows) {
    const isCalled = (key: (text: string) => string) =>
      begins.some((begin) => keys.some((one) => one.startsWith(key(begin))));
    if (isCalled(authorKey)) authors.set(author, (authors.get(author) ?? 0) + 1 + standing);
    const known = titles.get(`${title} ${author}`);
    if (isCalled(titleKey) && standing >= (known?.standing ?? 0))
      titles.set(`${title} ${author}`, { kind: 'title', text: title, by: author, standing });
  }
  const named = [...authors].sort((one, other) => other[1] - one[1]).slice(0, MOST_AUTHORS);
  const subjects = subjectsBeginning(begins, MOST_SUBJECTS);
  const called = [...titles.values()]
    .sort((one, other) => other.standing - one.standing || one.text.length - other.text.length)
    .slice(0, MOST - named.length - subjects.length);
  return [
    ...named.map(([author]): Suggestion => ({ kind: 'author', text: author, by: '' })),
    ...called.map(({ standing: _standing, ...one }) => one),
    ...subjects.map((subject): Suggestion => ({ kind: 'subject', text: subject, by: '' })),
  ];
}

/** The beginnings of what is typed: itself, and a word in Latin letters as read, up to its last whole syllable. */
function beginningsOf(text: string): string[] {
  const word = text.trim();
  const kana = kanaOfRomaji(word) ?? kanaOfRomaji(word.replace(/[b-df-hj-mp-tv-z]+$/iu, ''));
  return [...new Set([text, ...(kana === undefined ? [] : [kana])].map(normalise))].filter(
    ({ length }) => length >= SHORTEST && length <= LONGEST,
  );
}

function statement(typed: string, begins: readonly string[]) {
  const keys = begins
    .flatMap((begin) => [titleKey(begin), authorKey(begin)])
    .map((key) => `${lexeme(key)}:*`)
    .join(' | ');
  const columns = 'SELECT title, author, keys, standing FROM bibliographic_record';
  const others = SEGMENTS.flatMap((segment) => [
    `(${columns} WHERE placed AND segment = ${segment} AND nt >= $2 AND nt < $3)`,
  ]);
  return {
    sql: `SELECT COALESCE(json_agg(one), '[]') AS rows FROM (
      (${columns} WHERE placed AND standing >= ${KNOWN} AND tv @@ $1::tsquery ORDER BY standing DESC LIMIT ${LOOKED_AT.known})
      UNION ALL (SELECT * FROM (${others.join(' UNION ALL ')}) other LIMIT ${LOOKED_AT.others})) one`,
    values: [keys, typed, `${typed}\u{10ffff}`],
    prepared: true,
  };
}
