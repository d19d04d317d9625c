import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { sentence } from '@toshobin/lending-rules';
import { formOn, type Got } from '@toshobin/web/testing';
import { newAccount } from '../testing/fake-patron.ts';
import { signedIn } from '../testing/signed-in.ts';
import { startPatronWeb, type TestWeb } from '../testing/start-patron-web.ts';
import { wordsOf } from '../testing/words-of.ts';

let web: TestWeb;
beforeAll(async () => {
  web = await startPatronWeb();
});
beforeEach(() => {
  Object.assign(web.account, newAccount());
});
afterAll(() => web.stop());

const drawnOn = (page: Got) => formOn(page, '/privacy').get('drawn') ?? '';
/** The values of what is ticked or chosen. */
const chosenOn = (page: Got) =>
  (page.text.match(/<input[^>]* checked[^>]*>/g) ?? []).map((input) => /value="(\w+)"/.exec(input)?.[1]);
const kept = (n: number) =>
  Array.from({ length: n }, (_, k) => ({
    historyId: randomUUID(),
    recordId: String(k + 1),
    title: `坊っちゃん 第${k + 1}巻`,
    returnedOn: '2026-11-24',
  }));

test('history is off unless asked for; each setting is a tick of its own', async () => {
  const hanako = await signedIn(web);
  const page = await hanako.get('/privacy');
  expect(chosenOn(page)).toEqual(['ja']);
  const got = await hanako.post('/privacy', {
    drawn: drawnOn(page),
    keepHistory: 'on',
    withoutTitles: 'on',
    handedInMail: 'on',
  });
  expect(got.location).toBe('/privacy?done=saved');
  const preferences = { titlesInMail: false, handedInMail: true, mailLanguage: 'ja', keepHistory: true };
  expect(web.account.preferences).toEqual(preferences);
  const saved = await hanako.get('/privacy?done=saved');
  expect(chosenOn(saved)).toEqual(['on', 'ja', 'on', 'on']);
  expect(saved.text).toContain('設定を保存しました');
});

test.each([
  ['in Japanese', '', 'メールの言葉', '英語のメールでも、書名は目録のとおりに書きます。'],
  [
    'in English',
    '; language=en',
    'Language of our mails',
    'Titles are written as they are in the catalogue.',
  ],
])(
  'the page %s says what the mails are written in, and that is changed and back again',
  async (_, language, ...words) => {
    const hanako = await signedIn(web);
    hanako.cookie += language;
    const change = async (mailLanguage: string) => {
      const drawn = drawnOn(await hanako.get('/privacy'));
      const got = await hanako.post('/privacy', { drawn, mailLanguage });
      expect(got.location).toBe('/privacy?done=saved');
      return hanako.get('/privacy?done=saved');
    };
    const english = await change('en');
    for (const word of [...words, '日本語', 'English']) expect(wordsOf(english.text)).toContain(word);
    expect(chosenOn(english)).toEqual(['en']);
    const preferences = { titlesInMail: true, handedInMail: false, mailLanguage: 'en', keepHistory: false };
    expect(web.account.preferences).toEqual(preferences);
    expect(chosenOn(await change('ja'))).toEqual(['ja']);
    expect(web.account.preferences.mailLanguage).toBe('ja');
  },
);

test('on a second device the page of before changes nothing but what is changed there', async () => {
  const hanako = await signedIn(web);
  const drawn = drawnOn(await hanako.get('/privacy'));
  Object.assign(web.account.preferences, { titlesInMail: false, mailLanguage: 'en', keepHistory: true });
  web.account.history = kept(2);
  const got = await hanako.post('/privacy', { drawn, handedInMail: 'on', mailLanguage: 'ja' });
  expect(got.location).toBe('/privacy?done=saved');
  expect(web.account.preferences).toEqual({
    ...{ titlesInMail: false, handedInMail: true, mailLanguage: 'en', keepHistory: true },
  });
  expect(web.account.history).toHaveLength(2);
});

