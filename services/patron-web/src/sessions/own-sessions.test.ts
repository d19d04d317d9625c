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

const password = '正しいパスワード';
const choicesIn = (text: string) => [...text.matchAll(/name="ended" value="([\w-]+)"/g)].map(([, id]) => id);

test('a patron sees where else they are signed in, and one of these is ended', async () => {
  const [desktop, phone] = [await signedIn(web), await signedIn(web)];
  web.account.password = password;
  const page = await desktop.get('/sessions');
  const [all, other] = choicesIn(page.text);
  expect([all, choicesIn(page.text).length]).toEqual(['all', 2]);
  expect((await phone.get('/privacy')).status).toBe(200);
  const got = await desktop.post('/sessions', { ended: other ?? '', password });
  expect(got.location).toBe('/sessions?done=ended');
  expect((await phone.get('/privacy')).location).toContain('/sign-in');
  const after = await desktop.get('/sessions?done=ended');
  expect(after.text).toContain('ログアウトしました');
  expect(after.text).toContain('ほかの端末では、ログインしていません');
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
