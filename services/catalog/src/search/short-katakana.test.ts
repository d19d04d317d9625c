import { beforeAll, expect, test } from '@jest/globals';
import { type BookTold, searchInTest } from '../testing/search-in-test.ts';
import { searchRecords } from './search-records.ts';
import type { SearchRequest } from './search-request.ts';

const catalogue = searchInTest();
const books: BookTold[] = [
  { title: '後漢書倭伝', titleReading: 'ごかんじょわでん', author: '范 曄', authorReading: 'はん よう' },
  { title: '不不半', titleReading: 'ふふはん' },
  { title: 'はんこ', titleReading: 'はんこ' },
  { title: '藩', titleReading: 'はん', ndc: '210' },
  { title: '茶碗の中', titleReading: 'ちゃわんのなか', author: 'ハーン ラフカディオ' },
  { title: '小泉八雲', titleReading: 'こいずみやくも', subtitle: 'ハーンの生涯' },
  { title: '世界のチーズ', titleReading: 'せかいのチーズ', ndc: '648' },
  { title: 'ちーずのえほん', titleReading: 'ちーずのえほん' },
  { title: '乾酪入門', titleReading: 'チーズにゅうもん', ndc: '648' },
  { title: '地図のたのしみ', titleReading: 'ちずのたのしみ', ndc: '014' },
  { title: '地図', titleReading: 'ちず', author: '太宰 治' },
  { title: '罪と罰', titleReading: 'つみとばつ', author: 'ドストエフスキー フョードル', ndc: '983' },
  { title: '雪の日のスキー', titleReading: 'ゆきのひのスキー', ndc: '784' },
  { title: '好きな道', titleReading: 'すきなみち' },
  { title: '魔王', titleReading: 'まおう', author: 'ゲーテ ヨハン' },
  { title: '野ばら', titleReading: 'のばら', author: 'ゲエテ ヨハン' },
  { title: '遁げて往く', titleReading: 'にげてゆく' },
  { title: '琴', titleReading: 'こと', ndc: '768' },
  { title: 'クリスマス・カロル', titleReading: 'クリスマス・カロル' },
];

beforeAll(async () => {
  await catalogue.insert(books);
  await catalogue.place([3, 6, 9]);
  // An editor stands in the description alone; and the words of records that wait to be placed are met otherwise.
  const editor = {
    written: 'ハーン, オットー',
    reading: 'ハーン, オットー',
    latin: '',
    role: 'editor',
    body: false,
  } as const;
  const description = {
    ...{ contributors: [editor], otherTitles: [], seriesReading: '', seriesVolume: '', furtherSeries: [] },
    ...{ edition: '', pages: '', language: '', issn: null, subjects: [], subjectReadings: [], notes: [] },
  };
  await catalogue.insert([{ title: '原子の話', titleReading: 'げんしのはなし', ndc: '429', description }]);
});

async function titles(request: SearchRequest): Promise<string[]> {
  return (await searchRecords(catalogue.searchPool, request)).records.map(({ title }) => title);
}

test.each(['ハーン', '「ハーン」', 'ﾊｰﾝ'])(
  '%s is whoever is written so, and no 范, ふはん or はんこ',
  async (text) => {
    expect((await titles({ text })).sort()).toEqual(['原子の話', '小泉八雲', '茶碗の中']);
    // The word is not the class 藩, either.
    expect(await searchRecords(catalogue.searchPool, { text })).toMatchObject({ namedClasses: [] });
  },
);

test('チーズ is found in kana, in readings and as its class, and is no 地図, which is read so but for its length', async () => {
  expect((await titles({ text: 'チーズ' })).sort()).toEqual(['ちーずのえほん', '世界のチーズ', '乾酪入門']);
  expect(await searchRecords(catalogue.searchPool, { text: 'チーズ' })).toMatchObject({
    namedClasses: ['648'],
  });
  expect((await titles({ text: 'ちず' }))[0]).toBe('地図');
});

test('a filter that leaves nothing of it is no reason to hand over what is read so', async () => {
  expect(await titles({ text: 'チーズ', ndc: '014' })).toEqual([]);
  expect(await titles({ text: 'チーズ', ndc: '648' })).toHaveLength(2);
});

test('スキー as a word of its own comes before longer words that end so', async () => {
  expect(await titles({ text: 'スキー' })).toEqual(['雪の日のスキー', '罪と罰']);
});

test('who is written ゲエテ is found as ゲーテ, too, and 遁げて往く is not', async () => {
  expect((await titles({ text: 'ゲーテ' })).sort()).toEqual(['野ばら', '魔王']);
});

test('where nothing is written so, what is read as its kana is still found', async () => {
  expect(await titles({ text: 'コート' })).toEqual(['琴']);
});

test('longer words meet with ー and without', async () => {
  expect(await titles({ text: 'クリースマス' })).toEqual(['クリスマス・カロル']);
});
