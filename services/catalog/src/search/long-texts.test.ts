import { expect, test } from '@jest/globals';
import { catalogOfTests } from '../testing/catalog-in-test.ts';
import { searchRecords } from './search-records.ts';

const catalog = catalogOfTests();

/** Milliseconds that the processor works for a search: on a busy machine no more than on a quiet one. */
async function workFor(text: string): Promise<number> {
  const before = process.cpuUsage();
  await searchRecords(catalog.deps.searchPool, { text });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const signs = [
  ' ',
  '　',
  '\n',
  '。',
  '、',
  '?',
  '!',
  '・',
  '-',
  "'",
  '(',
  '1',
  '一',
  'a',
  'ア',
  'ー',
  'あ',
  'の',
];
const words = ['本', '月', 'は', 'が', 'もっと', '詳しく', 'ます', 'という', 'について', 'すみません', 'ﷺ'];
const repeated = [...signs, ...words];
const pairs = repeated.map((one, place) => `${one}${repeated[(place + 7) % repeated.length]}`);

test('ten thousand of one sign take no longer than two hundred', async () => {
  const slow: [string, long: number, short: number][] = [];
  for (const text of [...repeated, ...pairs]) {
    const [long, line] = [10_000, 200].map((length) => `a${text.repeat(length / text.length)}a`);
    const [short, taken] = [await workFor(line ?? ''), await workFor(long ?? '')];
    if (taken > 100 + 5 * short) slow.push([text, taken, short]);
  }
  expect(slow).toEqual([]);
}, 120_000);
