import { z } from 'zod';
import { lexeme } from '../words/lexeme.ts';
import { FIELD_END } from '../words/search-columns.ts';
import { WORD_INDEXES } from './found-words.ts';
import type { SearchPool } from './search-pool.ts';
import { escapeLike, Values } from './word-condition.ts';

const Rows = z.object({
  rows: z.array(z.object({ id: z.int(), s: z.string(), keys: z.array(z.string()), standing: z.int() })),
});

/** Shorter texts have too many neighbours; for so many kanji only a whole title or name is meant (化学者 is no 軍学者). */
const SHORTEST = 3;
const LONGEST = 40;
/** Records looked at for what may have been meant. */
const LOOKED_AT = 200;
/** Records compared with it for each place that the wrong character may stand at, the most recent ones of each part of the table. */
const COMPARED = 1_000;

/**
 * What a normalised text that no record has was probably meant to be: a piece of titles, readings or names that differs from it in one character
 * (another, one too many, one missing). A whole title or name comes before a piece of one, a well-known title before
 * others. Undefined when there is none.
 */
export async function correctTypo(pool: SearchPool, text: string): Promise<string | undefined> {
  const characters = [...text];
  if (characters.length < SHORTEST || characters.length > LONGEST) return undefined;
  const near = neighbours(characters);
  const values = new Values();
  const grams = values.add(gramsWithoutOne(characters));
  const like = values.add(
    near.map(
      (one) =>
        `%${one
          .map((part) => part ?? '_')
          .map((part) => (part === '_' ? part : escapeLike(part)))
          .join('')}%`,
    ),
  );
  // Each by itself, and the texts compared afterwards: as one condition the index would read all of its lists, once for every neighbour.
  const branches = WORD_INDEXES.map(
    (rows) => `(SELECT id, s, keys, standing FROM unnest(${grams}::text[]) AS without (query), LATERAL (
      SELECT id, s, keys, standing FROM bibliographic_record WHERE ${rows} AND tv @@ query::tsquery LIMIT ${COMPARED}) one
      WHERE s LIKE ANY(${like}::text[]) LIMIT ${LOOKED_AT})`,
  );
  const sql = `SELECT COALESCE(json_agg(near), '[]') AS rows FROM (${branches.join(' UNION ALL ')}) near`;
  const { rows } = Rows.parse(await pool.rowOfWordIndexes({ sql, values: values.list, prepared: true }));
  const either = near
    .map((one) => one.map((part) => (part === undefined ? '.' : quoted(part))).join(''))
    .join('|');
  const [whole, piece] = [new RegExp(`^(?:${either})$`, 'u'), new RegExp(either, 'u')];
  const mayBePiece = characters.length > SHORTEST || !/^\p{Script=Han}+$/u.test(text);
  const worth = new Map<string, number>();
  const count = (meant: string, least: number) =>
    worth.set(meant, Math.max(worth.get(meant) ?? 0, least) + 1);
  for (const { s, keys, standing } of new Map(rows.map((row) => [row.id, row])).values()) {
    for (const key of new Set(keys.map((one) => one.slice(2))))
      if (whole.test(key)) count(key, 1000 + 100 * standing);
    const found = piece.exec(s)?.[0];
    if (mayBePiece && found !== undefined && !found.includes(FIELD_END)) count(found, 100 * standing);
  }
  return [...worth].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}

/** The text with one character anything, one left out, one more; undefined stands for any character. */
function neighbours(characters: readonly string[]): (string | undefined)[][] {
  const before = (place: number) => characters.slice(0, place);
  return characters.flatMap((_character, place) => [
    [...before(place), undefined, ...characters.slice(place + 1)],
    ...(characters.length > SHORTEST ? [[...before(place), ...characters.slice(place + 1)]] : []),
    ...(place > 0 ? [[...before(place), undefined, ...characters.slice(place)]] : []),
  ]);
}

/** Queries of `tv` for all characters and pairs but those that one wrong character spoils, for each place that it may stand at. */
function gramsWithoutOne(characters: readonly string[]): string[] {
  const ways = characters.map((_character, wrong) => {
    const pairs = characters
      .slice(1)
      .map((second, first) => ({ first, gram: `${characters[first] ?? ''}${second}` }));
    const right = pairs.filter(({ first }) => first !== wrong && first !== wrong - 1).map(({ gram }) => gram);
    const others = characters.filter((_one, place) => place !== wrong);
    return [...new Set([...right, ...others])].map(lexeme).join(' & ');
  });
  return [...new Set(ways)];
}

function quoted(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&');
}
