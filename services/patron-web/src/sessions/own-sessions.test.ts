import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { PatronIdSchema } from '@toshobin/contracts';
import { signedIn } from '../testing/signed-in.ts';
import { hanako, startPatronWeb, type TestWeb } from '../testing/start-patron-web.ts';

let web: TestWeb;
beforeAll(async () => {
  web = await startPatronWeb();
});
beforeEach(() => web.database.session.deleteMany());
afterAll(() => web.stop());

const WINDOWS_EDGE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1';
const password = '正しいパスワード';
const choicesIn = (text: string) => [...text.matchAll(/name="ended" value="([\w-]+)"/g)].map(([, id]) => id);

test('a patron sees where else they are signed in, and one of these is ended', async () => {
  const [desktop, phone] = [await signedIn(web, 'full', WINDOWS_EDGE), await signedIn(web, 'full', IPHONE)];
  web.account.password = password;
  const page = await desktop.get('/sessions');
  const [here = '', there = ''] = page.text.split('<form class="stack card"');
  expect([here, there]).toEqual([
    expect.stringContaining('パソコンのEdge'),
    expect.stringContaining('スマートフォンのSafari'),
  ]);
  expect(here).not.toContain('スマートフォンのSafari');
  const [other, all] = choicesIn(page.text);
  expect([all, choicesIn(page.text).length]).toEqual(['all', 2]);
  expect((await web.database.session.findMany()).map(({ browser }) => browser).toSorted()).toEqual([
    'computer Edge',
    'phone Safari',
  ]);
  expect((await phone.get('/privacy')).status).toBe(200);
  const got = await desktop.post('/sessions', { ended: other ?? '', password });
  expect(got.location).toBe('/sessions?done=ended');
  expect((await phone.get('/privacy')).location).toContain('/sign-in');
  const after = await desktop.get('/sessions?done=ended');
  expect(after.text).toContain('ログアウトしました');
  expect(after.text).toContain('ほかの端末では、ログインしていません');
});

test('nothing is chosen beforehand, without a choice nothing is ended, and a wrong password keeps it', async () => {
  const [desktop, phone] = [await signedIn(web), await signedIn(web)];
  web.account.password = password;
  expect((await desktop.get('/sessions')).text).not.toContain('checked');
  const got = await desktop.post('/sessions', { password });
  expect([got.status, got.text]).toEqual([
    422,
    expect.stringContaining('ログアウトする端末を選んでください'),
  ]);
  expect((await phone.get('/privacy')).status).toBe(200);
  const wrong = await desktop.post('/sessions', { ended: 'all', password: 'wrong' });
  expect(wrong.text).toMatch(/value="all"[^>]* checked/);
});

test('all others are ended at once, and what nobody signed in with is not', async () => {
  const [desktop, phone, tablet] = [await signedIn(web), await signedIn(web), await signedIn(web)];
  web.account.password = password;
  await desktop.get('/sessions');
  await desktop.post('/sessions', { ended: 'all', password });
  for (const ended of [phone, tablet]) expect((await ended.get('/privacy')).location).toContain('/sign-in');
  expect((await desktop.get('/sessions')).status).toBe(200);
});

test('without the password nothing is ended', async () => {
  const [desktop, phone] = [await signedIn(web), await signedIn(web)];
  web.account.password = password;
  await desktop.get('/sessions');
  for (const wrong of ['', 'wrong']) {
    const got = await desktop.post('/sessions', { ended: 'all', password: wrong });
    expect([got.status, got.text]).toEqual([422, expect.stringContaining('パスワードが違うようです')]);
  }
  expect((await phone.get('/privacy')).status).toBe(200);
});

test('a session of somebody else is neither shown nor ended, nor is one that is over shown', async () => {
  const desktop = await signedIn(web);
  web.account.password = password;
  const at = web.deps.now();
  const somebody = PatronIdSchema.parse(randomUUID());
  const ago = (minutes: number) => new Date(at.getTime() - minutes * 60_000);
  const rows = [
    { id: randomUUID(), patronId: somebody, createdAt: at, lastSeenAt: at },
    { id: randomUUID(), patronId: hanako, createdAt: ago(40), lastSeenAt: ago(31) },
    { id: randomUUID(), patronId: hanako, createdAt: ago(721), lastSeenAt: at },
  ].map((row) => ({ ...row, tokenHash: randomUUID(), scope: 'full' }));
  await web.database.session.createMany({ data: rows });
  expect(choicesIn((await desktop.get('/sessions')).text)).toEqual([]);
  await desktop.post('/sessions', { ended: rows[0]?.id ?? '', password });
  expect(await web.database.session.count({ where: { patronId: somebody } })).toBe(1);
});
