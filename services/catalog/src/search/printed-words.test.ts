import { beforeAll, expect, test } from '@jest/globals';
import { searchInTest } from '../testing/search-in-test.ts';
import { asPrinted } from './printed-words.ts';
import { searchRecords } from './search-records.ts';

const catalogue = searchInTest();
const soseki = { author: '夏目 漱石', authorReading: 'なつめ そうせき' };

beforeAll(async () => {
  await catalogue.insert([
    { title: 'シャロットの妖姫', titleReading: 'シャロットのようき', author: 'テニスン アルフレッド' },
    { title: 'グリム童話集', titleReading: 'グリムどうわしゅう', subtitle: 'ラプンツェルほか' },
    { title: '聊斎志異', titleReading: 'りょうさいしい', author: '蒲 松齢', authorReading: 'ほ しょうれい' },
    { ...soseki, title: '坊っちゃん', titleReading: 'ぼっちゃん' },
    { ...soseki, title: 'こころ', titleReading: 'こころ' },
    {
      title: 'ちゃん',
      titleReading: 'ちゃん',
      author: '山本 周五郎',
      authorReading: 'やまもと しゅうごろう',
    },
  ]);
  await catalogue.insert([{ title: '都市の衛生', titleReading: 'としのえいせい', ndc: '518' }]);
  await catalogue.place([2, 4, 5]);
});

const understood = async (text: string) => (await searchRecords(catalogue.searchPool, { text })).understood;

test.each([
  // A piece of a title, of a subtitle, and of what no list of hits shows.
  ['シャロッド', 'corrected', 'シャロット'],
  ['ラプンシェル', 'corrected', 'ラプンツェル'],
  ['しょうねい', 'corrected', 'しょうれい'],
  ['ほしょうねい', 'corrected', 'ほ しょうれい'],
])('「%s」 was meant to be a word that a record prints, and is shown as it does', async (text, as, words) => {
  expect(await understood(text)).toEqual({ as, words });
});

test.each([
  ['漱石坊ちゃん', '漱石 坊ちゃん'],
  ['漱石の坊ちゃん', '漱石 坊ちゃん'],
  ['こころ　夏目漱石の本', 'こころ 夏目漱石'],
])('of 「%s」 is shown what was typed without what was left out: 「%s」', async (text, words) => {
  expect((await understood(text))?.words).toBe(words);
});

test('a subject that was meant is shown as the classification prints it, where no record of it does', async () => {
  expect(await understood('ごみ処里')).toEqual({ as: 'corrected', words: 'ごみ処理' });
});

test('a word that nobody typed and no record prints is not shown folded', async () => {
  const { records } = await searchRecords(catalogue.searchPool, { text: '妖姫' });
  const shown = (word: string) => asPrinted(catalogue.searchPool, word, { text: '姫' }, records);
  expect([await shown('らんすろつと 妖姫'), await shown('しやろつと 妖姫')]).toEqual(['', 'シャロット 妖姫']);
});
