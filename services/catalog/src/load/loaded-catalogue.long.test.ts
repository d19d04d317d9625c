import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readBarcodeOf } from '@toshobin/contracts';
import { startTestPostgres, type TestPostgres } from '@toshobin/database/testing';
import pg from 'pg';
import { askNeed } from '../bench/ask-need.ts';
import { readNeeds } from '../bench/needs.ts';
import { plainSearch } from '../bench/plain-search.ts';
import { type AnsweredNeed, qualityFigures } from '../bench/quality-figures.ts';
import { classesNamed } from '../classification/classes-of-subject.ts';
import { placeRecords } from '../placing/place-records.ts';
import { readQuery } from '../search/read-query.ts';
import { SearchPool } from '../search/search-pool.ts';
import { hitLimitOf, searchRecords } from '../search/search-records.ts';
import { normalise } from '../words/normalise.ts';
import { readShortKatakana } from '../words/short-katakana.ts';
import { type LoadedSource, loadCatalogue } from './load-catalogue.ts';

// The whole catalogue, loaded once for all tests of this file.
let postgres: TestPostgres;
let pool: pg.Pool;
let searchPool: SearchPool;
let first: LoadedSource[];
const progress: string[] = [];

beforeAll(async () => {
  postgres = await startTestPostgres();
  const migrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
  const url = await postgres.createMigrated('catalog', migrations);
  pool = new pg.Pool({ connectionString: url });
  searchPool = new SearchPool(url);
  pool.on('error', () => undefined); // The server's end may overtake the pool's goodbye.
  const interrupted = loadCatalogue(pool, {
    sources: ['aozora', 'example'],
    onProgress: () => {
      throw new Error('The power failed');
    },
  });
  await expect(interrupted).rejects.toThrow('The power failed');
  // The server may do this by itself: statistics of a time when no record was placed yet.
  await pool.query('ANALYZE bibliographic_record');
  first = await loadCatalogue(pool, {
    sources: ['aozora', 'example'],
    onProgress: ({ source, records, of }) => progress.push(`${source} ${records}/${of}`),
  });
}, 300_000);
afterAll(async () => {
  await searchPool?.close();
  await pool?.end();
  await postgres?.stop();
});

async function rows(sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  return (await pool.query<Record<string, unknown>>(sql, values)).rows;
}

test('17,696 works of 青空文庫 and the examples are there, after a load that was interrupted', async () => {
  expect(first.map(({ source, outcome, records }) => [source, outcome, records])).toEqual([
    ['aozora', 'loaded', 17_696],
    ['example', 'loaded', 116],
  ]);
  expect(progress.at(0)).toBe('aozora 500/17696');
  expect(progress.at(-1)).toBe('example 116/116');
  expect(
    await rows('SELECT source, count(*)::int AS n FROM bibliographic_record GROUP BY 1 ORDER BY 1'),
  ).toEqual([
    { source: 'aozora', n: 17_696 },
    { source: 'example', n: 116 },
  ]);
});

test('a second load notices in less than a second', async () => {
  const begun = performance.now();
  const second = await loadCatalogue(pool, { sources: ['aozora', 'example'] });
  expect(performance.now() - begun).toBeLessThan(1000);
  expect(second).toEqual(first.map((source) => ({ ...source, outcome: 'present' })));
});

test('data that differ from what was loaded are reported and left alone', async () => {
  await pool.query(`UPDATE loaded_source SET fingerprint = 'of another file' WHERE source = 'example'`);
  const again = await loadCatalogue(pool, { sources: ['aozora', 'example'] });
  expect(again.map(({ outcome }) => outcome)).toEqual(['present', 'differs']);
});

test('every record has one to three copies, whose barcodes are ours and whose measures are a book’s', async () => {
  const counts = await rows(`SELECT copies, count(*)::int AS records FROM (SELECT count(c.id)::int AS copies
    FROM bibliographic_record r LEFT JOIN copy c ON c.record_id = r.id GROUP BY r.id) x GROUP BY 1 ORDER BY 1`);
  expect(counts.map(({ copies }) => copies)).toEqual([1, 2, 3]);
  const copies = await rows(
    'SELECT barcode, shelf_mark, weight_grams, thickness_mm, supplement_count FROM copy',
  );
  expect(copies).toHaveLength(24_322 + 116);
  const odd = copies.filter(
    ({ barcode, shelf_mark, weight_grams, thickness_mm, supplement_count }) =>
      !readBarcodeOf('copy', String(barcode)).ok ||
      !/^(P|[RVK]?([0-9]{3}|X))\/[ァ-ヴ＊]$/.test(String(shelf_mark)) ||
      !(Number(weight_grams) >= 80 && Number(weight_grams) < 2500) ||
      !(Number(thickness_mm) >= 3 && Number(thickness_mm) <= 70) ||
      !(Number(supplement_count) <= 2),
  );
  expect(odd).toEqual([]);
});

