import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Visitor } from '@toshobin/web/testing';
import { signedIn } from '../testing/signed-in.ts';
import { row, startPatronWeb, type TestWeb } from '../testing/start-patron-web.ts';

const PUBLIC_URL = 'http://127.0.0.1:4000';
let web: TestWeb;
beforeAll(async () => {
  web = await startPatronWeb();
});
afterAll(() => web.stop());

const get = (path: string, headers: Record<string, string> = {}) =>
  new Visitor(web.service.url).send('GET', path, { headers });

test('a title is found by its public number, its id and its ISBN; its number is the address that stays', async () => {
  for (const path of ['/records/T000000004', '/records/4', '/records/t000000004']) {
    const got = await get(path);
    expect([path, got.status]).toEqual([path, 200]);
    expect(got.text).toContain(`<link rel="canonical" href="${PUBLIC_URL}/records/T000000004"`);
  }
  const byIsbn = await get('/books/isbn/978-4-00-310101-8');
  expect([byIsbn.status, byIsbn.location]).toEqual([303, '/records/T000000004']);
  for (const path of [
    '/records/T999999999',
    '/records/0',
    '/records/T1.ris',
    '/records/%00',
    '/books/isbn/1',
    '/books/isbn/9784000000000',
  ])
    expect([path, (await get(path)).status]).toEqual([path, 404]);
});

test('what is on loan shows each copy’s date, the queue, and the likely wait in words', async () => {
  const page = (await get('/records/T000000004')).text;
  for (const words of [
    '貸出中',
    '2026年12月8日（火）',
    '捜索中',
    '2人',
    '3番目',
    'およそ3〜9週間',
    'じょう',
    '／訳',
    'なつめ そうせき',
  ])
    expect(page).toContain(words);
  expect(page).toContain('action="/basket/add"');
});

test('a page says what its book is called besides, what is in it, and every series with its number there', async () => {
  const whole = (await get('/records/T000000004')).text;
  expect(whole).toContain(`<a class="tap" href="/search?q=${encodeURIComponent('漱石文庫')}">漱石文庫</a>`);
  const page = whole.replaceAll(/<(?!\/?d[dt])[^>]*>/gu, '');
  for (const pair of [
    '<dt>別の書名</dt><dd>先生の遺書（せんせいのいしょ）</dd>',
    '<dt>統一書名</dt><dd>Kokoro</dd>',
    '<dt>収録・関連の書名</dt><dd>硝子戸の中</dd>',
    '<dt>シリーズ</dt><dd>漱石文庫（そうせきぶんこ） 3名作選&lt;/dd> 第7巻</dd>',
  ])
    expect(page).toContain(pair);
  expect((await get('/records/1')).text).not.toContain('別の書名');
});

test('whoever had part in it is linked to what they had part in, as an author is', async () => {
  expect((await get('/records/5')).text).toContain(
    `<a href="/search?${new URLSearchParams({ author: '例示 花子' })}">例示 花子</a>（れいじ はなこ） 編`,
  );
});

test('whether one’s own town has it is asked of the union search, by the ISBN', async () => {
  expect((await get('/records/4')).text).toContain('href="https://union.example.jp/?isbn=9784003101018"');
  expect((await get('/records/1')).text).not.toContain('union.example.jp');
});

test('what is lent to visitors only is reserved by phone: the sentence, and the number to be tapped', async () => {
  const page = (await get('/records/3')).text;
  expect(page).toContain('data-refusal="IN_PERSON_ONLY"');
  expect(page).toMatch(/電話（<a href="tel:0960000000" class="tel">096-000-0000<\/a>）で予約し/);
  expect(page).not.toContain('action="/basket/add"');
});

test('whoever has it reserved already is not told which place they would have', async () => {
  const hanako = await signedIn(web);
  web.world.rows = [{ ...row('6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0001', 'queued'), recordId: '4' }];
  const page = (await hanako.get('/records/4')).text;
  web.world.rows = [];
  expect(page).toContain('data-refusal="ALREADY_RESERVED"');
  expect(page).toContain('2人');
  expect(page).not.toContain('今予約すると');
});

test('a title without a copy, none yet or all of them withdrawn, says that there is none, whatever its lending', async () => {
  const page = (await get('/records/8')).text;
  expect(page).toContain('所蔵なし');
  expect(page).toContain('この資料は、いま所蔵していません。');
  expect(page).not.toContain('準備中');
  expect(page).not.toContain('まだありません');
});

test('an issue says that it comes in a cover, and how it goes back (R13)', async () => {
  const page = (await get('/records/T000000005')).text;
  expect(page).toContain('あり。そのままご返却ください。');
  expect(page).toContain('"@type":"PublicationIssue"');
});

test('a title that tries to end a script stays text, on the page and in the JSON beside it', async () => {
  const page = (await get('/records/T000000004')).text;
  expect(page).not.toContain('<script>alert');
  const json = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)?.[1] ?? '';
  expect(JSON.parse(json)).toMatchObject({
    '@type': 'Book',
    '@id': `${PUBLIC_URL}/records/T000000004`,
    name: 'こころ</script><script>alert(1)</script>　50% {上}',
    offers: [{ availability: 'https://schema.org/BackOrder' }, {}],
  });
});

