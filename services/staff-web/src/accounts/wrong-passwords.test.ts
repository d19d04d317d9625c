import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Device, Visitor } from '@toshobin/web/testing';
import { demoAccounts } from '../accounts/demo-accounts.ts';
import { signedInAt, signIn } from '../testing/signed-in.ts';
import { startStaffWeb, type TestStaffWeb } from '../testing/start-staff-web.ts';

let web: TestStaffWeb;
beforeAll(async () => {
  web = await startStaffWeb();
});
afterAll(() => web.stop());

const signedIn = (account: string) => signedInAt(web.service.url, account);

test('ten wrong passwords for one account have to wait, even with the right one', async () => {
  const guess = new Visitor(web.service.url);
  for (let n = 0; n < 10; n += 1) {
    const got = await guess.json('POST', '/api/session', { account: 'desk', password: `guess ${n}` });
    expect(got.status).toBe(401);
  }
  const right = { account: 'desk', password: demoAccounts[0]?.password ?? '' };
  const overApi = await guess.json('POST', '/api/session', right);
  await guess.get('/sign-in');
  const page = await guess.post('/sign-in', right);
  for (const { status, headers } of [overApi, page]) {
    expect(status).toBe(429);
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(60);
  }
  await web.database.signInAttempt.deleteMany();
});

test('whoever signed in here before is kept out by nobody who tries the name from elsewhere, whoever did since', async () => {
  const own = new Device(web.service.url);
  const stranger = new Visitor(web.service.url);
  const right = { account: 'desk', password: demoAccounts[0]?.password };
  expect((await own.json('POST', '/api/session', right)).status).toBe(200);
  await own.get('/');
  await signIn(own, 'admin');
  for (let n = 0; n < 10; n += 1)
    await stranger.json('POST', '/api/session', { account: 'desk', password: `guess ${n}` });
  expect((await stranger.json('POST', '/api/session', right)).status).toBe(429);
  expect((await own.json('POST', '/api/session', right)).status).toBe(200);
  await own.get('/');
  const left = await own.post('/sign-out', {});
  expect(left.headers.get('clear-site-data')).toBe('"cache"');
  await web.database.signInAttempt.deleteMany();
});

test('names that nobody has keep nobody out, and are answered as others are where too many were wrong', async () => {
  const guess = async (account: string) =>
    (await new Visitor(web.service.url).json('POST', '/api/session', { account, password: 'guess' })).status;
  for (let n = 0; n < 12; n += 1) expect(await guess(`nobody ${n}`)).toBe(401);
  for (const { account } of [...demoAccounts, ...demoAccounts]) expect(await guess(account)).toBe(401);
  expect([await guess('desk'), await guess('nobody at all')]).toEqual([429, 429]);
  await web.database.signInAttempt.deleteMany();
});

test('of thirty wrong passwords at once for one account no more than ten are looked at', async () => {
  const tries = Array.from({ length: 30 }, async (_, n) => {
    const guess = { account: 'desk', password: `guess ${n}` };
    return (await new Visitor(web.service.url).json('POST', '/api/session', guess)).status;
  });
  expect((await Promise.all(tries)).filter((status) => status !== 429)).toEqual(Array(10).fill(401));
  await web.database.signInAttempt.deleteMany();
  await signedIn('desk');
  expect(await web.database.signInAttempt.count()).toBe(0);
});
