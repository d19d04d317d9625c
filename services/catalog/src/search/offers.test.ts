import { beforeAll, expect, jest, test } from '@jest/globals';
import { catalogApi } from '@toshobin/contracts';
import { insertRecords } from '../records/insert-records.ts';
import { granted } from '../testing/catalog-in-test.ts';
import { catalogOverHttp } from '../testing/catalog-over-http.ts';

const { catalog, client, logged } = catalogOverHttp();
type Query = Parameters<typeof ask>[0];
const ask = async (query: {
  q?: string;
  author?: string;
  about?: string;
  subject?: string;
  ndc?: string;
  kind?: 'book';
  page?: number;
}) => granted(await client().call(catalogApi.searchRecords, { query: { q: '', page: 1, ...query } }));
const titles = async (query: Query) => (await ask(query)).records.map(({ title }) => title).sort();

const soseki = { author: '夏目 漱石', authorReading: 'なつめ そうせき' };
beforeAll(async () => {
  for (const title of ['こころ', '坊っちゃん', '夏目漱石の手帳'])
    await catalog.shelve(1, { ...soseki, title, titleReading: title });
  const others = [
    { title: '夏目漱石', author: '小宮 豊隆', ndc: '910.268' },
    { title: '先生の思い出', author: '和辻 哲郎', series: '夏目漱石研究叢書' },
    { title: '漱石の猫', author: '内田 百間' },
    { title: '英国の小説', author: 'スティーヴンソン', translator: '夏目 漱石', ndc: '933' },
  ];
  for (const other of others)
    await catalog.shelve(1, { authorReading: 'ひとのなまえ', titleReading: 'ほん', ...other });
});

test('who types an author’s name is offered the works, and what others have written about them', async () => {
  for (const q of ['夏目漱石', '夏目 漱石', 'こころ 夏目漱石', 'こころ 夏目 漱石']) {
    const { offers } = await ask({ q });
    expect([q, offers.author]).toEqual([
      q,
      { name: '夏目 漱石', works: { total: 4, capped: false }, about: { total: 2, capped: false } },
    ]);
  }
  expect((await ask({ author: '夏目 漱石' })).total).toBe(4);
  expect(await titles({ about: '夏目 漱石' })).toEqual(['先生の思い出', '夏目漱石']);
  expect(await titles({ about: '夏目漱石', ndc: '910' })).toEqual(['夏目漱石']);
  expect(await titles({ about: '小宮 豊隆' })).toEqual([]);
});

test('nobody is offered whom the words do not name, nor beside another question', async () => {
  for (const query of [
    { q: 'こころ' },
    { q: '漱石' },
    { q: '夏目漱石', kind: 'book' as const },
    // The first hit of a later page is nobody's first hit.
    { q: '夏目漱石', page: 2 },
    { author: '夏目 漱石' },
    { q: '' },
  ])
    expect([query, (await ask(query)).offers.author]).toEqual([query, null]);
});

test('a search is answered without an offer that fails, and the fault is logged', async () => {
  const { searchPool } = catalog.deps;
  const answered = searchPool.row.bind(searchPool);
  const broken = jest
    .spyOn(searchPool, 'row')
    .mockImplementation((statement) =>
      statement.sql.startsWith('WITH written')
        ? Promise.reject(new Error('The server closed the connection'))
        : answered(statement),
    );
  const { total, offers } = await ask({ q: '夏目漱石' });
  broken.mockRestore();
  expect([total, offers.author]).toEqual([6, null]);
  expect(logged()).toContain('The server closed the connection');
});

test('a subject and its classes say how much the catalogue has of them, once that was counted', async () => {
  granted(await client().call(catalogApi.classes, { query: {} }));
  const { total } = await ask({ subject: '小説' });
  const { namedClasses, offers } = await ask({ q: '小説' });
  expect(offers.subject).toEqual({ total, capped: false });
  expect(namedClasses.length).toBeGreaterThan(0);
  for (const { ndc, hits } of namedClasses)
    expect([ndc, hits?.total]).toEqual([ndc, (await ask({ subject: '小説', ndc })).total]);
  expect((await ask({ q: '小説', kind: 'book' })).offers.subject).toBeNull();
});

test('of whoever has written more than a list counts it is not counted what is about them', async () => {
  const works = Array.from({ length: 301 }, (_, place) => ({
    ...({
      kind: 'book',
      lending: 'lendable',
      title: `例話${place}`,
      titleReading: 'れいわ',
      subtitle: '',
    } as const),
    ...{
      subtitleReading: '',
      author: '例示 花子',
      authorReading: 'れいじ はなこ',
      translator: '',
      publisher: '',
    },
    ...{ year: 2000, ndc: '913', isbns: [], protectiveCover: false, source: 'test', copies: [] },
  }));
  await insertRecords(catalog.deps.pool, works);
  expect((await ask({ q: '例示花子' })).offers.author).toEqual({
    ...{ name: '例示 花子', works: { total: 300, capped: true }, about: null },
  });
});
