import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type SearchOrder, SearchOrderSchema } from '@toshobin/contracts';
import { type OwnTestPostgres, startOwnPostgres } from '@toshobin/database/testing';
import fc from 'fast-check';
import pg from 'pg';
import { plainSearch } from '../bench/plain-search.ts';
import { classesOfSubject, sectionsOf } from '../classification/classes-of-subject.ts';
import { loadCatalogue } from '../load/load-catalogue.ts';
import { placeRecords } from '../placing/place-records.ts';
import { readQuery } from './read-query.ts';
import { SearchPool } from './search-pool.ts';
import { hitLimitOf, type SearchRequest, searchRecords } from './search-records.ts';
import { HitGroupSchema, spreadOfHits } from './spread-of-hits.ts';

// A fifth of the catalogue in four segments, with some records added and changed since, and some copies on loan.
let postgres: OwnTestPostgres;
let pool: pg.Pool;
let searchPool: SearchPool;

beforeAll(async () => {
  // The server is the test's own, with small buffers: a scan begins in mid-table only where the table is large beside
  // them.
  postgres = await startOwnPostgres();
  const migrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
  const url = await postgres.createMigrated('catalog', migrations);
  pool = new pg.Pool({ connectionString: url });
  pool.on('error', () => undefined); // The server's end may overtake the pool's goodbye.
  searchPool = new SearchPool(url);
  await loadCatalogue(pool, { sources: ['aozora', 'example'], sample: 3600 });
  await pool.query(`UPDATE bibliographic_record SET year = 2027 - (id % 60)::int WHERE id % 50 = 1`);
  await pool.query(
    `INSERT INTO queue_entry (reservation_id, record_id, joined_at, state, pickup_library, channel)
     SELECT gen_random_uuid(), id, now(), 'closed', 'kumamoto', 'web' FROM bibliographic_record, generate_series(1, id % 4)
     WHERE id % 3 = 0`,
  );
  const client = await pool.connect();
  await client.query('BEGIN');
  await placeRecords(client, [200, 600, 1500]);
  await client.query('COMMIT');
  client.release();
  await pool.query(`UPDATE bibliographic_record SET year = 2027 - (id % 60)::int WHERE id % 60 = 7`);
  await pool.query(`UPDATE copy SET place = 'onLoan' WHERE id % 5 = 0`);
  await pool.query(`UPDATE copy SET condition = 'withdrawn' WHERE id % 31 = 0`);
}, 240_000);
afterAll(async () => {
  await searchPool?.close();
  await pool?.end();
  await postgres?.stop();
});

test('what is not kept is planned for its values: a class is half of all records, or three', async () => {
  const sql = `SELECT current_setting('plan_cache_mode') AS plan`;
  const planOf = (prepared: boolean) => searchPool.row({ sql, values: [], prepared });
  expect(await planOf(false)).toEqual({ plan: 'force_custom_plan' });
  expect(await planOf(true)).toEqual({ plan: 'force_generic_plan' });
});

/** Readings as the search text has them: of the title, of the author. */
const [titled, titleRead, ofAuthor] = [1, 2, 4].map((place) => `split_part(s, chr(1), ${place})`);
const ofTitle = `CASE WHEN ${titleRead} = '' THEN ${titled} ELSE ${titleRead} END`;
const exactOrders: Record<Exclude<SearchOrder, 'match'>, string> = {
  newest: 'year DESC, id DESC',
  oldest: 'year = 0, year, id',
  title: `${ofTitle}, year DESC, id DESC`,
  author: `${ofAuthor} = '', ${ofAuthor}, ${ofTitle}, year DESC, id DESC`,
};
const onShelf = `EXISTS (SELECT FROM copy WHERE record_id = hit.id AND place = 'onShelf' AND condition = 'inService')`;

interface Plainly {
  /** All records that fulfil this, in SQL over `bibliographic_record hit`; the words' places are filled in. */
  where?: string;
  order?: SearchOrder;
  /** Whether only the most recent hits are looked at that are counted, as the lists by name do. */
  overRecent?: boolean;
  /** The number of digits to which the facet of classes goes. */
  digits?: number;
  /** The term by which its classes were found. */
  term?: string;
}

