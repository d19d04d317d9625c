import { z } from 'zod';
import { normalise, soundOf } from '../words/normalise.ts';
import { authorKey, nameForms, translatorKey } from '../words/search-columns.ts';
import { kanaOfRomaji } from './romaji.ts';
import type { SearchPool } from './search-pool.ts';

export const KnownNames = z.array(z.object({ heading: z.string(), variants: z.array(z.string()) }));
/** Somebody of a name authority file: the name that the catalogue has, and what they are called besides. */
type KnownName = z.infer<typeof KnownNames>[number];

/** SQL of the persons whom name authorities know by any of these keys, as JSON; one look at an index. */
export function namesKnown(keys: string): string {
  return `(SELECT COALESCE(json_agg(json_build_object('heading', heading, 'variants', variants) ORDER BY source, control_number), '[]')
    FROM (SELECT * FROM name_authority WHERE keys && ${keys}::text[] LIMIT ${MOST}) name)`;
}

/** So many persons, at most, may share a name. */
const MOST = 5;

/** The keys of a text that may be a name: as it is written, and as it sounds. */
export function keysOfName(text: string): string[] {
  const name = normalise(text);
  const sound = soundOf(
    text
      .split(/\s+/u)
      .map((word) => kanaOfRomaji(word) ?? word)
      .join(''),
  );
  return [...new Set([name, sound])].filter((key) => key !== '');
}

/** All forms of all names of these persons. */
export function formsOf(names: readonly KnownName[]): string[] {
  return [...new Set(names.flatMap(({ heading, variants }) => [heading, ...variants].flatMap(nameForms)))];
}

/** The keys of all works written or translated under these forms of names. */
export function keysOfWorks(forms: readonly string[]): string[] {
  return forms.flatMap((form) => [authorKey(form), translatorKey(form)]);
}

/** A query with another name of somebody in it. */
interface OtherName {
  person: KnownName;
  /** What stands beside the name. */
  rest: string;
  /** The query with the name that the catalogue has: 折口信夫の死者の書 for 釋迢空の死者の書. */
  text: string;
}

/** A shorter text stands in too much to name somebody within a query. */
const SHORTEST = 2;
const LONGEST = 20;

/** Reads a query for another name of somebody; of several the longest. Undefined where no authority knows one in it. */
export async function readOtherName(pool: SearchPool, text: string): Promise<OtherName | undefined> {
  const plain = text.normalize('NFKC');
  const parts = partsOf(plain).map((part) => ({ ...part, keys: keysOfName(part.text) }));
  const keys = [...new Set(parts.flatMap((part) => part.keys))];
  if (keys.length === 0) return undefined;
  const row = await pool.rowOfWordIndexes({
    ...{ sql: `SELECT ${namesKnown('$1')} AS names`, values: [keys], prepared: true },
  });
  const { names } = z.object({ names: KnownNames }).parse(row);
  const persons = names.map((person) => ({ person, forms: new Set(person.variants.flatMap(nameForms)) }));
  for (const part of parts.toSorted((a, b) => b.text.length - a.text.length)) {
    const person = persons.find(({ forms }) => part.keys.some((key) => forms.has(key)))?.person;
    if (person === undefined) continue;
    const [before, after] = [plain.slice(0, part.from), plain.slice(part.from + part.text.length)];
    const heading = /\p{Script=Han}/u.test(person.heading)
      ? person.heading.replace(/\s/gu, '')
      : person.heading;
    return { person, rest: `${before} ${after}`, text: `${before} ${heading}${after}`.trim() };
  }
  return undefined;
}

const scripts =
  /(?<han>[\p{Script=Han}々])|(?<hiragana>\p{Script=Hiragana})|(?<katakana>[\p{Script=Katakana}ー・＝=])|(?<latin>[\p{L}\p{M}\p{N}])/u;

/** The parts of a query that may be a name: from an end, or between two places where the script or the words change. */
function partsOf(plain: string): { from: number; text: string }[] {
  const characters = [...plain];
  const kinds = characters.map(
    (one) => Object.entries(scripts.exec(one)?.groups ?? {}).find(([, is]) => is)?.[0],
  );
  const isEdge = (place: number) =>
    place === 0 ||
    place === characters.length ||
    kinds[place - 1] === undefined ||
    kinds[place - 1] !== kinds[place];
  const parts: { from: number; text: string }[] = [];
  for (let from = 0; from < characters.length; from += 1) {
    for (let to = from + 1; to <= Math.min(characters.length, from + LONGEST); to += 1) {
      const isPart = (isEdge(from) && isEdge(to)) || from === 0 || to === characters.length;
      const text = characters.slice(from, to).join('');
      if (isPart && [...normalise(text)].length >= SHORTEST)
        parts.push({ from: characters.slice(0, from).join('').length, text });
    }
  }
  return parts;
}
