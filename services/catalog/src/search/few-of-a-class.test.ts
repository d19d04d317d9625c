import { beforeAll, expect, test } from '@jest/globals';
import { nothingDescribed } from '@toshobin/contracts';
import { searchInTest } from '../testing/search-in-test.ts';
import { hitLimitOf, type SearchRequest, searchRecords } from './search-records.ts';

const catalogue = searchInTest();
beforeAll(async () => {
  const poems = Array.from({ length: hitLimitOf() + 50 }, (_, n) => ({
    ...{ title: `句集${n}`, titleReading: `くしゅう${n}`, ndc: '911', year: 2010 },
  }));
  const about = (title: string, ndc: string, ...subjects: string[]) => ({
    ...{ title, ndc, description: { ...nothingDescribed, subjects } },
  });
  // Three volumes of one work, of which the first is the author's own foreword, and a translator's foreword to another.
  const own = { title: '三国志', titleReading: 'さんごくし', author: '吉川 英治' };
  const foreign = { title: '宝島', titleReading: 'たからじま', ndc: '933', bookTitle: '宝島' };
  await catalogue.insert([
    ...poems,
    { title: '愛国百人一首評釈', ndc: '911', year: 1943 },
    about('木を植えた人', '914', '森林'),
    about('林業の手引', '650'),
    about('図誌', '291', '江戸時代'),
    { title: '町人のくらし', ndc: '210.52', year: 1960 },
    { title: '江戸の地層', ndc: '210.025', year: 2010 },
    { title: '源平の合戦', ndc: '210.38', year: 2020 },
    {
      title: '横浜の歌',
      titleReading: 'よこはまのうた',
      ndc: '911',
      author: '森 林太郎',
      bookTitle: '横浜の歌',
    },
    about('火口のほとり', '291', '阿蘇山', '九州 -- 紀行', 'ほたる'),
    ...['01 序', '02 桃園の巻', '03 群星の巻'].map((subtitle, n) => ({ ...own, subtitle, volume: n + 1 })),
    ...['01 序', '02 序', '03 海底の船'].map((subtitle, n) => ({
      ...{ title: '海底軍艦', titleReading: 'かいていぐんかん', subtitle, volume: n + 1, year: 1900 - n },
      author: `例示 ${n}郎`,
    })),
    { ...foreign, subtitle: '01 序', volume: 1, author: '佐々木 直次郎' },
    ...['02 海賊', '03 料理番', '04 岸'].map((subtitle, n) => ({
      ...{ ...foreign, subtitle, volume: n + 2, author: 'スティーヴンソン ロバート' },
    })),
  ]);
  await catalogue.place([50, 150, 250]);
}, 120_000);

const find = (request: SearchRequest) => searchRecords(catalogue.searchPool, request);

test('what has the very word is listed, however much of its class is more recent', async () => {
  const { records, capped } = await find({ text: '百人一首' });
  expect([capped, records[0]?.title]).toEqual([true, '愛国百人一首評釈']);
});

test('how many have the very words is told where the rest is of their class', async () => {
  const of = async (text: string) => {
    const { withWords, total } = await find({ text });
    return [withWords, total];
  };
  expect([await of('百人一首'), await of('宝島'), await of('句集')]).toEqual([
    [1, 300],
    [undefined, 4],
    [undefined, 300],
  ]);
});

test('of a class what is of the finer class that is called as the words comes before the rest', async () => {
  const titles = async (text: string) => (await find({ text })).records.map(({ title }) => title);
  expect(await titles('江戸時代')).toEqual(['図誌', '町人のくらし', '江戸の地層', '源平の合戦']);
  expect((await titles('えどじだい'))[0]).toBe('町人のくらし');
});

test('what is about a word comes before what has it across the parts of a name', async () => {
  const { records } = await find({ text: '森林' });
  expect(records.slice(0, 2).map(({ title }) => title)).toEqual(['木を植えた人', '横浜の歌']);
});

test('a work begins with its first volume, be it its author’s foreword; a translator’s foreword comes after the work', async () => {
  const volumes = async (text: string) =>
    (await find({ text })).records.map(({ subtitle }) => subtitle.slice(0, 2));
  expect(await volumes('三国志')).toEqual(['01', '02', '03']);
  expect(await volumes('宝島')).toEqual(['02', '03', '04', '01']);
  // Each part is by another person, of whom no more is known than of the author.
  expect((await volumes('海底軍艦'))[0]).toBe('03');
});

test('a subject in its own field is its classes and the headings that have it, and beside words only those', async () => {
  const titles = async (request: SearchRequest) =>
    (await find(request)).records.map(({ title }) => title).sort();
  const everywhere = async () => [
    await titles({ subject: '森林' }),
    await titles({ subject: '阿蘇山' }),
    await titles({ subject: '九州 阿蘇山' }),
    await titles({ subject: '阿蘇山', text: 'ほとり' }),
    await titles({ subject: '阿蘇山', text: '林業' }),
    await titles({ subject: '阿蘇山', order: 'oldest' }),
    await titles({ subject: 'ほたる' }),
    // A single kana stands in nearly every record, and is no heading's word.
    await titles({ subject: 'る' }),
    await titles({ subject: '火口' }),
  ];
  const [forest, mountain] = [['木を植えた人', '林業の手引'].sort(), ['火口のほとり']];
  const found = [forest, mountain, mountain, mountain, [], mountain, mountain, [], []];
  expect(await everywhere()).toEqual(found);
  // The order is the same before the night has placed them.
  await catalogue.pool.query('UPDATE bibliographic_record SET placed = false');
  expect(await everywhere()).toEqual(found);
});
