import { z } from 'zod';
import { isForeignName, readForeignName } from '../words/foreign-name.ts';
import { lexeme } from '../words/lexeme.ts';
import { consonantsOf, nameDistance, spokenLetters } from '../words/name-sound.ts';
import { nameSoundKey } from '../words/search-columns.ts';
import { WORD_INDEXES } from './found-words.ts';
import type { SearchPool } from './search-pool.ts';

const Rows = z.object({
  rows: z.array(z.object({ name: z.string(), latin: z.string(), standing: z.int() })),
});

/** Records of each part of the table whose names are compared. */
const COMPARED = 2_000;
/** Names are compared whose first so many consonants are the same; shorter ones have all of them in common. */
const IN_COMMON = 3;
/** How far apart the names may be, by how many consonants tell them from others. */
const FARTHEST = [0, 0.08, 0.16] as const;
/** The cost of another part of the name that the person lacks: more than a surname written otherwise. */
const OTHER_PART = 0.06;
/** The weight of a given name, which varies with the language (ヴィルヘルム, ウィリアム). */
const GIVEN = 0.25;
/** So many letters alone, at most, are initials. */
const MOST_INITIALS = 3;
/** Names as near as this are the same. */
const SAME = 0.001;

/**
 * The persons, as the catalogue names them, who may be meant by a name in katakana or Latin letters that no record has
 * so: another writer's spelling (ストリンドベルヒ, Dostoyevsky), initials, middle names left out or added, parts written as
 * one. The surname sounds nearly so, and the other names tell several apart; a given name alone is nobody's.
 *
 * @param parts of the name, in the order in which they were typed
 */
export async function nearNames(pool: SearchPool, parts: readonly string[]): Promise<string[]> {
  const asked = parts.map(spokenLetters).map(partOf);
  const looked = [...asked, ...(parts.length > 1 ? [partOf(spokenLetters(parts.join('')))] : [])].filter(
    ({ consonants }) => consonants !== '',
  );
  if (looked.length === 0) return [];
  const query = looked.map(({ consonants }) => {
    const key = lexeme(nameSoundKey(consonants.slice(0, IN_COMMON)));
    return consonants.length < IN_COMMON ? key : `${key}:*`;
  });
  const branches = WORD_INDEXES.map(
    (rows) => `(SELECT author, author_latin, translator, translator_latin, standing FROM bibliographic_record
      WHERE ${rows} AND tv @@ $1::tsquery LIMIT ${COMPARED})`,
  );
  const sql = `WITH near AS MATERIALIZED (${branches.join(' UNION ALL ')})
    SELECT COALESCE(json_agg(person), '[]') AS rows FROM (SELECT name, max(latin) AS latin, max(standing) AS standing FROM (
      SELECT author AS name, author_latin AS latin, standing FROM near
      UNION ALL SELECT name, '', 0 FROM near, unnest(string_to_array(translator, ';')) AS name) one GROUP BY name) person`;
  const row = await pool.rowOfWordIndexes({ sql, values: [query.join(' | ')], prepared: true });
  const near = Rows.parse(row).rows.flatMap(({ name, latin, standing }) => {
    const distance = distanceOf(asked, name, latin);
    return distance === undefined ? [] : [{ name, distance, standing }];
  });
  const least = Math.min(...near.map(({ distance }) => distance));
  return near
    .filter(({ distance }) => distance <= least + SAME)
    .sort((a, b) => b.standing - a.standing || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
}

interface Part {
  spoken: string;
  consonants: string;
}

function partOf(spoken: string): Part {
  return { spoken, consonants: consonantsOf(spoken) };
}

/** How far a person's name is from what was asked; undefined where the surname is another. */
function distanceOf(asked: readonly Part[], name: string, latin: string): number | undefined {
  const forms = [name, latin].filter((form) => form !== '' && isForeignName(form)).map(readForeignName);
  const initials = forms.flatMap(({ givenNames }) => givenNames).map((given) => given.charAt(0));
  const isGiven = ({ spoken }: Part, givenNames: readonly string[]) =>
    givenNames.some((given) => nameDistance(spoken, given, GIVEN) <= GIVEN) ||
    (spoken.length <= MOST_INITIALS && [...spoken].every((letter) => initials.includes(letter)));
  const together = partOf(asked.map(({ spoken }) => spoken).join(''));
  const distances = forms.flatMap(({ surnames, givenNames, whole }) => [
    ...[...whole, ...surnames].flatMap((one) => near(together, one) ?? []),
    ...asked.flatMap((part, place) => {
      const alike = surnames.flatMap((surname) => near(part, surname) ?? []);
      if (alike.length === 0) return [];
      const others = asked.filter((_other, at) => at !== place);
      const strange = others.filter((other) => !isGiven(other, givenNames)).length;
      const isAlone = others.length > 0 && strange === others.length;
      // A person whose given names are all others is somebody else, unless the surname stands where it belongs and is
      // the very same.
      return alike
        .filter((distance) => !isAlone || (place === others.length && distance <= OTHER_PART))
        .map((distance) => distance + strange * OTHER_PART);
    }),
  ]);
  return distances.length === 0 ? undefined : Math.min(...distances);
}

/** How far apart they are where one may be the other. */
function near({ spoken, consonants }: Part, name: string): number | undefined {
  const farthest = FARTHEST[Math.min(consonants.length, FARTHEST.length - 1)] ?? 0;
  const distance = nameDistance(spoken, name, farthest);
  return distance <= farthest ? distance : undefined;
}