test('before what was kept is deleted the page asks, and the other settings are not lost by it', async () => {
  const hanako = await signedIn(web);
  web.account.preferences.keepHistory = true;
  web.account.history = kept(3);
  const drawn = drawnOn(await hanako.get('/privacy'));
  await hanako.post('/privacy', { drawn, withoutTitles: 'on', mailLanguage: 'en' });
  // At an address of its own, which the browser's back finds, and where the language can be switched.
  const asks = await hanako.get('/privacy/stop?again=1');
  expect(asks.text).toContain('href="/language/en"');
  expect(wordsOf(asks.text)).toContain('3点の履歴を消します');
  expect(wordsOf(asks.text)).toContain('これから返す資料も、履歴に残しません');
  expect([web.account.history.length, web.account.preferences.keepHistory]).toEqual([3, true]);
  // Whoever comes there without having asked is asked nothing.
  expect((await hanako.get('/privacy/stop')).location).toBe('/privacy');
  const done = await hanako.send('POST', '/privacy', { body: formOn(asks, '/privacy').toString() });
  expect(done.location).toBe('/privacy?done=saved');
  expect(web.account.history).toEqual([]);
  expect(web.account.preferences).toMatchObject({
    ...{ keepHistory: false, titlesInMail: false, mailLanguage: 'en' },
  });
});

test('the history is shown by pages; one entry goes at once, all of them after a question', async () => {
  const hanako = await signedIn(web);
  expect((await hanako.get('/history')).text).toContain('貸出履歴は残していません');
  web.account.preferences.keepHistory = true;
  expect((await hanako.get('/history')).text).toContain('まだありません');
  web.account.history = kept(25);
  const second = await hanako.get('/history?page=2');
  expect(second.text).toContain('2026年11月24日（火）');
  expect(second.text).toContain('第25巻');
  expect(second.text).not.toContain('第20巻');
  const historyId = web.account.history.at(-1)?.historyId ?? '';
  const one = await hanako.post('/history/forget', { historyId, page: '2' });
  expect(one.location).toBe('/history?page=2&done=one');
  expect((await hanako.get('/history?page=2&done=one')).text).toContain('履歴から1点消しました');
  expect(web.account.history).toHaveLength(24);
  expect((await hanako.get('/history/forget')).text).toContain('24点の履歴を消します');
  expect((await hanako.post('/history/forget', { all: 'yes' })).location).toBe('/history?done=all');
  expect(web.account.history).toEqual([]);
  expect((await hanako.get('/history/forget')).location).toBe('/history');
});

test('in English one entry is no entries', async () => {
  const hanako = await signedIn(web);
  web.account.preferences.keepHistory = true;
  const read = async (path: string) => {
    const headers = { cookie: `${hanako.cookie}; language=en` };
    return wordsOf((await hanako.send('GET', path, { headers })).text);
  };
  for (const [entries, said] of [
    [1, '1 entry'],
    [2, '2 entries'],
  ] as const) {
    web.account.history = kept(entries);
    expect(await read('/history')).toContain(`\n${said}\n`);
    expect(await read('/history/forget')).toContain(`${said} will be deleted`);
  }
});

test('an entry that is not there any more under its id is not said to be deleted', async () => {
  const hanako = await signedIn(web);
  web.account.preferences.keepHistory = true;
  web.account.history = kept(1);
  await hanako.get('/history');
  const got = await hanako.post('/history/forget', { historyId: randomUUID(), page: '1' });
  const shown = await hanako.get(got.location ?? '');
  expect(shown.text).toContain(sentence({ code: 'STATE_CHANGED' }, 'ja'));
  expect(shown.text).not.toContain('消しました');
  expect(shown.text).toContain('坊っちゃん');
});

test.each([
  ['/privacy', { keepHistory: 'yes' }],
  ['/privacy', { everything: 'on' }],
  ['/privacy', { drawn: 'ja', mailLanguage: 'fr' }],
  ['/history/forget', {}],
  ['/history/forget', { historyId: '1', page: '1' }],
  ['/history/forget', { historyId: randomUUID(), page: '0' }],
])('the form of %s with %j is refused', async (path, fields) => {
  const hanako = await signedIn(web);
  await hanako.get('/privacy');
  expect((await hanako.post(path, fields)).status).toBe(422);
});

test('over the API', async () => {
  const hanako = await signedIn(web);
  const preferences = { titlesInMail: true, handedInMail: false, mailLanguage: 'en', keepHistory: true };
  const changed = await hanako.json('PUT', '/api/preferences', preferences);
  expect(JSON.parse(changed.text)).toEqual(preferences);
  web.account.history = kept(2);
  const history = JSON.parse((await hanako.json('GET', '/api/history')).text);
  expect(history).toMatchObject({ total: 2, page: 1, rows: [{ title: '坊っちゃん 第1巻' }, {}] });
  const { historyId } = history.rows[0];
  const forgotten = await hanako.json('POST', '/api/history/forget', { historyId });
  expect(JSON.parse(forgotten.text)).toEqual({ forgotten: 1 });
  expect(JSON.parse((await hanako.json('POST', '/api/history/forget', {})).text)).toEqual({ forgotten: 1 });
});
