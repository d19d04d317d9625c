import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Visitor } from '@toshobin/web/testing';
import { signedInAt } from '../testing/signed-in.ts';
import { startStaffWeb, type TestStaffWeb } from '../testing/start-staff-web.ts';
import { demoAccounts } from './demo-accounts.ts';

let web: TestStaffWeb;
beforeAll(async () => {
  web = await startStaffWeb();
});
beforeEach(() => web.database.session.deleteMany());
afterAll(() => web.stop());

const password = demoAccounts.find(({ account }) => account === 'desk')?.password ?? '';
const atDesk = (userAgent?: string) => signedInAt(web.service.url, 'desk', userAgent);
const choicesIn = (text: string) => [...text.matchAll(/name="ended" value="([\w-]+)"/g)].map(([, id]) => id);
const isIn = async (visitor: Visitor) => (await visitor.get('/my-account')).status === 200;
const end = (by: Visitor, ended: string, sessionsPassword = password) =>
  by.post('/my-account/sessions', { ended, sessionsPassword });

test('an account sees where it is signed in, and one of these is ended', async () => {
  const [counter, office] = [
    await atDesk(),
    await atDesk('Mozilla/5.0 (X11; Linux) Gecko/20100101 Firefox/144.0'),
  ];
  const page = (await counter.get('/my-account')).text;
  expect(page.slice(page.indexOf('ログアウトする端末'))).toContain('パソコンのFirefox');
  expect(page).not.toContain('checked');
  const choices = choicesIn(page);
  expect([choices[1], choices.length]).toEqual(['all', 2]);
  const unchosen = await counter.post('/my-account/sessions', { sessionsPassword: password });
  expect([unchosen.status, unchosen.text]).toEqual([422, expect.stringContaining('端末を選んでください')]);
  expect(await isIn(office)).toBe(true);
  expect((await end(counter, choices[0] ?? '')).location).toBe('/my-account?ended=1');
  expect([await isIn(counter), await isIn(office)]).toEqual([true, false]);
  const after = (await counter.get('/my-account?ended=1')).text;
  expect(after).toContain('選んだ端末をログアウトしました');
  expect(after).toContain('ほかの端末では、ログインしていません');
  expect(await web.database.audit.count({ where: { action: 'endSessions', outcome: 'done' } })).toBe(1);
});

test('without the password nothing is ended, and that it was tried is written down', async () => {
  const [counter, office] = [await atDesk(), await atDesk()];
  await counter.get('/my-account');
  const got = await end(counter, 'all', 'wrong');
  expect([got.status, got.text]).toEqual([422, expect.stringContaining('今のパスワードが違うようです')]);
  expect(await isIn(office)).toBe(true);
  expect(
    await web.database.audit.count({ where: { action: 'endSessions', outcome: 'SIGN_IN_FAILED' } }),
  ).toBe(1);
});

test('all others are ended at once; those of another account, and what is over, are nobody’s here', async () => {
  const [counter, office, operator] = [
    await atDesk(),
    await atDesk(),
    await signedInAt(web.service.url, 'operator'),
  ];
  const at = web.deps.now();
  const idle = new Date(at.getTime() - 61 * 60_000);
  const over = {
    id: randomUUID(),
    tokenHash: randomUUID(),
    account: 'desk',
    createdAt: idle,
    lastSeenAt: idle,
  };
  await web.database.session.create({ data: over });
  expect(choicesIn((await counter.get('/my-account')).text)).toHaveLength(2);
  const theirs = await web.database.session.findFirstOrThrow({ where: { account: 'operator' } });
  await end(counter, theirs.id);
  expect(await isIn(operator)).toBe(true);
  await end(counter, 'all');
  expect([await isIn(counter), await isIn(office), await isIn(operator)]).toEqual([true, false, true]);
});
