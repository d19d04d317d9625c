import { z } from 'zod';
import { lexeme } from '../words/lexeme.ts';
import { isKana } from '../words/normalise.ts';
import { authorKey, namePartKey, titleKey, translatorKey } from '../words/search-columns.ts';
import { WORD_INDEXES } from './found-words.ts';
import type { SearchPool } from './search-pool.ts';
import { anyOf } from './word-condition.ts';

const Rows = z.object({ known: z.array(z.string()) });

/** The kinds of what a part of a query may be known as, each with the key that a record has for it. */
const kinds = [
  { as: 'author', key: authorKey },
  { as: 'title', key: titleKey },
  { as: 'partOfName', key: namePartKey },
  { as: 'translator', key: translatorKey },
] as const;
type KnownAs = (typeof kinds)[number]['as'];

/** Many surnames are read in so few kana: 土井 is どい, 范 is はん. */
const SHORT_NAME = 3;

/**
 * Which of these normalised texts are what a record is called, and as what. A short word in katakana is a name only
 * where the name is written in kana (ハーン is no 范), and a short piece of one is nothing (ドイツ is no 土井).
 *
 * @param katakana the words of the query that were typed in katakana, normalised
 */
export async function knownAs(
  pool: SearchPool,
  texts: readonly string[],
  katakana: readonly string[] = [],
): Promise<Map<string, Set<KnownAs>>> {
  const isShort = (text: string) => isKana(text) && [...text].length <= SHORT_NAME;
  const isWord = (text: string) =>
    !isShort(text) || !katakana.some((word) => word !== text && word.includes(text));
  const looked = texts.filter(isWord);
  const some = await existing(
    pool,
    looked.map((text) => ({ query: anyOf(kinds.map(({ key }) => key(text))) })),
  );
  const candidates = looked.filter((_text, place) => some.has(place));
  const asked = candidates.flatMap((text) =>
    kinds.map(({ as, key }) => ({
      ...{ text, as, query: lexeme(key(text)) },
      ...(as !== 'title' && isShort(text) && katakana.includes(text) ? { written: text } : {}),
    })),
  );
  const exact = await existing(pool, asked);
  const known = new Map<string, Set<KnownAs>>();
  for (const [place, { text, as }] of asked.entries()) {
    if (exact.has(place)) known.set(text, (known.get(text) ?? new Set()).add(as));
  }
  return known;
}

/** The known parts of a query. */
export interface Parts {
  names: string[];
  titles: string[];
}

/** Sorts the known parts; one that is both a title and a name (春) is a name only beside a title. */
export function sortParts(parts: readonly string[], known: ReadonlyMap<string, ReadonlySet<KnownAs>>): Parts {
  const is = (part: string, as: KnownAs) => known.get(part)?.has(as) ?? false;
  const isName = (part: string) => is(part, 'author') || is(part, 'translator') || is(part, 'partOfName');
  const surelyName = (part: string) => is(part, 'author') || !is(part, 'title');
  const names = parts.filter((part) => isName(part) && surelyName(part));
  const doubtful = parts.filter((part) => isName(part) && !surelyName(part));
  const titles = parts.filter((part) => !isName(part));
  return titles.length > 0 && names.length === 0
    ? { names: doubtful, titles }
    : { names, titles: [...titles, ...doubtful] };
}

/**
 * The places of the queries of `tv` that any record fulfils, and has in its author or translator as they are written.
 */
async function existing(
  pool: SearchPool,
  asked: readonly { query: string; written?: string }[],
): Promise<Set<number>> {
  if (asked.length === 0) return new Set();
  const branches = WORD_INDEXES.map(
    (rows) => `EXISTS (SELECT FROM bibliographic_record WHERE ${rows} AND tv @@ query::tsquery
      AND (written IS NULL OR strpos(split_part(s, chr(1), 3) || chr(1) || split_part(s, chr(1), 5), written) > 0))`,
  );
  const sql = `SELECT COALESCE(json_agg(place::text), '[]') AS known
    FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (query, written, place) WHERE ${branches.join(' OR ')}`;
  const values = [asked.map(({ query }) => query), asked.map(({ written }) => written ?? null)];
  const { known } = Rows.parse(await pool.rowOfWordIndexes({ sql, values, prepared: true }));
  return new Set(known.map((place) => Number(place) - 1));
}
