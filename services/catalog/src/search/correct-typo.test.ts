import { beforeAll, expect, test } from '@jest/globals';
import { insertRecords } from '../records/insert-records.ts';
import { bookInTest } from '../testing/book-in-test.ts';
import { catalogOfTests } from '../testing/catalog-in-test.ts';
import { correctTypo } from './correct-typo.ts';

const catalog = catalogOfTests();
const book = { ...bookInTest, ndc: '020' };
const hens = '裏庭には二羽庭には二羽鶏がいる';

beforeAll(async () => {
  const titles = [
    hens,
    '本の本の本',
    ...Array.from({ length: 1_500 }, (_, place) => `日本の本の話その${place}`),
  ];
  await insertRecords(
    catalog.deps.pool,
    titles.map((title) => ({ ...book, title })),
  );
  await catalog.deps.pool.query('ANALYZE bibliographic_record');
}, 120_000);

const corrected = (text: string) => correctTypo(catalog.deps.searchPool, text);

test('one wrong character is put right where the same pair stands several times', async () => {
  for (const typed of [
    '裏庭には二話庭には二羽鶏がいる',
    '裏庭には二羽庭には二話鶏がいる',
    `${hens.slice(0, 4)}${hens.slice(5)}`,
  ])
    expect([typed, await corrected(typed)]).toEqual([typed, hens]);
  expect(await corrected('本の木の本')).toBe('本の本の本');
});

test('a number is no mistyped other number', async () => {
  await catalog.shelve(1, { title: '184', titleReading: 'ひゃくはちじゅうよん' });
  for (const typed of ['1q84', '1184', '184年'])
    expect([typed, await corrected(typed)]).toEqual([typed, undefined]);
});

test('a frequent pair typed twenty times takes no longer than some twenty other titles', async () => {
  const fastest = async (text: string) => {
    const times: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const start = performance.now();
      await corrected(text);
      times.push(performance.now() - start);
    }
    return Math.min(...times);
  };
  expect(await fastest('本の'.repeat(20))).toBeLessThan(20 * (await fastest('日木の本の話その1')));
});