test('the same copies are made on every machine', async () => {
  const made = await rows(`SELECT barcode, shelf_mark, weight_grams, thickness_mm FROM copy c
    JOIN bibliographic_record r ON r.id = c.record_id WHERE r.number = 'T000000773' ORDER BY c.id`);
  expect(made).toMatchInlineSnapshot(`
[
  {
    "barcode": "1000010072",
    "shelf_mark": "913/ナ",
    "thickness_mm": 16,
    "weight_grams": 460,
  },
]
`);
});

test('the examples show every category of R4', async () => {
  const categories =
    await rows(`SELECT kind, lending, count(*)::int AS issues, count(DISTINCT title)::int AS titles,
    bool_and(protective_cover) AS cover FROM bibliographic_record WHERE source = 'example' GROUP BY 1, 2 ORDER BY 1, 2`);
  expect(categories).toEqual([
    { kind: 'book', lending: 'referenceOnly', issues: 8, titles: 8, cover: false },
    { kind: 'magazineIssue', lending: 'lendable', issues: 50, titles: 5, cover: true },
    { kind: 'magazineIssue', lending: 'inPersonOnly', issues: 50, titles: 10, cover: true },
    { kind: 'audiovisual', lending: 'audiovisual', issues: 8, titles: 8, cover: false },
  ]);
});

test('the records lie on disk by recency', async () => {
  const [order] = await rows(`SELECT count(*)::int AS wrong FROM (
    SELECT year, id, lag(year) OVER w AS y, lag(id) OVER w AS i FROM bibliographic_record WHERE placed
    WINDOW w AS (ORDER BY ctid)) x WHERE (year, id) > (y, i)`);
  expect(order).toEqual({ wrong: 0 });
});

test.each(['by-hand', 'by-lot'] as const)(
  'the needs of the list %s are met as often as is asked',
  async (set) => {
    const answered: AnsweredNeed[] = [];
    for (const need of readNeeds(set)) answered.push(await askNeed(searchPool, need));
    expect(answered.length).toBeGreaterThan(100);
    const missed = qualityFigures(set, answered).filter(({ met }) => met === false);
    expect(missed).toEqual([]);
  },
  120_000,
);

