import { z } from 'zod';
import { SEGMENTS } from '../placing/place-records.ts';
import { consonantsOf, nameDistance, spokenLetters } from '../words/name-sound.ts';
import { isKana, normalise } from '../words/normalise.ts';
import type { SearchPool } from './search-pool.ts';

const Rows = z.object({
  rows: z.array(z.object({ place: z.int(), nt: z.string(), standing: z.int() })),
});
/** Titles of each part of the table that are compared: they begin with so many characters as the typed one. */
const COMPARED = 500;
const BEGINNING = 3;
/** By so many characters one may be longer than the other. */
const LONGER = 4;
/** A text with fewer consonants is spelled like too much else. */
const CONSONANTS = 4;
/** How far apart the vowels may be. */
const FARTHEST = 0.16;

/**
 * The titles that may be meant by a text in katakana that is none, each with that text: translators spell titles
 * otherwise as they do names, but with the same consonants, and beginning alike (クリスマス・カロル, ロミオとヂュリエット). Of several the
 * nearest, then the best known. One statement, a look at the titles in their order.
 */
export async function nearTitles(
  pool: SearchPool,
  texts: readonly string[],
): Promise<{ typed: string; title: string }[]> {
  const asked = texts
    .map((typed) => ({ typed, nt: normalise(typed), spoken: spokenLetters(typed) }))
    .filter(({ nt, spoken }) => isKana(nt) && consonantsOf(spoken).length >= CONSONANTS);
  if (asked.length === 0) return [];
  const parts = ['NOT placed', ...SEGMENTS.map((segment) => `placed AND segment = ${segment}`)];
  const branches = parts.map(
    (
      rows,
    ) => `(SELECT nt, standing FROM bibliographic_record WHERE ${rows} AND nt >= beginning AND nt < beginning || U&'\\+10FFFF'
      AND char_length(nt) BETWEEN length - ${LONGER} AND length + ${LONGER} LIMIT ${COMPARED})`,
  );
  const sql = `SELECT COALESCE(json_agg(near), '[]') AS rows FROM (
    SELECT place::int, nt, max(standing) AS standing FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS asked (beginning, length, place),
      LATERAL (${branches.join(' UNION ALL ')}) one GROUP BY place, nt) near`;
  const values = [
    asked.map(({ nt }) => [...nt].slice(0, BEGINNING).join('')),
    asked.map(({ nt }) => [...nt].length),
  ];
  const { rows } = Rows.parse(await pool.rowOfIndexOrder({ sql, values, prepared: true }));
  return asked.flatMap(({ typed, spoken }, at) => {
    const near = rows
      .filter(({ place, nt }) => place === at + 1 && isKana(nt))
      .map(({ nt, standing }) => ({ nt, standing, letters: spokenLetters(nt) }))
      .filter(({ letters }) => consonantsOf(letters) === consonantsOf(spoken))
      .map(({ letters, ...one }) => ({ ...one, distance: nameDistance(letters, spoken) }))
      .filter(({ distance }) => distance <= FARTHEST)
      .sort((a, b) => a.distance - b.distance || b.standing - a.standing || (a.nt < b.nt ? -1 : 1));
    return near[0] === undefined ? [] : [{ typed, title: near[0].nt }];
  });
}
