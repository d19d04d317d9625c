import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { RIGHT_PASSWORD } from '../testing/fake-patron.ts';
import { signedIn } from '../testing/signed-in.ts';
import { hanako, startPatronWeb, type TestWeb } from '../testing/start-patron-web.ts';
import { wordsOf } from '../testing/words-of.ts';
import { prismaKeptHere } from './kept-here.ts';

let web: TestWeb;
beforeAll(async () => {
  web = await startPatronWeb();
});
beforeEach(() => web.database.session.deleteMany());
afterAll(() => web.stop());

/** What the records of a person leave out of this web's tables, and why; a table or a column in neither fails the first test. */
const notTold: Record<string, string | Record<string, string>> = {
  session: {
    ...{ id: 'a number of ours', tokenHash: 'a hash', patronId: 'whose it is' },
    ...{ scope: 'the same for whoever reads this', passwordSetAt: 'the patron service tells it' },
    ...{ answers: 'reservations that are told', keptForm: 'a form of half an hour', typed: 'the same' },
  },
  rememberedCard: {
    ...{ id: 'a number of ours', deviceId: 'the same', slot: 'its place', patronId: 'whose it is' },
  },
  device: { id: 'a number of ours', tokenHash: 'a hash' },
  keptCard: { tokenHash: 'a hash', patronId: 'whose it is' },
  patronBasketItem: { patronId: 'whose it is', reservationId: 'a number of ours' },
  basketItem: 'of whoever has not signed in',
  signInAttempt: 'groups of addresses, for a day',
};

/** Of the record in the basket: it is text, whatever stands in it. */
const ODD_TITLE = '<script>alert(1)</script>';
const camel = (name: string) => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

async function keptEverywhere() {
  const { database } = web;
  const at = web.deps.now();
  await database.device.create({
    data: {
      ...{ id: randomUUID(), tokenHash: randomUUID(), lastUsedAt: at },
      cards: {
        create: [
          { id: randomUUID(), slot: 1, patronId: hanako, cardLast4: '2340', nickname: 'おばあちゃん' },
          { id: randomUUID(), slot: 2, patronId: randomUUID(), cardLast4: '9999', nickname: '孫' },
        ],
      },
    },
  });
  await database.keptCard.create({ data: { tokenHash: randomUUID(), patronId: hanako, seenAt: at } });
  await database.patronBasketItem.create({ data: { patronId: hanako, recordId: '2', addedAt: at } });
}

test('each table of this web, and each of its columns, is told to whom it is about, or named here', async () => {
  await signedIn(web);
  await keptEverywhere();
  const kept = new Map<string, readonly object[]>(Object.entries(await prismaKeptHere(web.database)(hanako)));
  const columns = await web.database.$queryRaw<{ table_name: string; column_name: string }[]>`
    SELECT table_name, column_name FROM information_schema.columns
    JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name !~ '^_'`;
  const undecided = columns.flatMap(({ table_name, column_name }) => {
    const [table, column] = [camel(table_name), camel(column_name)];
    const left = notTold[table];
    if (typeof left === 'string' || left?.[column] !== undefined) return [];
    // When a browser was used last is told beside the card that it remembers.
    const [row] = kept.get(table === 'device' ? 'rememberedCard' : table) ?? [];
    return row !== undefined && column in row ? [] : [`${table}.${column}`];
  });
  expect(undecided).toEqual([]);
});

test('whoever gives the password once more reads everything that is kept of them, in the page or in a file', async () => {
  await web.database.device.deleteMany();
  await web.database.keptCard.deleteMany();
  await web.database.patronBasketItem.deleteMany();
  const reader = await signedIn(web);
  await keptEverywhere();
  web.account.later = ['1'];
  expect((await reader.get('/privacy')).text).toContain('href="/privacy/kept"');
  await reader.get('/privacy/kept');
  for (const password of ['', 'まちがい']) {
    const wrong = await reader.post('/privacy/kept', { password, as: 'json' });
    expect([wrong.status, wordsOf(wrong.text)]).toEqual([
      422,
      expect.stringContaining('パスワードが違うようです'),
    ]);
    expect(wrong.text).not.toContain('宇土市浦田町51');
  }
  const page = await reader.post('/privacy/kept', { password: RIGHT_PASSWORD, as: 'page' });
  expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
  const words = wordsOf(page.text);
  for (const said of [
    ...['見本 花子', '宇土市浦田町51', '1961年4月5日', '20012340', '貸出中', '宇土市立図書館'],
    ...[
      '【熊本県立図書館】予約を受け付けました',
      '届かず戻りました',
      'おばあちゃん',
      '坊っちゃん',
      ODD_TITLE,
    ],
  ])
    expect(words).toContain(said);
  for (const hidden of ['孫', '9999', hanako, 'handedOut', ODD_TITLE])
    expect(page.text).not.toContain(hidden);
  expect(words).toContain('お預かりしていないもの');

  const file = await reader.post('/privacy/kept', { password: RIGHT_PASSWORD, as: 'json' });
  expect(file.headers.get('cache-control')).toBe('no-store');
  expect(file.headers.get('content-disposition')).toBe('attachment; filename=my-records.json');
  expect(JSON.parse(file.text)).toMatchObject({
    library: expect.any(String),
    toldAt: expect.any(String),
    kept: {
      patron: [{ name: '見本 花子', birthDate: '1961-04-05' }],
      application: [{ number: '1001', state: 'handedOut' }],
      laterTitle: [{ recordId: '1', title: '坊っちゃん' }],
      patronBasketItem: [{ recordId: '2', title: ODD_TITLE }],
      rememberedCard: [{ cardLast4: '2340', nickname: 'おばあちゃん' }],
      keptCard: [{}],
    },
  });
  expect(file.text).not.toContain(hanako);
});

test('in English, and while the catalog is away without the titles that only it knows', async () => {
  const reader = await signedIn(web);
  web.account.later = ['1'];
  reader.cookie += '; language=en';
  expect(wordsOf((await reader.get('/privacy/kept')).text)).toContain('Get your own records');
  web.world.catalog = 'away';
  const page = await reader.post('/privacy/kept', { password: RIGHT_PASSWORD, as: 'page' });
  web.world.catalog = 'answers';
  const words = wordsOf(page.text);
  expect([page.status, words]).toEqual([200, expect.stringContaining('On loan')]);
  for (const said of ['Reservations and loans', 'Read later', 'Came back']) expect(words).toContain(said);
});

test('nobody who has not signed in, or has an initial password, is asked for it', async () => {
  const first = await signedIn(web, 'choosePassword');
  expect((await first.get('/privacy/kept')).location).toBe('/password');
  const got = await first.post('/privacy/kept', { password: RIGHT_PASSWORD, as: 'json' });
  expect([got.status, got.location]).toEqual([303, '/password']);
});
