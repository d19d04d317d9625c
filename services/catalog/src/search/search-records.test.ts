import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { openDatabaseAdapter, schemaDrift } from '@toshobin/database';
import { type OwnTestPostgres, startOwnPostgres } from '@toshobin/database/testing';
import fc from 'fast-check';
import pg from 'pg';
import { PrismaClient } from '../generated/prisma/client.ts';
import { renormaliseRecords } from '../placing/renormalise-records.ts';
import { findRecord } from '../records/find-record.ts';
import { insertRecords } from '../records/insert-records.ts';
import type { NewRecord } from '../records/new-record.ts';
import { checkSearchLocale } from './check-search-locale.ts';
import { SearchPool } from './search-pool.ts';
import { searchRecords } from './search-records.ts';

const book = {
  kind: 'book',
  lending: 'lendable',
  subtitle: '',
  subtitleReading: '',
  translator: '',
  publisher: '',
  ndc: '913',
  isbns: [],
  protectiveCover: false,
  source: 'desk',
  copies: [],
} satisfies Partial<NewRecord>;
const kokoro: NewRecord = {
  ...book,
  title: 'こゝろ',
  titleReading: 'こころ',
  author: '夏目 漱石',
  authorReading: 'なつめ そうせき',
  publisher: '岩波書店',
  year: 1914,
  isbns: ['9784101010137', '9784101010014'],
  copies: [1, 2].map((serial) => ({
    barcode: makeBarcode('copy', serial),
    shelfMark: '913/ナ',
    weightGrams: 300,
    thicknessMm: 16,
    supplementCount: serial - 1,
  })),
};
const alice: NewRecord = {
  ...book,
  title: '不思議の國のアリス',
  titleReading: 'ふしぎのくにのありす',
  subtitle: '新訳',
  subtitleReading: 'しんやく',
  author: 'キャロル ルイス',
  authorReading: 'キャロル ルイス',
  translator: '大久保 ゆう',
  year: 2010,
};
const languages: NewRecord = {
  ...book,
  title: 'C++とC言語',
  titleReading: 'しーぷらすぷらすとしーげんご',
  author: '',
  authorReading: '',
  year: 0,
};

let postgres: OwnTestPostgres;
let pool: pg.Pool;
let searchPool: SearchPool;
let prisma: PrismaClient;

beforeAll(async () => {
  postgres = await startOwnPostgres();
  const migrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
  const url = await postgres.createMigrated('catalog', migrations);
  pool = new pg.Pool({ connectionString: url });
  searchPool = new SearchPool(url);
  pool.on('error', () => undefined); // The server's end may overtake the pool's goodbye.
  prisma = new PrismaClient({ adapter: openDatabaseAdapter(url) });
  await insertRecords(pool, [kokoro, alice, languages]);
});
afterAll(async () => {
  await prisma?.$disconnect();
  await searchPool?.close();
  await pool?.end();
  await postgres?.stop();
});

async function titles(text: string): Promise<string[]> {
  return (await searchRecords(searchPool, { text })).records.map(({ title }) => title);
}

test.each([
  ['by its reading', 'こころ', 'こゝろ'],
  ['by a part of its reading in katakana', 'フシギノクニ', '不思議の國のアリス'],
  ['by the new form of a kanji', '不思議の国', '不思議の國のアリス'],
  ['by title and subtitle in one go', '不思議の国のアリス新訳', '不思議の國のアリス'],
  ['by the author with and without a space', '夏目漱石', 'こゝろ'],
  ['by the author’s reading', 'なつめ', 'こゝろ'],
  ['by the translator', '大久保ゆう', '不思議の國のアリス'],
  ['by the publisher', '岩波', 'こゝろ'],
  ['by one character', '國', '不思議の國のアリス'],
  ['by two words in any order', 'アリス きゃろる', '不思議の國のアリス'],
  ['by an ISBN with hyphens', '978-4-10-101013-7', 'こゝろ'],
  ['by an ISBN-10 in full width', '４１０１０１０１３７', 'こゝろ'],
  ['by another of its ISBNs', '4-10-101001-3', 'こゝろ'],
  ['by a word with signs', 'Ｃ＋＋', 'C++とC言語'],
])('a book is found %s', async (_how, text, title) => {
  expect(await titles(text)).toEqual([title]);
});

test('every word has to be there, and what has only some says so', async () => {
  const some = await searchRecords(searchPool, { text: '夏目 アリス' });
  expect(some.understood).toMatchObject({ as: 'fewerWords' });
  expect(await titles('ろ夏')).toEqual([]);
});

test('an ISBN that we do not have is looked for as a word', async () => {
  expect(await titles('9780804429573')).toEqual([]);
});

test('a record added is found at once, and in its place', async () => {
  const added = { ...kokoro, title: 'こころの旅', titleReading: 'こころのたび', copies: [], isbns: [] };
  const [id] = await insertRecords(pool, [{ ...added, year: 2024 }]);
  const exact = { ...added, title: 'ココロ', titleReading: 'こころ' };
  await insertRecords(pool, [{ ...exact, year: 1950 }]);
  expect(await titles('こころ')).toEqual(['ココロ', 'こゝろ', 'こころの旅']);
  const found = (await searchRecords(searchPool, { text: 'こころの旅' })).records;
  expect(found).toMatchObject([{ id, number: expect.stringMatching(/^T1\d{8}$/), year: 2024 }]);
});

