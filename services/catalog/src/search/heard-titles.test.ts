import { beforeAll, expect, test } from '@jest/globals';
import { insertRecords } from '../records/insert-records.ts';
import { bookInTest } from '../testing/book-in-test.ts';
import { catalogOfTests } from '../testing/catalog-in-test.ts';
import { searchRecords } from './search-records.ts';

// What sounds like a title as a whole, whatever else has the words or the class.

const catalog = catalogOfTests();
const titles = async (text: string) =>
  (await searchRecords(catalog.deps.searchPool, { text })).records.map(({ title }) => title);

const book = { ...bookInTest, author: '例野 文子' };

beforeAll(async () => {
  await insertRecords(catalog.deps.pool, [
    { ...book, title: '羊園伊吹', titleReading: 'ひつじえんいぶき', ndc: '913.6' },
    { ...book, title: '息吹の羊縁', titleReading: 'いぶきのひつじえん', ndc: '913.6' },
    { ...book, title: 'おくのほそ道', titleReading: 'おくのほそみち', ndc: '915.5' },
    ...Array.from({ length: 30 }, (_, place) => ({
      ...{ ...book, title: `旅日記${place}`, titleReading: 'たびにっき', ndc: '915.6' },
    })),
  ]);
});

test('words in Latin letters are the title that sounds like all of them as one', async () => {
  expect(await titles('hitsujien ibuki')).toEqual(['羊園伊吹']);
  // A record with both words, where no title sounds so.
  expect(await titles('ibuki hitsujien')).toEqual(['息吹の羊縁']);
});

test('a title that the index of subjects reads alike comes before what is of that class', async () => {
  const [first, ...others] = await titles('奥の細道');
  expect([first, others.length > 0]).toEqual(['おくのほそ道', true]);
});