/** Asks by the plainest statement: every row looked at, every hit sorted. */
async function plainly(text: string, plain: Plainly) {
  const { where = 'true', order = 'match', overRecent = false, digits = 1, term } = plain;
  const limit = hitLimitOf(order);
  const search = plainSearch(text, where, term);
  const hits = `SELECT * FROM bibliographic_record hit WHERE ${search.where}`;
  const recent = `SELECT * FROM (${hits}) hit ORDER BY year DESC, id DESC LIMIT ${limit}`;
  const listed =
    order === 'match'
      ? search.matched
      : `SELECT id FROM (${overRecent ? recent : hits}) hit ORDER BY ${exactOrders[order]}`;
  const ids = await pool.query<{ id: string }>(
    `SELECT id FROM (${listed}) listed LIMIT ${limit}`,
    order === 'match' ? search.values : search.whereValues,
  );
  const total = await pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM (${hits}) hit`,
    search.whereValues,
  );
  const spread = await pool.query(
    `SELECT kind, lending = 'lendable' AS lendable, year / 10 AS decade, left(ndc, ${digits}) AS ndc, count(*)::int AS hits,
       count(*) FILTER (WHERE ${onShelf})::int AS "onShelf"
     FROM (${recent}) hit GROUP BY 1, 2, 3, 4`,
    search.whereValues,
  );
  return {
    ids: ids.rows.map(({ id }) => id),
    total: total.rows[0]?.n ?? 0,
    facets: spreadOfHits(HitGroupSchema.array().parse(spread.rows)),
  };
}

/** All pages of a search. */
async function everyPage(request: SearchRequest) {
  const ids: string[] = [];
  for (let page = 1; ; page += 1) {
    const result = await searchRecords(searchPool, { ...request, page, pageSize: 100 });
    ids.push(...result.records.map(({ id }) => id));
    if (page >= result.pages) return { ids, ...result };
  }
}

async function expectExact(request: SearchRequest, plain: Plainly = {}): Promise<number> {
  const order = request.order ?? 'match';
  const digits = Math.min(3, (request.ndc ?? '').length + 1);
  const term = readQuery(request.subject ?? '').words.join('');
  const exact = await plainly(request.text ?? '', { digits, term, ...plain, order });
  const found = await everyPage(request);
  expect([request, found.total, found.capped]).toEqual([
    request,
    Math.min(exact.total, hitLimitOf(order)),
    exact.total > hitLimitOf(order),
  ]);
  expect([request, found.ids]).toEqual([request, exact.ids]);
  expect([request, found.facets]).toEqual([request, exact.facets]);
  return exact.total;
}

const words = [
  'の',
  '春',
  'ん',
  '物語',
  '日記',
  'いの',
  'ものが',
  '捕物帳',
  '宮本百合子',
  'みやもとゆりこ',
  'の に',
  '夏目 こころ',
];

test.each(SearchOrderSchema.options)(
  'count, facets and the order %s are those of the exact query',
  async (order) => {
    const totals: number[] = [];
    for (const text of words) {
      totals.push(
        await expectExact({ text, order }, { overRecent: order === 'title' || order === 'author' }),
      );
    }
    expect(Math.max(...totals)).toBeGreaterThan(hitLimitOf(order));
    expect(Math.min(...totals)).toBeLessThan(hitLimitOf(order));
  },
  120_000,
);

const sections = (subject: string) => `ndc IN ('${sectionsOf(classesOfSubject([subject])).join("', '")}')`;
test.each<[string, SearchRequest, string]>([
  ['a class', { ndc: '9' }, `ndc LIKE '9%'`],
  ['a class of three digits', { ndc: '289' }, `ndc = '289'`],
  ['a word and a class', { text: 'の', ndc: '91' }, `ndc LIKE '91%'`],
  ['a subject', { subject: '詩歌' }, sections('詩歌')],
  ['a subject in kana', { subject: 'しいか' }, sections('しいか')],
  ['a word and a subject', { text: 'の', subject: '童話' }, sections('童話')],
  ['a subject and a class', { subject: '童話', ndc: '9' }, `ndc LIKE '9%' AND ${sections('童話')}`],
  ['years', { from: 1950, to: 1960 }, 'year BETWEEN 1950 AND 1960'],
  ['years to, without those of no year', { text: 'の', to: 1950 }, 'year BETWEEN 1 AND 1950'],
  ['years from', { text: 'の', from: 2000 }, 'year >= 2000'],
  ['a range that is none', { text: 'の', from: 2000, to: 1999 }, 'false'],
  ['a kind', { kind: 'magazineIssue' }, `kind = 'magazineIssue'`],
  ['all of a kind', { kind: 'book' }, `kind = 'book'`],
  ['what may be reserved', { text: '月', reservableOnly: true }, `lending = 'lendable'`],
  ['what is on the shelf', { text: 'の', onShelfOnly: true }, onShelf],
  ['a rare word on the shelf', { text: '捕物帳', onShelfOnly: true }, onShelf],
  [
    'everything at once',
    { text: 'の', ndc: '9', from: 1950, kind: 'book', reservableOnly: true, onShelfOnly: true },
    `ndc LIKE '9%' AND year >= 1950 AND kind = 'book' AND lending = 'lendable' AND ${onShelf}`,
  ],
])('filtered by %s, too', async (_what, request, where) => {
  await expectExact(request, { where });
  await expectExact({ ...request, order: 'oldest' }, { where });
});

const inField = (word: string, ...places: number[]) =>
  `(${places.map((place) => `strpos(split_part(s, chr(1), ${place}), '${word}') > 0`).join(' OR ')})`;
test.each<[string, SearchRequest, string]>([
  ['the title', { title: 'にほん' }, inField('にほん', 1, 2, 10)],
  ['the title, one character', { title: '夏' }, inField('夏', 1, 2, 10)],
  ['the author', { author: '夏' }, inField('夏', 3, 4, 5, 7, 8, 15)],
  ['the author’s reading in katakana', { author: 'ナツメ' }, inField('なつめ', 3, 4, 5, 7, 8, 15)],
  ['the publisher', { publisher: '岩波' }, inField('岩波', 6, 9)],
  ['the title and anywhere', { text: 'の', title: '夢' }, inField('夢', 1, 2, 10)],
  [
    'author and publisher',
    { author: '芥川', publisher: '筑摩書房' },
    `${inField('芥川', 3, 4, 5, 7, 8, 15)} AND ${inField('筑摩書房', 6, 9)}`,
  ],
])('a word in its field only: %s', async (_what, request, where) => {
  const exact = await plainly(request.text ?? '', { where, order: 'newest' });
  const found = await everyPage({ ...request, order: 'newest' });
  expect(exact.ids.length).toBeGreaterThan(0);
  expect([found.total, found.ids, found.facets]).toEqual([
    Math.min(exact.total, hitLimitOf('newest')),
    exact.ids,
    exact.facets,
  ]);
});

test('a question without a condition, or with an ISBN that is none, finds nothing', async () => {
  const questions: SearchRequest[] = [
    {},
    { text: '', title: '！？', author: ' ' },
    { reservableOnly: true, onShelfOnly: true },
    { text: '春', isbn: '123' },
    { isbn: '4101010138' },
    { text: '春', subject: 'ありえない主題' },
  ];
  for (const question of questions) {
    const { total, records, facets } = await searchRecords(searchPool, question);
    const nothing = { kind: [], decade: [], ndc: [], reservable: 0, onShelf: 0 };
    expect([question, total, records, facets]).toEqual([question, 0, [], nothing]);
  }
});

test('the order stands although another scan of the table is under way', async () => {
  // A sequential scan begins where another has got to, unless it is forbidden to: the lists would begin in the middle.
  const other = await pool.connect();
  await other.query('BEGIN');
  await other.query('DECLARE reading CURSOR FOR SELECT s FROM bibliographic_record');
  await other.query('MOVE 2500 IN reading');
  const begun = await pool.query<{ place: string }>(
    'SELECT ctid::text AS place FROM bibliographic_record LIMIT 1',
  );
  expect(begun.rows[0]?.place).not.toBe('(0,1)');
  await expectExact({ kind: 'book' }, { where: `kind = 'book'` });
  await expectExact({ text: 'の' });
  await other.query('ROLLBACK');
  other.release();
});

test('whatever is typed into whichever field, a page is answered', async () => {
  const strange = [
    "' OR 1=1 --",
    '%',
    '_',
    '\\',
    '"',
    '\u0000',
    '😀',
    'の'.repeat(10_000),
    '\ud800',
    "'':*",
    '\u0001',
    '٣',
  ];
  const text = fc.oneof(
    fc.constantFrom(...strange),
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom(...words),
  );
  const request = fc.record(
    {
      text,
      title: text,
      author: text,
      publisher: text,
      order: fc.constantFrom(...SearchOrderSchema.options),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(request, async (asked) => {
      expect((await searchRecords(searchPool, asked)).page).toBe(1);
    }),
    { numRuns: 60 },
  );
});

test.each(SearchOrderSchema.options)(
  'more that waits to be placed than is counted changes no count, facet or place: %s',
  async (order) => {
    await pool.query(
      `UPDATE bibliographic_record SET year = 2027 - (id % 50)::int WHERE id % 3 = 1 AND placed`,
    );
    for (const text of ['の', 'ん', '物語'])
      await expectExact({ text, order }, { overRecent: order === 'title' || order === 'author' });
  },
);
