import { beforeAll, expect, test } from '@jest/globals';
import { catalogApi, nothingDescribed, type RecordDescription } from '@toshobin/contracts';
import { granted } from '../testing/catalog-in-test.ts';
import { catalogOverHttp } from '../testing/catalog-over-http.ts';

const { catalog, client } = catalogOverHttp();
const ask = async (query: { q?: string; author?: string; about?: string }) =>
  granted(await client().call(catalogApi.searchRecords, { query: { q: '', page: 1, ...query } }));
const titles = async (query: Parameters<typeof ask>[0]) =>
  (await ask(query)).records.map(({ title }) => title).toSorted();

type Contributor = RecordDescription['contributors'][number];
const had = (role: Contributor['role'], written: string, reading = '', latin = ''): Contributor => ({
  ...{ role, written, reading, latin, body: false },
});
const described = (contributors: Contributor[], subjects: string[] = []) => ({
  description: { ...nothingDescribed, contributors, subjects },
});

beforeAll(async () => {
  const editor = had('editor', '例示 花子', 'れいじ はなこ', 'Reiji Hanako');
  const illustrator = had('illustrator', '絵野 シーラ', 'えの シーラ');
  const library = { ...had('contributor', '例示県立図書館'), body: true };
  const books = [
    { title: '随筆集', ...described([editor, illustrator]) },
    { title: '論集', ...described([had('contributor', '共野 太郎'), library], ['図書館']) },
    { title: '花の本', author: '例示 花子', authorReading: 'れいじ はなこ', authorLatin: 'Reiji Hanako' },
    { title: '例示花子の生涯', ...described([], ['絵野 シーラ']) },
  ];
  for (const book of books)
    await catalog.shelve(1, {
      titleReading: 'ほん',
      author: '別野 次郎',
      authorReading: 'べつの じろう',
      ...book,
    });
});

test('who has edited, illustrated or otherwise had part in a book is found in the field of authors', async () => {
  // The record's own page links an author so, and people type them so.
  for (const author of ['絵野 シーラ', '絵野シーラ', 'えの しいら', 'エノシイラ'])
    expect([author, await titles({ author })]).toEqual([author, ['随筆集']]);
  for (const author of ['共野 太郎', '例示県立図書館'])
    expect([author, await titles({ author })]).toEqual([author, ['論集']]);
  for (const author of ['例示 花子', 'Hanako Reiji', 'れいじ'])
    expect([author, await titles({ author })]).toEqual([author, ['花の本', '随筆集']]);
});

test('what somebody has edited or illustrated is not about them', async () => {
  expect(await titles({ about: '例示 花子' })).toEqual(['例示花子の生涯']);
  expect(await titles({ about: '絵野 シーラ' })).toEqual(['例示花子の生涯']);
  expect(await titles({ about: '共野 太郎' })).toEqual([]);
  expect(await titles({ about: '図書館' })).toEqual(['論集']);
});

test('an author’s works are offered with what the author has edited, as many as the list has', async () => {
  const { total, offers } = await ask({ q: '例示花子' });
  expect(total).toBe(3);
  expect(offers.author).toEqual({
    ...{ name: '例示 花子', works: { total: 2, capped: false }, about: { total: 1, capped: false } },
  });
});