test('pages follow one another, and a page beyond the last is the last', async () => {
  const all = await searchRecords(searchPool, { text: 'の' });
  expect(all).toMatchObject({ total: 2, capped: false, page: 1, pages: 1 });
  const second = await searchRecords(searchPool, { text: 'の', page: 2, pageSize: 1 });
  expect(second).toMatchObject({ page: 2, pages: 2, records: [all.records[1]] });
  expect(await searchRecords(searchPool, { text: 'の', page: 99, pageSize: 1 })).toEqual(second);
  const odd = await searchRecords(searchPool, { text: 'の', page: -3, pageSize: 0.5 });
  expect(odd).toMatchObject({ page: 1, pageSize: 1, records: [all.records[0]] });
  expect(await searchRecords(searchPool, { text: 'の', page: Number.NaN, pageSize: 1e9 })).toMatchObject({
    page: 1,
    pageSize: 100,
  });
});

test.each([
  ['nothing', ''],
  ['only punctuation', '・・・「」%_\\\'"'],
  ['NUL', '\u0000'],
  ['a lone surrogate', '\ud800'],
])('%s is no query: no hit, no fault', async (_what, text) => {
  expect(await searchRecords(searchPool, { text })).toMatchObject({
    words: [],
    total: 0,
    pages: 0,
    records: [],
  });
});

test('whatever is typed, a page is answered', async () => {
  const hostile = [
    ...[
      'あ'.repeat(10_000),
      '😀',
      '👨‍👩‍👧',
      "'; DROP TABLE copy; --",
      '\\',
      "a'b",
      'の\u0000こ',
      '𠮷'.repeat(150),
    ],
    ...['* | & ! <->', ':*', '(', '%%%', '___', '\u{10ffff}', '\ufffe', 'ｶﾞ', 'İ', 'ﷺ'.repeat(200)],
  ];
  for (const text of hostile) expect((await searchRecords(searchPool, { text })).page).toBe(1);
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 12 }), async (text) => {
      expect((await searchRecords(searchPool, { text })).page).toBe(1);
    }),
    { numRuns: 60 },
  );
});

test('a record is shown with its copies, by id and by number', async () => {
  const [summary] = (await searchRecords(searchPool, { text: '9784101010137' })).records;
  const found = await findRecord(prisma, summary?.id ?? '');
  const { onShelf, copies, waiting, ...record } = summary ?? {};
  expect([onShelf, copies, waiting]).toEqual([2, 2, 0]);
  expect(found).toMatchObject({ ...record, authorReading: 'なつめ そうせき', year: 1914 });
  expect(found?.copies.map(({ barcode, supplementCount }) => [barcode, supplementCount])).toEqual([
    [makeBarcode('copy', 1), 0],
    [makeBarcode('copy', 2), 1],
  ]);
  expect(await findRecord(prisma, found?.number ?? '')).toEqual(found);
  expect(JSON.parse(JSON.stringify(found))).toEqual(found);
});

test.each(['', '0', '-1', '1e3', '99999999999999999999', 'T123', 'T000000000', '１', "1' OR true", '\u0000'])(
  'no record has the key %j, and asking is no fault',
  async (key) => {
    expect(await findRecord(prisma, key)).toBeUndefined();
  },
);

test('records of an older normalisation are written again, while somebody reads them', async () => {
  await pool.query(
    `UPDATE bibliographic_record SET nt = 'x', s = 'x', tv = '', norm_version = 0 WHERE title LIKE 'C++%'`,
  );
  expect(await titles('C言語')).toEqual([]);
  const reading = await pool.connect();
  await reading.query('BEGIN; SELECT count(*) FROM bibliographic_record');
  expect(await renormaliseRecords(pool)).toBe(1);
  await reading.query('COMMIT');
  reading.release();
  expect(await titles('C言語')).toEqual(['C++とC言語']);
  expect(await renormaliseRecords(pool)).toBe(0);
});

test('the migrations make what the schema says', async () => {
  const prismaFolder = fileURLToPath(new URL('../../prisma', import.meta.url));
  expect(await schemaDrift({ prismaFolder, adminUrl: postgres.adminUrl })).toBe('');
});

test('a database that sees no letters in kanji is refused at start', async () => {
  await expect(checkSearchLocale(pool)).resolves.toBeUndefined();
  const admin = new pg.Client({ connectionString: postgres.adminUrl });
  await admin.connect();
  await admin.query("CREATE DATABASE plain_c TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'");
  await admin.end();
  const plain = new pg.Client({ connectionString: postgres.url('plain_c') });
  await plain.connect();
  await plain.query('CREATE EXTENSION pg_trgm');
  await expect(checkSearchLocale(plain)).rejects.toThrow('C.UTF-8');
  await plain.end();
});
