import { Seeded } from '@toshobin/bench';
import type pg from 'pg';
import { readQuery } from '../search/read-query.ts';
import { normalise } from '../words/normalise.ts';

/** The kinds of queries, with how many there are of each among two hundred. */
export const queryKinds = {
  oneCharacter: 20,
  twoCharacters: 30,
  threeToEight: 50,
  twoWords: 30,
  reading: 25,
  author: 20,
  isbn: 15,
  noHit: 10,
} as const;
export type QueryKind = keyof typeof queryKinds;

export interface BenchQuery {
  kind: QueryKind;
  /** The query as it is typed. */
  text: string;
  /** The words of the query, normalised. */
  words: string[];
}

interface Row {
  nt: string;
  reading: string;
  author: string;
  isbn: string | null;
}

/** The queries, cut out of records picked by lot: always the same for a seed and a filling, and no query twice. */
export async function makeQueries(client: pg.Client, records: number, seed: number): Promise<BenchQuery[]> {
  const random = new Seeded(seed);
  const queries: BenchQuery[] = [];
  const known = new Set<string>();
  for (const kind of Object.keys(queryKinds).filter(isKind)) {
    for (let found = 0; found < queryKinds[kind]; ) {
      const text = cutOut(
        kind,
        await pick(client, records, random),
        await pick(client, records, random),
        random,
      );
      const { words } = readQuery(text ?? '');
      if (text === undefined || words.length === 0 || known.has(text)) continue;
      if (kind === 'noHit' && (await isFound(client, words))) continue;
      known.add(text);
      queries.push({ kind, text, words });
      found += 1;
    }
  }
  return queries;
}

function isKind(name: string): name is QueryKind {
  return name in queryKinds;
}

async function pick(client: pg.Client, records: number, random: Seeded): Promise<Row> {
  const { rows } = await client.query<Row>(
    'SELECT nt, title_reading AS reading, author, isbns[1] AS isbn FROM bibliographic_record WHERE id >= $1 ORDER BY id LIMIT 1',
    [random.between(1, records)],
  );
  return rows[0] ?? pick(client, records, random);
}

function cutOut(kind: QueryKind, row: Row, other: Row, random: Seeded): string | undefined {
  const piece = (text: string, length: number): string | undefined => {
    const characters = [...text];
    if (characters.length < length) return undefined;
    const start = random.between(0, characters.length - length);
    return characters.slice(start, start + length).join('');
  };
  switch (kind) {
    case 'oneCharacter':
      return piece(row.nt, 1);
    case 'twoCharacters':
      return piece(row.nt, 2);
    case 'threeToEight':
      return piece(row.nt, random.between(3, 8));
    case 'twoWords': {
      const word = piece(row.nt, random.between(2, 4));
      const second = random.chance(0.5) ? surnameOf(row.author) : piece(row.nt, random.between(2, 4));
      return word && second && word !== second ? `${word} ${second}` : undefined;
    }
    case 'reading':
      return piece(normalise(row.reading), random.between(3, 10));
    case 'author':
      return random.chance(0.3) ? surnameOf(row.author) : row.author.replace(' ', '') || undefined;
    case 'isbn':
      return row.isbn ?? undefined;
    case 'noHit': {
      const [first, second] = [piece(row.nt, 2), piece(other.nt, 2)];
      return first && second ? first + second : undefined;
    }
  }
}

function surnameOf(author: string): string | undefined {
  const surname = author.split(' ')[0];
  return surname === undefined || [...surname].length < 2 ? undefined : surname;
}

async function isFound(client: pg.Client, words: string[]): Promise<boolean> {
  const conditions = words.map((_word, place) => `strpos(s, $${place + 1}) > 0`);
  const { rows } = await client.query(
    `SELECT FROM bibliographic_record WHERE ${conditions.join(' AND ')} LIMIT 1`,
    words,
  );
  return rows.length > 0;
}
