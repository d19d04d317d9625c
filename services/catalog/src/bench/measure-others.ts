import { type Figure, figure, percentile, Seeded } from '@toshobin/bench';
import type pg from 'pg';
import type { BenchQuery } from './make-queries.ts';
import type { SearchServer } from './search-server.ts';

/** How many requests of each kind are asked beside the plain box. */
const EACH = 60;
/** The goals, in milliseconds. */
const goals = { didYouMean: 50, suggestions: 20 };

type Query = Readonly<Record<string, string>>;

/** The words of the plain box with a filter, in a field of their own, and in another order. */
const ways: Readonly<Record<string, (text: string) => Query>> = {
  'filter.class': (q) => ({ q, ndc: '9' }),
  'filter.years': (q) => ({ q, from: '1990', to: '1999' }),
  'filter.kind': (q) => ({ q, kind: 'book' }),
  'filter.reservable': (q) => ({ q, reservableOnly: 'true' }),
  'filter.onShelf': (q) => ({ q, onShelfOnly: 'true' }),
  'field.title': (title) => ({ title }),
  'field.author': (author) => ({ author }),
  'field.publisher': (publisher) => ({ publisher }),
  'field.subject': (subject) => ({ subject }),
  'order.newest': (q) => ({ q, order: 'newest' }),
  'order.oldest': (q) => ({ q, order: 'oldest' }),
  'order.title': (q) => ({ q, order: 'title' }),
  'order.author': (q) => ({ q, order: 'author' }),
};

/** Measures filters, fields and orders; titles with a wrong character; beginnings as somebody types them. */
export async function measureOthers(
  queries: readonly BenchQuery[],
  client: pg.Client,
  server: SearchServer,
  seed: number,
): Promise<Figure[]> {
  const words = queries
    .filter(({ kind }) => kind !== 'isbn' && kind !== 'noHit')
    .filter((_query, place, all) => (place * EACH) % all.length < EACH)
    .map(({ text }) => text);
  const figures: Figure[] = [];
  for (const [name, asked] of Object.entries(ways)) {
    const all = words.map(asked);
    figures.push(...told(name, await twice(all, (query) => server.search(query)), null));
  }
  const { rows } = await client.query<{ title: string; author: string }>(
    `SELECT title, author FROM bibliographic_record WHERE char_length(title) BETWEEN 4 AND 12 AND author <> ''
     ORDER BY id % 9973, id LIMIT $1`,
    [EACH],
  );
  const random = new Seeded(seed);
  const texts = rows.map(({ title, author }, n) => (n % 3 === 0 ? author.replace(' ', '') : title));
  for (const [name, mistake] of Object.entries(mistakes(texts.join('')))) {
    const typos = texts.map((text) => {
      const characters = [...text];
      return { q: mistake(characters, random.between(1, characters.length - 1), random).join('') };
    });
    const times = await twice(typos, (query) => server.search(query));
    figures.push(...told(`didYouMean.${name}`, times, goals.didYouMean));
  }
  const begun = texts.map((text) => ({ q: [...text].slice(0, random.between(2, 4)).join('') }));
  const offered = await twice(begun, (query) => server.suggest(query));
  return [...figures, ...told('suggestions', offered, goals.suggestions)];
}

type Mistake = (characters: string[], place: number, random: Seeded) => string[];

/** One mistake of a typist: a character that no title has, another one that titles have, one missing, one too many. */
function mistakes(characters: string): Readonly<Record<string, Mistake>> {
  const common = (random: Seeded) => {
    const all = [...characters];
    return all[random.between(0, all.length - 1)] ?? '';
  };
  return {
    rare: (typed, place) => typed.with(place, '〆'),
    common: (typed, place, random) => typed.with(place, common(random)),
    missing: (typed, place) => typed.toSpliced(place, 1),
    tooMany: (typed, place, random) => typed.toSpliced(place, 0, common(random)),
  };
}

/** Asks all queries once, with the cache as it is found; answers how long each took. */
export async function measureCold(queries: readonly BenchQuery[], server: SearchServer): Promise<Figure[]> {
  const times: number[] = [];
  for (const { text } of queries) times.push((await server.search({ q: text })).ms);
  return [...told('cold', times, null), figure('search.cold.slowest', 'ms', Math.max(...times), null)];
}

/** Asks each query once for the cache, and once for the time. */
async function twice(
  all: readonly Query[],
  ask: (query: Query) => Promise<{ ms: number }>,
): Promise<number[]> {
  for (const query of all) await ask(query);
  const times: number[] = [];
  for (const query of all) times.push((await ask(query)).ms);
  return times;
}

function told(name: string, times: readonly number[], most: number | null): Figure[] {
  return [50, 95].map((percent) =>
    figure(`search.${name}.p${percent}`, 'ms', percentile(times, percent), percent === 95 ? most : null),
  );
}
