import { z } from 'zod';
import { lexeme } from '../words/lexeme.ts';
import { isNumber } from '../words/normalise.ts';
import { FIELD_END } from '../words/search-columns.ts';
import { WORD_INDEXES } from './found-words.ts';
import type { SearchPool } from './search-pool.ts';
import { escapeLike, gramsOf, Values } from './word-condition.ts';

const Rows = z.object({
  rows: z.array(z.object({ id: z.int(), s: z.string(), keys: z.array(z.string()), standing: z.int() })),
});

/** A shorter text has too many neighbours; with kanji only a whole title or name is meant (化学者 is no 軍学者). */
const SHORTEST = 3;
const LONGEST = 40;
/** Records that are looked at for a wrong character at one place, the most recent ones: they speak for the others. */
const LOOKED_AT = 100;
/** Records compared for each place or run of the wrong character: the most recent of each part of the table. */
const COMPARED = 300;
/** The runs of a longer text: what the others leave tells enough, and each is looked for in all parts of the table. */
const RUNS = 4;
const SHORTEST_IN_RUNS = 8;

/**
 * What a normalised text that no record has was probably meant to be: a piece of titles, readings or names that differs
 * from it in one character (another, one too many, one missing). A whole title or name comes before a piece of one, a
 * well-known title before others. Undefined when there is none.
 */
export async function correctTypo(pool: SearchPool, text: string): Promise<string | undefined> {
  const characters = [...text];
  if (characters.length < SHORTEST || characters.length > LONGEST || isNumber(text)) return undefined;
  const near = characters.map((_character, wrong) => neighbours(characters, wrong));
  const values = new Values();
  const run = characters.length < SHORTEST_IN_RUNS ? 1 : Math.ceil(characters.length / RUNS);
  const patterns = near.flatMap((one, wrong) => {
    const query = gramsBeside(characters, wrong, 1);
    const ofRun = gramsBeside(characters, wrong - (wrong % run), run);
    return one.map((text) => ({ query, ofRun, pattern: patternOf(text) }));
  });
  const queries = values.add(patterns.map(({ query }) => query));
  const ofRuns = values.add(patterns.map(({ ofRun }) => ofRun));
  const texts = values.add(patterns.map(({ pattern }) => pattern));
  // One wrong character leaves one half as it is, which is told much sooner than all patterns are compared.
  const half = Math.floor(characters.length / 2);
  const [firstHalf, secondHalf] = [characters.slice(0, half), characters.slice(half)].map((some) =>
    values.add(some.join('')),
  );
  const pairs = values.add([...new Set(gramsOf(characters))].map(lexeme));
  const inAny = WORD_INDEXES.map(
    (rows) => `EXISTS (SELECT FROM bibliographic_record WHERE ${rows} AND tv @@ pair::tsquery)`,
  );
  // Each is asked by itself, and the texts are compared afterwards: as one condition the index would read all of its
  // lists, once for every neighbour.
  const branches = WORD_INDEXES.map(
    (rows) => `SELECT * FROM (
        SELECT id, s, keys, standing FROM bibliographic_record WHERE ${rows} AND tv @@ query::tsquery LIMIT ${COMPARED}) one
      WHERE (strpos(s, ${firstHalf}) > 0 OR strpos(s, ${secondHalf}) > 0) AND s LIKE ANY (patterns)`,
  );
  // The length picks those of a row's many names that may be meant.
  const length = `${values.add(characters.length)}::int`;
  // A pair that no record has is at the place of the wrong character: at no other is anything looked for. Without one
  // the places of a run are looked at together, and so are those whose pairs are the same (本の本の本の).
  const sql = `WITH absent AS MATERIALIZED (SELECT pair FROM unnest(${pairs}::text[]) AS pair WHERE NOT (${inAny.join(' OR ')})),
    tried AS MATERIALIZED (SELECT CASE WHEN EXISTS (SELECT FROM absent) THEN query ELSE of_run END AS query, array_agg(pattern) AS patterns
      FROM unnest(${queries}::text[], ${ofRuns}::text[], ${texts}::text[]) AS without (query, of_run, pattern)
      WHERE NOT EXISTS (SELECT FROM absent WHERE strpos(query, pair) > 0) GROUP BY 1)
    SELECT COALESCE(json_agg(near), '[]') AS rows FROM (
    SELECT id, s, ARRAY(SELECT key FROM (SELECT substr(key, 3) AS key FROM unnest(keys) key) one
      WHERE char_length(key) BETWEEN ${length} - 1 AND ${length} + 1) AS keys, standing
    FROM (SELECT near.* FROM tried, LATERAL (${branches.join(' UNION ALL ')} LIMIT ${LOOKED_AT}) near) near OFFSET 0) near`;
  const { rows } = Rows.parse(await pool.rowOfWordIndexes({ sql, values: values.list, prepared: true }));
  const either = near
    .flat()
    .map((one) => one.map((part) => (part === undefined ? '.' : quoted(part))).join(''))
    .join('|');
  const [whole, piece] = [new RegExp(`^(?:${either})$`, 'u'), new RegExp(either, 'u')];
  const mayBePiece = characters.length > SHORTEST || !/\p{Script=Han}/u.test(text);
  const worth = new Map<string, number>();
  const count = (meant: string, least: number) =>
    worth.set(meant, Math.max(worth.get(meant) ?? 0, least) + 1);
  for (const { s, keys, standing } of new Map(rows.map((row) => [row.id, row])).values()) {
    for (const key of new Set(keys)) if (whole.test(key)) count(key, 1000 + 100 * standing);
    const found = piece.exec(s)?.[0];
    if (mayBePiece && found !== undefined && !found.includes(FIELD_END)) count(found, 100 * standing);
  }
  return [...worth].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}

/** A text in which undefined stands for any character. */
type Pattern = readonly (string | undefined)[];

/** The text with the character at a place another one, left out, and with one more before it. */
function neighbours(characters: readonly string[], place: number): Pattern[] {
  const [before, after] = [characters.slice(0, place), characters.slice(place + 1)];
  return [
    [...before, undefined, ...after],
    ...(characters.length > SHORTEST ? [[...before, ...after]] : []),
    ...(place > 0 ? [[...before, undefined, ...characters.slice(place)]] : []),
  ];
}

function patternOf(text: Pattern): string {
  return `%${text.map((part) => (part === undefined ? '_' : escapeLike(part))).join('')}%`;
}

/**
 * A query of `tv` for all pairs but those that a wrong character in a run of places spoils, and for what no pair has.
 */
function gramsBeside(characters: readonly string[], from: number, many: number): string {
  const runs = [characters.slice(0, from), characters.slice(from + many)].filter((run) => run.length > 0);
  return [...new Set(runs.flatMap(gramsOf))].map(lexeme).join(' & ');
}

function quoted(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&');
}
