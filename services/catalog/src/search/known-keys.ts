import { z } from 'zod';
import { lexeme } from '../words/lexeme.ts';
import { authorKey, namePartKey, titleKey, translatorKey } from '../words/search-columns.ts';
import { WORD_INDEXES } from './found-words.ts';
import type { SearchPool } from './search-pool.ts';
import { anyOf } from './word-condition.ts';

const Rows = z.object({ known: z.array(z.string()) });

/** What a part of a query is known as, with the key that a record has then. */
const kinds = [
  { as: 'author', key: authorKey },
  { as: 'title', key: titleKey },
  { as: 'partOfName', key: namePartKey },
  { as: 'translator', key: translatorKey },
] as const;
export type KnownAs = (typeof kinds)[number]['as'];

/** Which of these normalised texts are what a record is called, and as what. */
export async function knownAs(
  pool: SearchPool,
  texts: readonly string[],
): Promise<Map<string, Set<KnownAs>>> {
  const some = await existing(
    pool,
    texts.map((text) => anyOf(kinds.map(({ key }) => key(text)))),
  );
  const candidates = texts.filter((_text, place) => some.has(place));
  const asked = candidates.flatMap((text) =>
    kinds.map(({ as, key }) => ({ text, as, query: lexeme(key(text)) })),
  );
  const exact = await existing(
    pool,
    asked.map(({ query }) => query),
  );
  const known = new Map<string, Set<KnownAs>>();
  for (const [place, { text, as }] of asked.entries()) {
    if (exact.has(place)) known.set(text, (known.get(text) ?? new Set()).add(as));
  }
  return known;
}

/** The places of the queries of `tv` that any record fulfils. */
async function existing(pool: SearchPool, queries: readonly string[]): Promise<Set<number>> {
  if (queries.length === 0) return new Set();

  const branches = WORD_INDEXES.map(
    (rows) => `EXISTS (SELECT FROM bibliographic_record WHERE ${rows} AND tv @@ query::tsquery)`,
  );
  const sql = `SELECT COALESCE(json_agg(place::text), '[]') AS known
    FROM unnest($1::text[]) WITH ORDINALITY AS asked (query, place) WHERE ${branches.join(' OR ')}`;
  const { known } = Rows.parse(await pool.rowOfWordIndexes({ sql, values: [queries], prepared: true }));
  return new Set(known.map((place) => Number(place) - 1));
}
