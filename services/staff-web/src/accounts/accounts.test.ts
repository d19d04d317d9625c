import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { LibraryCodeSchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import type { Decision } from '@toshobin/lending-rules';
import { Device, type Visitor } from '@toshobin/web/testing';
import { prismaAuditTrail } from '../audit/audit-trail.ts';
import { readStaffWebConfig } from '../config.ts';
import { mayDo } from '../roles.ts';
import { codeOn } from '../testing/codes.ts';
import { filledIn, press, pressThrice } from '../testing/press.ts';
import { signedInAt, signIn as signInAs } from '../testing/signed-in.ts';
import { startStaffWeb, type TestStaffWeb } from '../testing/start-staff-web.ts';
import { makeAdministrator, rescue } from './by-command.ts';
import { choosePasswordWithCode } from './choose-password.ts';
import { judgePassword } from './judge-password.ts';
import { prismaKeptAccounts, type SetUpCode } from './kept-accounts.ts';

let web: TestStaffWeb;
let at = new Date('2026-11-25T01:00:00Z');
beforeAll(async () => {
  web = await startStaffWeb({ now: () => at });
});
afterAll(() => web.stop());
afterEach(() => web.database.signInAttempt.deleteMany());

const GOOD = 'amagasa to nagagutsu';
const admin = () => signedInAt(web.service.url, 'admin');
const browser = () => new Device(web.service.url);
const rowOf = (account: string) => web.database.account.findUniqueOrThrow({ where: { account } });
const reason = '本人から電話';

/** An administrator makes an account; answers the code that was shown once. */
async function made(by: Visitor, account: string, role = 'prefecturalDesk', library = 'pref') {
  return codeOn((await press(by, '/accounts', await toMake(by, account, role, library))).text);
}
const toMake = async (by: Visitor, account: string, role = 'prefecturalDesk', library = 'pref') =>
  filledIn(await by.get('/accounts'), '/accounts', { account, role, library });
/** The form for a new code, of the account’s page. */
async function forNewCode(by: Visitor, account: string) {
  const { id } = await rowOf(account);
  const action = `/accounts/${id}/set-up-code`;
  const page = await by.get(`/accounts/${id}`);
  expect(page.text).toContain('<h2>パスワードを忘れたとき</h2>');
  return { action, form: filledIn(page, action, { reason }) };
}
async function choose(account: string, code: string, password = GOOD, again = password) {
  const visitor = browser();
  await visitor.get('/set-up');
  return visitor.post('/set-up', { account, code, password, again });
}
async function signIn(account: string, password = GOOD) {
  const visitor = browser();
  await visitor.get('/sign-in');
  const got = await visitor.post('/sign-in', { account, password });
  return { visitor, status: got.status, location: got.location };
}

test('a new account chooses its password with the code, once, and the administrator never sees it', async () => {
  const by = await admin();
  const code = await made(by, 'tsubame');
  expect((await signIn('tsubame', code)).status).toBe(401);
  expect((await choose('tsubame', code)).location).toBe('/sign-in?chosen=1');
  expect((await signIn('tsubame')).location).toBe('/');
  expect((await choose('tsubame', code, 'another password')).status).toBe(401);
  const { passwordHash, setUpHash, id } = await rowOf('tsubame');
  expect([passwordHash, setUpHash]).toEqual([expect.stringContaining('argon2id'), null]);
  const page = (await by.get(`/accounts/${id}`)).text;
  expect(page).toContain('アカウントをつくった（admin）');
  expect(page).not.toContain(code);
  expect(
    (await web.database.audit.findMany({ where: { subject: 'account tsubame' } })).length,
  ).toBeGreaterThan(2);
});

test('an easy password, two that differ and one too short are said at the field, and don’t use the code up', async () => {
  const code = await made(await admin(), 'hibari');
  expect((await choose('hibari', code, 'short')).text).toContain('12文字以上');
  expect((await choose('hibari', code, 'Hibari-hibari-26')).text).toContain('思いつきやすい');
  expect((await choose('hibari', code, GOOD, `${GOOD} `)).text).toContain('2回の入力が同じではありません');
  expect((await choose('hibari', code.toLowerCase().replace('-', ' '))).status).toBe(303);
});

test('the rule of easy passwords knows the account, the library and what everybody has', () => {
  const known = { account: 'uto', library: LibraryCodeSchema.parse('uto'), libraryName: '宇土市立図書館' };
  const codeOfRefusal = (password: string) => {
    const judged = judgePassword(password, known);
    return judged.ok ? undefined : judged.refusal.code;
  };
  expect(codeOfRefusal('amagasa 123')).toBe('PASSWORD_TOO_SHORT');
  for (const easy of ['宇土市立図書館宇土市立図書館', 'uto-uto-uto-12', 'password123456', 'aaaaaaaaaaaaaa'])
    expect([easy, codeOfRefusal(easy)]).toEqual([easy, 'PASSWORD_TOO_EASY']);
  expect(codeOfRefusal(GOOD)).toBeUndefined();
});

test('a code is worth nothing after a week, for another account, or once there is a newer one', async () => {
  const by = await admin();
  const first = await made(by, 'kamome');
  await made(by, 'chidori');
  expect((await choose('chidori', first)).status).toBe(401);
  const { action, form } = await forNewCode(by, 'kamome');
  const second = codeOn((await press(by, action, form)).text);
  expect((await choose('kamome', first)).status).toBe(401);
  const before = at;
  at = new Date(at.getTime() + 7 * 86_400_000 + 1);
  expect((await choose('kamome', second)).status).toBe(401);
  at = before;
  expect((await choose('kamome', second)).status).toBe(303);
});

test('the button pressed twice makes one account, and shows the code that works', async () => {
  const by = await admin();
  const shown = await pressThrice(by, '/accounts', await toMake(by, 'ohruri'));
  const [code = '', ...again] = shown.map(({ text }) => codeOn(text));
  expect(again).toEqual([code, code]);
  expect((await choose('ohruri', code)).status).toBe(303);
});

test('a new code asked for twice is one code; loaded again it does not take the new password away', async () => {
  const by = await admin();
  await made(by, 'misosazai');
  const { action, form } = await forNewCode(by, 'misosazai');
  const [code = '', ...again] = (await pressThrice(by, action, form)).map(({ text }) => codeOn(text));
  expect(again).toEqual([code, code]);
  expect((await choose('misosazai', code)).status).toBe(303);
  expect(codeOn((await press(by, action, form)).text)).toBe(code);
  expect((await signIn('misosazai')).location).toBe('/');
});

test('guesses at a code have to wait', async () => {
  const code = await made(await admin(), 'suzume');
  for (let n = 0; n < 10; n += 1) expect((await choose('suzume', 'AAAAA-AAAAA')).status).toBe(401);
  expect((await choose('suzume', code)).status).toBe(429);
  // Whoever holds the code is somewhere else, where nobody has guessed.
  const held = { account: 'suzume', code, password: GOOD, ip: '198.51.100.7' };
  expect(await choosePasswordWithCode(web.deps, held)).toMatchObject({ ok: true });
});

test('strangers who try a name keep nobody who is signed in from their own password and sessions', async () => {
  await choose('kawasemi', await made(await admin(), 'kawasemi'));
  const { visitor } = await signIn('kawasemi');
  for (let n = 0; n < 10; n += 1) await signIn('kawasemi', `guess ${n}`);
  expect((await signIn('kawasemi')).status).toBe(429);
  await visitor.get('/my-account');
  const sessions = await visitor.post('/my-account/sessions', { ended: 'all', sessionsPassword: GOOD });
  expect(sessions.location).toMatch(/^\/my-account/);
  const password = 'himawari to asagao';
  const changed = await visitor.post('/my-account/password', { present: GOOD, password, again: password });
  expect(changed.location).toBe('/my-account?changed=1');
  await visitor.get('/my-account');
  for (let n = 0; n < 10; n += 1)
    await visitor.post('/my-account/password', { present: `guess ${n}`, password: GOOD, again: GOOD });
  const guessed = { present: password, password: GOOD, again: GOOD };
  expect((await visitor.post('/my-account/password', guessed)).status).toBe(429);
  await web.database.signInAttempt.deleteMany();
});

describe('at once, in the browser where the account is signed in,', () => {
  test.each([
    ['suspending it', 'suspend', { reason }],
    ['a new code', 'set-up-code', { factId: randomUUID(), what: 'password', reason }],
    ['another role', 'role', { role: 'operator', library: 'pref' }],
  ])('%s ends the session', async (_what, path, fields) => {
    const by = await admin();
    const account = `bird-${path}`;
    await choose(account, await made(by, account));
    const { visitor } = await signIn(account);
    expect((await visitor.get('/my-account')).status).toBe(200);
    const { id } = await rowOf(account);
    await by.get(`/accounts/${id}`);
    const got = await by.post(`/accounts/${id}/${path}`, fields);
    expect([200, 303]).toContain(got.status);
    expect((await visitor.get('/my-account')).location).toBe('/sign-in');
  });
});

test('a suspended account signs in no more, with the words of a wrong password, until it is reactivated', async () => {
  const by = await admin();
  await choose('mejiro', await made(by, 'mejiro'));
  const { id } = await rowOf('mejiro');
  await by.get(`/accounts/${id}`);
  await by.post(`/accounts/${id}/suspend`, { reason });
  const { visitor, status } = await signIn('mejiro');
  expect(status).toBe(401);
  expect((await visitor.post('/sign-in', { account: 'mejiro', password: GOOD })).text).toContain(
    'アカウントまたはパスワードが違うようです',
  );
  await by.post(`/accounts/${id}/reactivate`, {});
  expect((await signIn('mejiro')).location).toBe('/');
});

test('one’s own password: the present one is asked for, other browsers are signed out, this one is not', async () => {
  await choose('uguisu', await made(await admin(), 'uguisu'));
  const [{ visitor }, other] = [await signIn('uguisu'), await signIn('uguisu')];
  await visitor.get('/my-account');
  const change = (present: string, password: string) =>
    visitor.post('/my-account/password', { present, password, again: password });
  expect((await change('wrong', 'himawari to asagao')).text).toContain('今のパスワードが違うようです');
  expect((await change(GOOD, 'uguisu uguisu uguisu')).status).toBe(422);
  expect((await change(GOOD, 'himawari to asagao')).location).toBe('/my-account?changed=1');
  expect((await visitor.get('/my-account')).status).toBe(200);
  expect((await other.visitor.get('/my-account')).location).toBe('/sign-in');
  expect((await signIn('uguisu')).status).toBe(401);
  expect((await signIn('uguisu', 'himawari to asagao')).location).toBe('/');
});

test('of two changes of a password at once one is made and its browser stays; the other and a third are signed out', async () => {
  await choose('kogera', await made(await admin(), 'kogera'));
  let present = GOOD;
  for (const wanted of [
    ['himawari to asagao', 'asagao to himawari'],
    ['kaki to kuri', 'kuri to kaki'],
    [GOOD, 'nagagutsu to amagasa'],
  ]) {
    const [one, other, third] = [
      await signIn('kogera', present),
      await signIn('kogera', present),
      await signIn('kogera', present),
    ];
    const browsers = [one.visitor, other.visitor];
    for (const visitor of browsers) await visitor.get('/my-account');
    const got = await Promise.all(
      browsers.map((visitor, n) => {
        const password = wanted[n] ?? '';
        return visitor.post('/my-account/password', { present, password, again: password });
      }),
    );
    const isMade = ({ location }: { location: string | null }) => location === '/my-account?changed=1';
    expect(got.filter(isMade)).toHaveLength(1);
    const told = got.find((answer) => !isMade(answer));
    expect(told?.location ?? told?.text).toMatch(/今のパスワードが違うようです|^\/sign-in/);
    const seen = await Promise.all(browsers.map((visitor) => visitor.get('/my-account')));
    expect(seen.map(({ status }) => status)).toEqual(got.map((answer) => (isMade(answer) ? 200 : 303)));
    expect((await third.visitor.get('/my-account')).location).toBe('/sign-in');
    present = wanted[got.findIndex(isMade)] ?? '';
  }
  expect((await signIn('kogera', present)).location).toBe('/');
});

describe('in a tab that was opened before somebody else signed in,', () => {
  test.each(['admin', 'uto'])('担当を替わる ends nobody’s session, but says that %s is in', async (next) => {
    const visitor = await signedInAt(web.service.url, 'desk');
    const before = await visitor.get('/');
    await visitor.post('/sign-out', {});
    await signInAs(visitor, next);
    const pressed = await press(visitor, '/sign-out', filledIn(before, '/sign-out', {}));
    expect([pressed.status, pressed.location]).toEqual([303, '/sign-out']);
    const asked = await visitor.get('/sign-out');
    expect(asked.text).toContain(`まだログアウトしていません。今ログインしているのは ${next} です。`);
    expect((await press(visitor, '/sign-out', filledIn(asked, '/sign-out', {}))).location).toBe('/sign-in');
    expect((await visitor.get('/my-account')).location).toBe('/sign-in');
    expect((await visitor.get('/sign-out')).location).toBe('/sign-in');
  });

  test('a sign-in takes nobody’s place, but says who is in, and keeps no password', async () => {
    const visitor = browser();
    const before = await visitor.get('/sign-in');
    await signInAs(visitor, 'desk');
    const form = filledIn(before, '/sign-in', { account: 'admin', password: GOOD });
    const { status, text } = await press(visitor, '/sign-in', form);
    expect([status, text.includes(GOOD)]).toEqual([403, false]);
    expect(text).toContain('今ログインしているのは desk です。');
    expect((await visitor.get('/my-account')).text).toContain('desk');
  });
});

describe('there is always an administrator who can sign in:', () => {
  const kept = () => prismaKeptAccounts(web.database);
  const ids = async (...accounts: string[]) =>
    Promise.all(accounts.map(async (one) => (await rowOf(one)).id));

  test.each([
    ['suspended', (id: string) => kept().suspend(id, at)],
    [
      'given another role',
      (id: string) => kept().change(id, { role: 'operator', library: PREFECTURAL_LIBRARY }),
    ],
    [
      'given a code in place of the password',
      (id: string) => kept().issueSetUpCode(id, { secondFactor: false, evenTheLast: false, at }),
    ],
  ])('the last one is not %s', async (_what, act) => {
    const [id = ''] = await ids('admin');
    expect(await act(id)).toMatchObject({ refusal: { code: 'LAST_ADMINISTRATOR' } });
    expect(await rowOf('admin')).toMatchObject({ role: 'administrator', suspendedAt: null });
  });

  test('one who has not chosen a password yet does not count', async () => {
    await made(await admin(), 'taka', 'administrator');
    const [id = ''] = await ids('admin');
    expect((await kept().suspend(id, at)).ok).toBe(false);
  });

  test('of two who suspend each other at the same moment one stays', async () => {
    await choose('washi', await made(await admin(), 'washi', 'administrator'));
    const [first = '', second = ''] = await ids('admin', 'washi');
    const done = await Promise.all([kept().suspend(first, at), kept().suspend(second, at)]);
    expect(done.filter(({ ok }) => ok)).toHaveLength(1);
    await web.database.account.updateMany({
      where: { account: { in: ['admin', 'washi'] } },
      data: { suspendedAt: null },
    });
  });
});

test('beside the database an administrator is made, and given a new beginning when none can sign in', async () => {
  const keptAccounts = prismaKeptAccounts(web.database);
  const deps = { keptAccounts, audit: prismaAuditTrail(web.database, () => at), now: () => at };
  const codeOf = (issued: Decision<SetUpCode>) => (issued.ok ? issued.value.code : issued.refusal.code);
  const first = codeOf(await makeAdministrator(deps, 'hayabusa'));
  expect((await choose('hayabusa', first)).status).toBe(303);
  expect((await signIn('hayabusa')).location).toBe('/');
  expect(codeOf(await makeAdministrator(deps, 'hayabusa'))).toBe('ACCOUNT_TAKEN');
  const suspendedAt = at;
  await web.database.account.updateMany({ where: { account: 'hayabusa' }, data: { suspendedAt } });
  const again = codeOf(await rescue(deps, 'hayabusa'));
  expect((await signIn('hayabusa')).status).toBe(401);
  expect((await choose('hayabusa', again)).status).toBe(303);
  expect(codeOf(await rescue(deps, 'nobody'))).toBe('NOT_FOUND');
});

test('a name that is taken, one of signs, and a pickup library’s account without its library are refused', async () => {
  const by = await admin();
  await by.get('/accounts');
  const page = async (fields: { account: string; role: string; library: string }) => {
    expect((await by.post('/accounts', { factId: randomUUID(), ...fields })).location).toBe('/accounts');
    return (await by.get('/accounts')).text;
  };
  expect(await page({ account: 'desk', role: 'operator', library: 'pref' })).toContain('すでにあります');
  expect(await page({ account: '山田', role: 'operator', library: 'pref' })).toContain(
    'アカウントは、英小文字',
  );
  expect(await page({ account: 'aosagi', role: 'pickupLibrary', library: 'pref' })).toContain(
    '受取館を一覧から',
  );
  await made(by, 'aosagi', 'operator', 'uto');
  expect((await rowOf('aosagi')).library).toBe('pref');
});

test('an administrator reaches no patron, no loan and no reservation', () => {
  expect([...mayDo.administrator].sort()).toEqual([
    'accounts',
    'ownAccount',
    'ownSecondFactor',
    'signOut',
    'terminals',
    'today',
  ]);
});

test('a production start refuses to be without a second factor, and a key that everybody knows', () => {
  const env = {
    NODE_ENV: 'production',
    PORT: '1',
    STAFF_WEB_TOKEN: randomBytes(24).toString('base64url'),
    METRICS_TOKEN: randomBytes(24).toString('base64url'),
    STAFF_SECRET: randomBytes(24).toString('base64url'),
    STAFF_WEB_DATABASE_URL: 'postgresql://127.0.0.1/staff_web',
    STAFF_WEB_URL: 'https://staff.example.jp',
    PATRON_WEB_URL: 'https://library.example.jp',
    CATALOG_URL: 'http://127.0.0.1:1',
    PATRON_URL: 'http://127.0.0.1:1',
    SHIPPING_URL: 'http://127.0.0.1:1',
    WORKFLOWS_URL: 'http://127.0.0.1:1',
    KAFKA_BROKERS: '127.0.0.1:1',
    TEMPORAL_UI_URL: 'http://127.0.0.1:2',
    LIBRARY_NAME: '県立図書館',
    LIBRARY_PHONE: '096-000-0000',
    TRUSTED_PROXIES: '1',
  };
  expect(readStaffWebConfig(env).STAFF_SECOND_FACTOR).toBe('required');
  expect(() => readStaffWebConfig({ ...env, STAFF_SECOND_FACTOR: 'off' })).toThrow('STAFF_SECOND_FACTOR');
  expect(() => readStaffWebConfig({ ...env, STAFF_SECRET: '' })).toThrow('STAFF_SECRET');
});