test('citations are files with their own types, and no text breaks out of them', async () => {
  const ris = await get('/records/T000000004.ris');
  expect(ris.headers.get('content-type')).toBe('application/x-research-info-systems; charset=utf-8');
  expect(ris.headers.get('content-disposition')).toBe('attachment; filename=T000000004.ris');
  expect(ris.text.match(/^ER {2}-/gm)).toHaveLength(1);
  const bib = await get('/records/4.bib');
  expect(bib.headers.get('content-type')).toBe('application/x-bibtex; charset=utf-8');
  expect(bib.text).toContain(String.raw`50\% {\textbraceleft}上{\textbraceright}`);
});

test('the way back leads to the results that the visitor came from, and to nowhere else', async () => {
  const from = (referer: string) => get('/records/1', { referer }).then(({ text }) => text);
  expect(await from(`${PUBLIC_URL}/search?q=%E7%8C%AB&page=2&x=1`)).toContain(
    'href="/search?q=%E7%8C%AB&amp;page=2"',
  );
  // After the basket's button the address still says it.
  const again = await get(`/records/1?from=${encodeURIComponent('/search?q=猫')}&added=1`);
  expect(again.text).toContain('href="/search?q=%E7%8C%AB"');
  expect(again.text).toContain('value="/records/T000000001?from=%2Fsearch%3Fq%3D%25E7%258C%25AB"');
  for (const from of ['https://elsewhere.example/search?q=1', '//elsewhere.example/search?q=1', '/card'])
    expect((await get(`/records/1?from=${encodeURIComponent(from)}`)).text).not.toContain('検索結果');
  for (const referer of ['https://elsewhere.example/search?q=1', `${PUBLIC_URL}/basket`, 'nonsense'])
    expect(await from(referer)).not.toContain('検索結果');
});

test('the volumes of a work stand on one page with their state, and several go into the basket at once', async () => {
  const visitor = new Visitor(web.service.url);
  expect((await visitor.get('/records/T000000007')).text).toContain('href="/records/T000000007/volumes"');
  const page = await visitor.get('/records/T000000007/volumes');
  expect(page.text).toMatch(/第1巻<.*甲源一刀流の巻.*第2巻<.*2026年12月8日（火）.*待ち2人/s);
  const all = await visitor.get('/records/T000000007/volumes?all=1');
  expect([page, all].map(({ text }) => text.match(/ checked/g)?.length ?? 0)).toEqual([0, 2]);
  const send = (v: string[]) => visitor.post('/records/T000000007/volumes', { how: 'each', v });
  expect((await send([])).location).toBe('/records/T000000007/volumes?none=1');
  expect((await visitor.get('/records/T000000007/volumes?none=1')).text).toContain('巻を選んでください。');
  expect((await send(['6', '7'])).location).toBe('/basket');
  expect((await visitor.get('/basket')).text).toMatch(/鈴鹿山の巻/);
  expect((await visitor.get('/records/T000000005/volumes')).text).toContain('号の一覧');
  expect((await visitor.get('/records/T000000001/volumes')).status).toBe(404);
});

test('the JSON interface tells the same by number', async () => {
  const got = await get('/api/records/T000000004');
  expect(JSON.parse(got.text)).toMatchObject({ number: 'T000000004', waitEstimate: { weeksFrom: 3 } });
  expect((await get('/api/records/T1')).status).toBe(422);
});

test('a union catalogue asks for many ISBNs at once, from any page, and may keep the answer for a minute', async () => {
  const got = await get('/availability.json?isbn=9784003101018,9784000000000');
  expect(got.status).toBe(200);
  expect(got.headers.get('access-control-allow-origin')).toBe('*');
  expect(got.headers.get('cache-control')).toBe('public, max-age=60');
  expect(JSON.parse(got.text)).toEqual({
    books: [
      {
        ...{ asked: '9784003101018', isbn: '9784003101018' },
        records: [
          {
            ...{ number: 'T000000004', lending: 'lendable', copies: 3, onShelf: 1, waiting: 2 },
            url: `${PUBLIC_URL}/records/T000000004`,
          },
        ],
      },
      { asked: '9784000000000', isbn: '9784000000000', records: [] },
    ],
  });
  const etag = got.headers.get('etag') ?? '';
  const again = request(`${web.service.url}/availability.json?isbn=9784003101018,9784000000000`, {
    headers: { 'if-none-match': etag },
  }).end();
  const [response]: { statusCode?: number; resume(): void }[] = await once(again, 'response');
  response?.resume();
  expect(response?.statusCode).toBe(304);
});

test('a union catalogue is told what of its question can’t be answered: more than 100 ISBNs, none, another parameter', async () => {
  const isbns = (many: number) => Array.from({ length: many }, () => '9784003101018').join(',');
  const asked = async (query: string) => {
    const { status, headers, text } = await get(`/availability.json${query}`);
    return {
      status,
      type: headers.get('content-type'),
      from: headers.get('access-control-allow-origin'),
      text,
    };
  };
  const { status, text } = await asked(`?isbn=${isbns(100)},`);
  expect([status, JSON.parse(text).books.length]).toEqual([200, 100]);
  const problem = { status: 422, type: 'application/problem+json; charset=utf-8', from: '*' };
  for (const [query, fault] of [
    [`?isbn=${isbns(101)}`, { where: 'query.isbn', message: '100 ISBNs at most' }],
    ['', { where: 'query.isbn' }],
    ['?isbn=,', { where: 'query.isbn', message: 'No ISBN' }],
    ['?isbn=9784003101018&callback=f', { message: 'Unknown fields' }],
  ] as const) {
    const refused = await asked(query);
    expect(refused).toMatchObject(problem);
    expect(JSON.parse(refused.text)).toMatchObject({ title: 'The input has faults', faults: [fault] });
  }
});
