import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { nothingDescribed } from '@toshobin/contracts';
import { startTestPostgres, type TestPostgres } from '@toshobin/database/testing';
import pg from 'pg';
import { placeRecords } from '../placing/place-records.ts';
import { insertRecords } from '../records/insert-records.ts';
import type { NewRecord } from '../records/new-record.ts';
import { SearchPool } from './search-pool.ts';
import { hitLimitOf, searchRecords } from './search-records.ts';

let postgres: TestPostgres;
let pool: pg.Pool;
let searchPool: SearchPool;

const book = {
  ...{ kind: 'book', lending: 'lendable', year: 2010, ndc: '911', isbns: [], source: 'test' },
  ...{ subtitle: '', subtitleReading: '', author: '', authorReading: '', translator: '', publisher: '' },
  ...{ protectiveCover: false, copies: [] },
} satisfies Partial<NewRecord>;

beforeAll(async () => {
  postgres = await startTestPostgres();
  const migrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
  const url = await postgres.createMigrated('catalog', migrations);
  pool = new pg.Pool({ connectionString: url });
  pool.on('error', () => undefined); // The server's end may overtake the pool's goodbye.
  searchPool = new SearchPool(url);
  const client = await pool.connect();
  await client.query('BEGIN');
  const poems = Array.from({ length: hitLimitOf() + 50 }, (_, n) => ({
    ...{ ...book, title: `句集${n}`, titleReading: `くしゅう${n}` },
  }));
  const old = { title: '愛国百人一首評釈', titleReading: 'あいこくひゃくにんいっしゅひょうしゃく' };
  // Three volumes of one work, of which the first is the author's own foreword, and a translator's foreword to another.
  const volume = (subtitle: string, n: number) => ({
    ...{
      ...book,
      title: '三国志',
      titleReading: 'さんごくし',
      author: '吉川 英治',
      ndc: '913',
      subtitle,
      volume: n,
    },
  });
  const about = (title: string, ndc: string, ...subjects: string[]) => ({
    ...{ ...book, title, titleReading: 'ほん', ndc, description: { ...nothingDescribed, subjects } },
  });
  const work = { ...book, title: '宝島', titleReading: 'たからじま', ndc: '933', bookTitle: '宝島' };
  await insertRecords(client, [
    ...poems,
    { ...book, ...old, year: 1943 },
    ...['01 序', '02 桃園の巻', '03 群星の巻'].map((subtitle, n) => volume(subtitle, n + 1)),
    about('木を植えた人', '914', '森林'),
    about('林業の手引', '650'),
    about('火口のほとり', '291', '阿蘇山', '九州 -- 紀行'),
    { ...work, subtitle: '01 序', volume: 1, author: '佐々木 直次郎' },
    ...['02 海賊', '03 料理番', '04 岸'].map((subtitle, n) => ({
      ...{ ...work, subtitle, volume: n + 2, author: 'スティーヴンソン ロバート' },
    })),
  ]);
  await placeRecords(client, [50, 150, 250]);
  await client.query('COMMIT');
  client.release();
}, 120_000);
afterAll(async () => {
  await searchPool?.close();
  await pool?.end();
  await postgres?.stop();
});

test('what has the very word is listed, however much of its class is more recent', async () => {
  const { records, capped } = await searchRecords(searchPool, { text: '百人一首' });
  expect([capped, records[0]?.title]).toEqual([true, '愛国百人一首評釈']);
});

test('a work begins with its first volume, be it its author’s foreword; a translator’s foreword comes after the work', async () => {
  const volumes = async (text: string) =>
    (await searchRecords(searchPool, { text })).records.map(({ subtitle }) => subtitle.slice(0, 2));
  expect(await volumes('三国志')).toEqual(['01', '02', '03']);
  expect(await volumes('宝島')).toEqual(['02', '03', '04', '01']);
});

test('a subject in its own field is its classes and the headings that have it, and beside words only those', async () => {
  const titles = async (request: Parameters<typeof searchRecords>[1]) =>
    (await searchRecords(searchPool, request)).records.map(({ title }) => title).sort();
  const everywhere = async () => [
    await titles({ subject: '森林' }),
    await titles({ subject: '阿蘇山' }),
    await titles({ subject: '九州 阿蘇山' }),
    await titles({ subject: '阿蘇山', text: 'ほとり' }),
    await titles({ subject: '阿蘇山', text: '林業' }),
    await titles({ subject: '阿蘇山', order: 'oldest' }),
    await titles({ subject: '火口' }),
  ];
  const [forest, mountain] = [['木を植えた人', '林業の手引'].sort(), ['火口のほとり']];
  const found = [forest, mountain, mountain, mountain, [], mountain, []];
  expect(await everywhere()).toEqual(found);
  // So it is before the night has placed them.
  await pool.query('UPDATE bibliographic_record SET placed = false');
  expect(await everywhere()).toEqual(found);
});