/** The right answer to a search, by the plainest statement: every row looked at, every hit sorted. */
async function exactly(text: string, filter = 'true'): Promise<{ ids: string[]; total: number }> {
  const { matched, where, whereValues, values } = plainSearch(text, filter);
  const found = await pool.query<{ id: string }>(matched, values);
  const [counted] = (
    await pool.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM bibliographic_record hit WHERE ${where}`,
      whereValues,
    )
  ).rows;
  return { ids: found.rows.slice(0, hitLimitOf()).map(({ id }) => id), total: counted?.n ?? 0 };
}

async function expectExact(text: string): Promise<void> {
  const exact = await exactly(text);
  // A text that is hardly found, and may be meant otherwise, is looked for in other ways (search-otherwise.test.ts); a
  // number alone is a class, and a short word in katakana is looked for as it is written (short-katakana.test.ts).
  if (readShortKatakana(text) !== undefined) return;
  if (/^\d{1,3}$/.test(text.normalize('NFKC'))) return;
  if (exact.total === 0 || (exact.total < 20 && classesNamed(readQuery(text).words).length > 0)) return;
  const ids: string[] = [];
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const result = await searchRecords(searchPool, { text, page, pageSize: 100 });
    pages = result.pages;
    ids.push(...result.records.map(({ id }) => id));
    expect([text, result.total, result.capped]).toEqual([
      text,
      Math.min(exact.total, hitLimitOf()),
      exact.total > hitLimitOf(),
    ]);
  }
  expect([text, ids]).toEqual([text, exact.ids]);
}

const chosen = [
  ...[
    'の',
    '春',
    'に',
    '猫',
    'a',
    '々',
    '〇',
    '２',
    '𠮟',
    'ゔ',
    '熊本',
    '東京',
    '論',
    '物語',
    '日記',
    '01',
    '夜の',
  ],
  ...[
    'こころ',
    '羅生門',
    '吾輩は猫である',
    '銭形平次捕物控',
    '捕物控',
    '宮本百合子',
    'みやもとゆりこ',
    'ものがたり',
  ],
  ...[
    '夏目 漱石',
    '夏目　漱石　猫',
    '芥川 の',
    'の は に',
    '太宰 人間',
    '岩波書店 物語',
    '週刊',
    '月刊 7月号',
    '國語',
  ],
  ...[
    'シェイクスピア',
    'ハムレット',
    'どこにもない書名',
    'の どこにもない',
    '（一）',
    'c++',
    '♪',
    '手紙',
    'てがみ',
  ],
];

test('count and order are those of the exact query, for words chosen to be hard', async () => {
  for (const text of chosen) await expectExact(text);
}, 240_000);

test('they are for words out of the catalogue itself, too', async () => {
  const titles = await rows(`SELECT title, author FROM bibliographic_record WHERE id % 997 = 7 ORDER BY id`);
  for (const [place, { title, author }] of titles.entries()) {
    const word = [...String(title)].slice(place % 3, (place % 3) + 1 + (place % 5)).join('');
    const text = place % 4 === 0 ? `${word} ${String(author).slice(0, 2)}` : word;
    if (normalise(text) !== '') await expectExact(text);
  }
}, 240_000);

/** Adds a series longer than hits are counted, out of order by year: 「連作」 begins more titles than a page may show. */
async function addLongSeries(): Promise<void> {
  await pool.query(`INSERT INTO bibliographic_record
      (kind, lending, title, title_reading, year, source, nt, s, keys, tv, norm_version)
    SELECT 'book', 'lendable', '連作', 'れんさく', 1900 + (n * 7919) % 120, 'desk',
      called, called, ARRAY['t:' || called],
      ('連 作 連作' || CASE n % 50 WHEN 0 THEN '' WHEN 1 THEN ' 一 作一' ELSE ' 一 作一 一一' END
        || ' ' || quote_literal('t:' || called))::tsvector, norm_version
    FROM generate_series(1, 1500) n, LATERAL (SELECT '連作' || repeat('一', n % 50) AS called) c,
      (SELECT norm_version FROM bibliographic_record LIMIT 1) x`);
}

const everySecond = (first: 0 | 1) => chosen.filter((_text, place) => place % 2 === first);

test('they still are after records were added and changed, and after these were placed', async () => {
  await pool.query(`UPDATE bibliographic_record SET year = 2026 - (id % 40)::int WHERE id % 97 = 1`);
  await pool.query(`INSERT INTO bibliographic_record (kind, lending, title, title_reading, year, source, nt, s, keys, tv, norm_version)
    SELECT kind, lending, title, title_reading, year, 'desk', nt, s, keys, tv, norm_version FROM bibliographic_record WHERE id % 113 = 1`);
  await addLongSeries();
  const [waiting] = await rows('SELECT count(*)::int AS n FROM bibliographic_record WHERE NOT placed');
  expect(waiting?.n).toBeGreaterThan(300);
  for (const text of ['連作', '連', ...everySecond(0)]) await expectExact(text);

  const client = await pool.connect();
  await client.query('BEGIN');
  // The segments are so short that every one of them is searched.
  expect(await placeRecords(client, [500, 2000, 8000])).toBe(waiting?.n);
  await client.query('COMMIT');
  client.release();
  expect(await rows('SELECT 1 FROM bibliographic_record WHERE NOT placed')).toEqual([]);
  for (const text of ['連作', '連', ...everySecond(1)]) await expectExact(text);
}, 180_000);

test('filters keep the order, and count what they leave', async () => {
  const exact = await exactly('の', "lending = 'lendable' AND kind = 'magazineIssue'");
  const result = await searchRecords(searchPool, {
    text: 'の',
    kind: 'magazineIssue',
    reservableOnly: true,
    pageSize: 100,
  });
  expect(result.records.map(({ id }) => id)).toEqual(exact.ids);
  expect(result.total).toBe(exact.total);
});

test('a database older than the segments is cut into them by the next load', async () => {
  const migrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
  const older = new pg.Pool({ connectionString: await postgres.createMigrated('older', migrations) });
  older.on('error', () => undefined);
  const load = () => loadCatalogue(older, { sources: ['aozora', 'example'], sample: 200 });
  await load();
  await older.query('UPDATE bibliographic_record SET segment = 3');
  await load();
  const { rows: cut } = await older.query('SELECT DISTINCT segment FROM bibliographic_record');
  expect(cut).toEqual([{ segment: 0 }]);
  await older.end();
}, 240_000);
