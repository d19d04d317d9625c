import { beforeAll, expect, test } from '@jest/globals';
import { nothingDescribed, type SearchOrder } from '@toshobin/contracts';
import { insertRecords } from '../records/insert-records.ts';
import { keepNames } from '../records/keep-names.ts';
import type { NewRecord } from '../records/new-record.ts';
import { bookInTest as book } from '../testing/book-in-test.ts';
import { catalogOfTests } from '../testing/catalog-in-test.ts';
import { searchRecords } from './search-records.ts';
import type { SearchRequest } from './search-request.ts';

const catalog = catalogOfTests();
const orders: SearchOrder[] = ['match', 'newest', 'oldest', 'title', 'author'];
const find = (request: SearchRequest) => searchRecords(catalog.deps.searchPool, request);
const titles = async (request: SearchRequest) =>
  (await find(request)).records.map(({ title }) => title).toSorted();

const [soseki, shiki, plato] = [{ author: '夏目 漱石' }, { author: '正岡 子規' }, { author: 'プラトン' }];
const description = { ...nothingDescribed, issn: '03853721' };
const books: NewRecord[] = [
  { ...book, ...soseki, title: 'こころ', ndc: '913.6', isbns: ['9784101010137'] },
  { ...book, ...soseki, title: '漱石俳句集', ndc: '911.3' },
  { ...book, ...shiki, title: '俳諧大要', ndc: '911.3', description },
  { ...book, ...shiki, title: '月の都', ndc: '913.6' },
  { ...book, ...plato, title: '饗宴', ndc: '131.3', year: 1998 },
  { ...book, ...plato, title: '国家', ndc: '131.3', year: 1999 },
];
/** A title that is a number, and so many others with the number in theirs that a list has two pages. */
const thirteen: NewRecord[] = [
  { ...book, ...shiki, title: '13', ndc: '933', year: 1950 },
  ...Array.from({ length: 30 }, (_, place) => ({
    ...book,
    ...shiki,
    title: `13番目の話${place}`,
    ndc: '933',
  })),
];
beforeAll(async () => {
  await insertRecords(catalog.deps.pool, [...books, ...thirteen]);
});

test('a class that is typed and one that is chosen beside it are the finer of both', async () => {
  expect(await titles({ text: '91' })).toHaveLength(4);
  expect(await titles({ text: '91', ndc: '913' })).toEqual(['こころ', '月の都']);
  expect(await titles({ text: '913.6', ndc: '9' })).toEqual(['こころ', '月の都']);
  expect(await titles({ text: '911', ndc: '913' })).toEqual([]);
});

test('a class is as fine as it is typed, and the section where no record is classed so finely', async () => {
  expect(await titles({ text: '911.3' })).toEqual(['俳諧大要', '漱石俳句集']);
  expect((await find({ text: '請求記号 911.3' })).understood).toMatchObject({ as: 'class', words: '911.3' });
  expect(await titles({ text: '911.1' })).toEqual(['俳諧大要', '漱石俳句集']);
  expect((await find({ text: '911.1' })).understood).toMatchObject({ as: 'class', words: '911' });
});

test('what a field asks for holds beside a class, an ISBN and an ISSN that are typed', async () => {
  expect(await titles({ text: '913', author: '夏目漱石' })).toEqual(['こころ']);
  expect(await titles({ text: '978-4-10-101013-7', author: '夏目漱石' })).toEqual(['こころ']);
  expect(await titles({ text: '978-4-10-101013-7', author: '正岡子規' })).toEqual([]);
  expect(await titles({ text: '0385-3721', author: '正岡子規' })).toEqual(['俳諧大要']);
  expect(await titles({ text: '0385-3721', author: '夏目漱石' })).toEqual([]);
});

test('whether a number is a title or a class depends on no page, order or filter', async () => {
  for (const order of orders) {
    for (const page of [1, 2])
      expect([order, page, (await find({ text: '13', order, page })).total]).toEqual([order, page, 31]);
    expect([order, await titles({ text: '131', order })]).toEqual([order, ['国家', '饗宴']]);
  }
  expect((await find({ text: '13', from: 2000 })).total).toBe(30);
});

test('who is typed by the name that the catalogue has is found as written, in whichever order', async () => {
  const names = [{ number: '1', heading: '夏目 漱石', variants: ['夏目 金之助'] }];
  await keepNames(catalog.deps.pool, 'ours', names);
  await insertRecords(catalog.deps.pool, [
    { ...book, title: '木屑録', author: '夏目 金之助', ndc: '919' },
    { ...book, title: '夏目漱石伝', author: '例示 十郎', ndc: '910', year: 2020 },
    { ...book, title: '明暗', author: '例示 七郎;夏目 漱石', ndc: '913', year: 1917 },
  ]);
  const works = ['こころ', '夏目漱石伝', '明暗', '漱石俳句集'];
  for (const order of orders)
    expect([order, await titles({ text: '夏目漱石', order })]).toEqual([order, works]);
  expect(await titles({ text: '夏目金之助' })).toEqual(['こころ', '明暗', '木屑録', '漱石俳句集']);
});
