import { isDeepStrictEqual } from 'node:util';
import { type SearchAnswer, SearchAnswerSchema } from '@toshobin/contracts';
import type pg from 'pg';
import { z } from 'zod';
import { insertRecords } from '../records/insert-records.ts';
import { hitLimitOf } from '../search/search-request.ts';
import { HitGroupSchema, spreadOfHits } from '../search/spread-of-hits.ts';
import { readShortKatakana } from '../words/short-katakana.ts';
import type { BenchQuery } from './make-queries.ts';
import { plainSearch } from './plain-search.ts';
import type { SearchServer } from './search-server.ts';

const PAGE_SIZE = 20;

/** How many queries were answered otherwise than the plainest statement answers them. */
export interface Wrong {
  order: number;
  count: number;
  facets: number;
}

const ExactSchema = z.object({ found: z.int(), spread: z.array(HitGroupSchema) });

/** The answer by looking at every row and sorting every hit: what first and last page, count and facets must be. */
async function exactly(client: pg.Client, { kind, text }: BenchQuery) {
  const isbn = { where: '$1 = ANY(isbns)', whereValues: [text], values: [text] };
  const { where, whereValues, values, matched } =
    kind === 'isbn'
      ? {
          ...isbn,
          matched: `SELECT * FROM bibliographic_record WHERE $1 = ANY(isbns) ORDER BY year DESC, id DESC`,
        }
      : plainSearch(text);
  const { rows } = await client.query(
    `WITH hit AS MATERIALIZED (SELECT * FROM bibliographic_record hit WHERE ${where}),
      recent AS (SELECT * FROM hit ORDER BY year DESC, id DESC LIMIT ${hitLimitOf()}),
      spread AS (SELECT kind, lending = 'lendable' AS lendable, year / 10 AS decade, left(ndc, 1) AS ndc, count(*) AS hits,
        count(*) FILTER (WHERE EXISTS (SELECT FROM copy WHERE record_id = recent.id AND place = 'onShelf'
          AND condition = 'inService')) AS "onShelf" FROM recent GROUP BY 1, 2, 3, 4)
    SELECT (SELECT count(*) FROM hit)::int AS found, (SELECT COALESCE(json_agg(spread), '[]') FROM spread) AS spread`,
    whereValues,
  );
  const listed = await client.query<{ id: string }>(
    `SELECT id::text FROM (${matched}) listed LIMIT ${hitLimitOf()}`,
    values,
  );
  return { ...ExactSchema.parse(rows[0]), ids: listed.rows.map(({ id }) => id) };
}

export async function checkAnswers(
  queries: readonly BenchQuery[],
  client: pg.Client,
  server: SearchServer,
  say: (line: string) => void,
): Promise<Wrong> {
  const wrong: Wrong = { order: 0, count: 0, facets: 0 };
  for (const [place, query] of queries.entries()) {
    const exact = await exactly(client, query);
    // A query without a hit as it is written is answered in other ways, and a short word in katakana is looked for as
    // it is written: neither is compared here.
    if (exact.found === 0 || readShortKatakana(query.text) !== undefined) continue;
    const lastPage = Math.max(1, Math.ceil(exact.ids.length / PAGE_SIZE));
    const first = await ask(server, query.text, 1);
    const last = lastPage === 1 ? first : await ask(server, query.text, lastPage);
    const idsOf = (answer: SearchAnswer) => answer.records.map(({ recordId }): string => recordId);
    const ordered =
      isDeepStrictEqual(idsOf(first), exact.ids.slice(0, PAGE_SIZE)) &&
      isDeepStrictEqual(idsOf(last), exact.ids.slice((lastPage - 1) * PAGE_SIZE));
    const counted = first.total === exact.ids.length && first.capped === exact.found > hitLimitOf();
    const spread = isDeepStrictEqual(first.facets, spreadOfHits(exact.spread));
    if (!ordered) wrong.order += 1;
    if (!counted) wrong.count += 1;
    if (!spread) wrong.facets += 1;
    if (!(ordered && counted && spread)) say(`answered otherwise than the exact query: ${query.text}`);
    if ((place + 1) % 50 === 0) say(`${place + 1} of ${queries.length} queries checked`);
  }
  return wrong;
}

async function ask(server: SearchServer, q: string, page: number): Promise<SearchAnswer> {
  const { answer } = await server.search({ q, page: String(page) });
  return SearchAnswerSchema.parse(JSON.parse(answer));
}

/** Adds records with words of every length, searches for each at once, and deletes them; answers how many it missed. */
export async function missedOfAdded(client: pg.Client, server: SearchServer): Promise<number> {
  const titles = [
    '驫',
    '驫麤',
    '驫麤の道',
    '驫麤の道をゆく人びと',
    'ぼくの驫麤',
    '驫麤 入門編',
    'C++の驫麤',
    '2100年の驫麤',
  ];
  const blank = { subtitle: '', subtitleReading: '', author: '', authorReading: '', translator: '' };
  const ids = await insertRecords(
    client,
    titles.map((title) => ({
      ...blank,
      title,
      titleReading: title,
      kind: 'book',
      lending: 'lendable',
      publisher: '',
      year: 2100,
      ndc: null,
      isbns: [],
      protectiveCover: false,
      source: 'bench',
      copies: [],
    })),
  );
  let missed = 0;
  for (const [place, title] of titles.entries()) {
    const [first] = (await ask(server, title, 1)).records;
    if (first?.recordId !== ids[place]) missed += 1;
  }
  await client.query('DELETE FROM bibliographic_record WHERE id = ANY($1)', [ids]);
  return missed;
}
