import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PREFECTURAL_LIBRARY, StaffRoleSchema } from '@toshobin/contracts';
import { Device, type Visitor } from '@toshobin/web/testing';
import { demoAccounts } from '../accounts/demo-accounts.ts';
import type { Lack } from '../accounts/how-far.ts';
import { staffAccess } from '../roles.ts';
import { sealWith } from '../seal-secret.ts';
import { codeOf, codeOn, recoveryCodesOn, secretOn } from '../testing/codes.ts';
import { filledIn, press, pressThrice } from '../testing/press.ts';
import { startStaffWeb, type TestStaffWeb } from '../testing/start-staff-web.ts';
import { stepOf } from './totp.ts';

let web: TestStaffWeb;
let at = new Date('2026-11-25T01:00:00Z');
const later = (seconds: number) => {
  at = new Date(at.getTime() + seconds * 1000);
};
beforeAll(async () => {
  web = await startStaffWeb({ secondFactor: 'required', now: () => at });
});
afterAll(() => web.stop());
beforeEach(async () => {
  await web.database.secondFactor.deleteMany();
  await web.database.recoveryCode.deleteMany();
});
afterEach(() => web.database.signInAttempt.deleteMany());

const passwordOf = (account: string) => demoAccounts.find((one) => one.account === account)?.password ?? '';
const browser = () => new Device(web.service.url);

/** Gives the password; answers where the browser is sent. */
async function password(visitor: Visitor, account = 'desk'): Promise<string | null> {
  await visitor.get('/sign-in');
  return (await visitor.post('/sign-in', { account, password: passwordOf(account) })).location;
}
/** Sets up a second factor at the first sign-in; answers its secret and the recovery codes. */
async function setUp(visitor: Visitor, account = 'desk') {
  await password(visitor, account);
  const secret = secretOn((await visitor.get('/sign-in/second-factor')).text);
  const page = await visitor.post('/sign-in/second-factor', { code: codeOf(secret, at) });
  await visitor.get('/my-account');
  return { secret, page, recovery: recoveryCodesOn(page.text) };
}
async function give(visitor: Visitor, code: string) {
  await visitor.get('/sign-in/code');
  return visitor.post('/sign-in/code', { code });
}
const deeds = async (action: string) =>
  (await web.database.audit.findMany({ where: { action }, orderBy: { id: 'desc' } })).map(
    ({ account, outcome }) => `${account} ${outcome}`,
  );
const row = () => web.database.secondFactor.findUniqueOrThrow({ where: { account: 'desk' } });

test('the vectors of RFC 6238: a code is its step’s, and of the one before and the next', () => {
  // Base 32 of the ASCII secret of the appendix; the last six of the eight digits there.
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  const when = (seconds: number) => new Date(seconds * 1000);
  expect(stepOf(secret, '287082', when(59))).toBe(1);
  expect(stepOf(secret, '081804', when(1_111_111_109))).toBe(37_037_036);
  expect(stepOf(secret, '353130', when(20_000_000_000))).toBe(666_666_666);
  expect([29, 30, 89, 90].map((second) => stepOf(secret, '287082', when(second)))).toEqual([
    1,
    1,
    1,
    undefined,
  ]);
  expect(stepOf(secret, '２８７ ０８２', when(59))).toBe(1);
});

test('a sealed secret opens for its own account alone, under its own key alone', () => {
  const seal = sealWith(['of the library alone']);
  const sealed = seal.seal('GEZDGNBVGY3TQOJQ', 'account desk');
  expect(sealed).not.toContain('GEZD');
  expect(seal.open(sealed, 'account desk')).toBe('GEZDGNBVGY3TQOJQ');
  expect(() => seal.open(sealed, 'account admin')).toThrow();
  expect(() => sealWith(['of another library']).open(sealed, 'account desk')).toThrow();
});

test('a key is changed over: what the old one sealed opens while both are known, and is sealed with the new one', () => {
  const [old, both, next] = [['the old key'], ['the next key', 'the old key'], ['the next key']].map(
    sealWith,
  );
  if (!old || !both || !next) throw new Error('three seals');
  const sealed = old.seal('GEZDGNBVGY3TQOJQ', 'account desk');
  expect(both.isOld(sealed, 'account desk')).toBe(true);
  const again = both.seal(both.open(sealed, 'account desk'), 'account desk');
  expect(both.isOld(again, 'account desk')).toBe(false);
  expect(next.open(again, 'account desk')).toBe('GEZDGNBVGY3TQOJQ');
  expect(() => next.open(sealed, 'account desk')).toThrow();
  expect(both.hashes('123456789012')).toContain(old.hash('123456789012'));
});

describe('a session that has given only the password', () => {
  test.each([
    ['before a second factor was set up', '/sign-in/second-factor', false],
    ['where a code is asked for', '/sign-in/code', true],
  ])('reaches nothing but that step, over every address there is: %s', async (_when, step, hasOne) => {
    if (hasOne) await setUp(browser());
    const visitor = browser();
    expect(await password(visitor)).toBe(step);
    expect((await visitor.get(step)).text).not.toContain('s-rail');
    for (const { method, path, kind, access } of web.routes.list) {
      if (access === 'anyone' || access === 'signOut' || path === step) continue;
      const got =
        kind === 'form' ? await visitor.post(path, {}) : await visitor.json(method.toUpperCase(), path);
      const where = `${method} ${path}`;
      if (kind === 'api')
        expect([where, got.status, JSON.parse(got.text).code]).toEqual([where, 401, 'SECOND_FACTOR_NEEDED']);
      else expect([where, got.status, got.location]).toEqual([where, 303, step]);
    }
  });

  test.each(StaffRoleSchema.options)('may do no more as %s than as anybody else', (role) => {
    const actions = new Set(web.routes.list.map(({ access }) => access));
    const allowed = (lacks: Lack) =>
      [...actions].filter((action) => {
        const staff = { account: 'x', role, library: PREFECTURAL_LIBRARY, lacks };
        return action !== 'anyone' && staffAccess.admit(action, staff).ok;
      });
    expect(allowed('code').sort()).toEqual(['giveCode', 'signOut']);
    expect(allowed('secondFactor').sort()).toEqual(['setUpSecondFactor', 'signOut']);
  });

  test('has half an hour for the rest', async () => {
    const visitor = browser();
    await password(visitor);
    later(31 * 60);
    expect((await visitor.get('/sign-in/second-factor')).location).toBe('/sign-in');
  });
});

describe('the first sign-in', () => {
  test('sets up a second factor: the code of the app, then ten recovery codes shown once', async () => {
    const visitor = browser();
    const { page, recovery, secret } = await setUp(visitor);
    expect(page.status).toBe(200);
    expect(new Set(recovery).size).toBe(10);
    expect((await visitor.get('/')).status).toBe(200);
    expect((await visitor.get('/sign-in/second-factor')).location).toBe('/?not-allowed=1');
    const kept = JSON.stringify([await row(), await web.database.recoveryCode.findMany()], (_key, value) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    for (const code of [secret.replaceAll(' ', ''), ...recovery.map((one) => one.replace('-', ''))])
      expect(kept).not.toContain(code);
    expect(await deeds('setUpSecondFactor')).toContain('desk done');
  });

  test('with a wrong code nothing is set up, and the same secret stays on the page', async () => {
    const visitor = browser();
    await password(visitor);
    const secret = secretOn((await visitor.get('/sign-in/second-factor')).text);
    const wrong = await visitor.post('/sign-in/second-factor', { code: '000000' });
    expect([wrong.status, secretOn(wrong.text)]).toEqual([422, secret]);
    expect(await web.database.secondFactor.count()).toBe(0);
  });

  test('two that know the password are offered different secrets, and the second can’t take the account', async () => {
    const [hers, theirs] = [browser(), browser()];
    await password(theirs);
    const stolen = secretOn((await theirs.get('/sign-in/second-factor')).text);
    const { secret } = await setUp(hers);
    expect(stolen).not.toBe(secret);
    // The other session has ended: a second factor is there now.
    const late = await theirs.post('/sign-in/second-factor', { code: codeOf(stolen, at) });
    expect(late.location).toBe('/sign-in');
    expect((await hers.get('/')).status).toBe(200);
  });
});

describe('the code', () => {
  test('is asked for at each sign-in and counts once, also when it is sent twice at once', async () => {
    const { secret } = await setUp(browser());
    const [first, second] = [browser(), browser()];
    for (const visitor of [first, second]) expect(await password(visitor)).toBe('/sign-in/code');
    // The one of the setting up was used.
    expect((await give(first, codeOf(secret, at))).status).toBe(401);
    later(30);
    const code = codeOf(secret, at);
    await Promise.all([first, second].map((visitor) => visitor.get('/sign-in/code')));
    const got = await Promise.all([first, second].map((visitor) => visitor.post('/sign-in/code', { code })));
    expect(got.map(({ status }) => status).sort()).toEqual([303, 401]);
    expect(await deeds('giveCode')).toContain('desk SECOND_FACTOR_WRONG');
  });

  test('of the step before the last used one is not taken any more', async () => {
    const { secret } = await setUp(browser());
    later(60);
    const before = codeOf(secret, new Date(at.getTime() - 30_000));
    const visitor = browser();
    await password(visitor);
    expect((await give(visitor, codeOf(secret, at))).location).toBe('/');
    const again = browser();
    await password(again);
    expect((await give(again, before)).status).toBe(401);
  });

  test('after five wrong ones has to wait, and then the right one is taken', async () => {
    const { secret } = await setUp(browser());
    const visitor = browser();
    await password(visitor);
    later(600);
    for (let n = 0; n < 5; n += 1) expect((await give(visitor, '000000')).status).toBe(401);
    expect((await give(visitor, codeOf(secret, at))).status).toBe(429);
    later(600);
    expect((await give(visitor, codeOf(secret, at))).location).toBe('/');
    expect((await row()).failures).toBe(0);
  });

  test('after fifty wrong ones in a row opens nothing any more, nor does a recovery code', async () => {
    const { secret, recovery } = await setUp(browser());
    await web.database.secondFactor.updateMany({ data: { failures: 50 } });
    later(30);
    const visitor = browser();
    await password(visitor);
    expect((await give(visitor, codeOf(secret, at))).text).toContain('管理者に');
    expect((await give(visitor, recovery[0] ?? '')).status).toBe(401);
  });

  test('of another’s second factor is worth nothing', async () => {
    const { secret } = await setUp(browser(), 'operator');
    await setUp(browser(), 'desk');
    later(30);
    const visitor = browser();
    await password(visitor, 'desk');
    expect((await give(visitor, codeOf(secret, at))).status).toBe(401);
  });
});

test('a recovery code opens the account once, in any writing, and says how many are left', async () => {
  const { recovery } = await setUp(browser());
  const [code = ''] = recovery;
  const visitor = browser();
  await password(visitor);
  expect((await visitor.get('/sign-in/code?with=recovery')).text).toContain('回復コード');
  expect((await give(visitor, code.toLowerCase().replace('-', ' '))).location).toBe('/my-account');
  expect((await visitor.get('/my-account')).text).toContain('回復コードの残りは9個');
  const again = browser();
  await password(again);
  expect((await give(again, code)).status).toBe(401);
  expect(await deeds('useRecoveryCode')).toContain('desk done');
});

describe('one’s own settings', () => {
  test('another app asks for a code of the present one, ends all other sessions, and the old codes are gone', async () => {
    const [visitor, other] = [browser(), browser()];
    const { secret, recovery } = await setUp(visitor);
    later(30);
    await password(other);
    await give(other, codeOf(secret, at));
    later(30);
    const page = (await visitor.get('/my-account/second-factor')).text;
    const fresh = secretOn(page);
    const change = (present: string, code: string) =>
      visitor.post('/my-account/second-factor', { present, code });
    expect((await change('000000', codeOf(fresh, at))).status).toBe(422);
    expect((await change(codeOf(secret, at), '000000')).status).toBe(422);
    const changed = await change(codeOf(secret, at), codeOf(fresh, at));
    expect([changed.status, recoveryCodesOn(changed.text).length]).toEqual([200, 10]);
    expect((await visitor.get('/')).status).toBe(200);
    expect((await other.get('/')).location).toBe('/sign-in');
    later(30);
    await password(other);
    for (const old of [codeOf(secret, at), recovery[0] ?? ''])
      expect((await give(other, old)).status).toBe(401);
    expect((await give(other, codeOf(fresh, at))).location).toBe('/');
  });

  test('new recovery codes for a code; the old ones are worth nothing', async () => {
    const visitor = browser();
    const { secret, recovery } = await setUp(visitor);
    later(30);
    const action = '/my-account/recovery-codes';
    const form = filledIn(await visitor.get('/my-account'), action, { code: '000000' });
    expect((await press(visitor, action, form)).status).toBe(422);
    form.set('code', codeOf(secret, at));
    const [renewed, ...again] = await pressThrice(visitor, action, form);
    const codes = recoveryCodesOn(renewed?.text ?? '');
    expect(codes).toHaveLength(10);
    expect(again.map(({ text }) => recoveryCodesOn(text))).toEqual([codes, codes]);
    const other = browser();
    await password(other);
    expect((await give(other, recovery[3] ?? '')).status).toBe(401);
    expect((await give(other, codes[3] ?? '')).location).toBe('/my-account');
  });
});

test('a lost one is set up anew with a code from the administrator; the password alone opens nothing', async () => {
  await setUp(browser());
  const admin = browser();
  await setUp(admin, 'admin');
  const { id, passwordHash } = await web.database.account.findUniqueOrThrow({ where: { account: 'desk' } });
  await admin.get(`/accounts/${id}`);
  const fields = { factId: randomUUID(), what: 'secondFactor', reason: '電話をなくした' };
  const code = codeOn((await admin.post(`/accounts/${id}/set-up-code`, fields)).text);
  expect(await password(browser())).toBeNull();
  const visitor = browser();
  await visitor.get('/set-up');
  const chosen = 'amagasa to nagagutsu';
  await visitor.post('/set-up', { account: 'desk', code, password: chosen, again: chosen });
  await visitor.get('/sign-in');
  const got = await visitor.post('/sign-in', { account: 'desk', password: chosen });
  expect(got.location).toBe('/sign-in/second-factor');
  expect(await deeds('resetSecondFactor')).toContain('admin done');
  await web.database.account.update({ where: { account: 'desk' }, data: { passwordHash } });
});

test('everybody sees their own last sign-ins, the refused ones too', async () => {
  const visitor = browser();
  await browser().json('POST', '/api/session', { account: 'desk', password: 'a guess' });
  await setUp(visitor);
  const page = (await visitor.get('/my-account')).text;
  const listed = page.slice(page.indexOf('最近のログイン')).match(/<li>[^<]*/g) ?? [];
  expect(listed[0]).toContain('ログインしました');
  expect(listed[1]).toContain('できませんでした');
});

test('a program signs in with the code in the same request, and is told when it lacks one', async () => {
  const { secret } = await setUp(browser());
  later(30);
  const sign = async (more: object) => {
    const got = await browser().json('POST', '/api/session', {
      account: 'desk',
      password: passwordOf('desk'),
      ...more,
    });
    return [got.status, JSON.parse(got.text).code ?? JSON.parse(got.text).role];
  };
  expect(await sign({})).toEqual([401, 'SECOND_FACTOR_NEEDED']);
  expect(await sign({ code: '000000' })).toEqual([401, 'SECOND_FACTOR_WRONG']);
  expect(await sign({ password: 'wrong', code: codeOf(secret, at) })).toEqual([401, 'SIGN_IN_FAILED']);
  expect(await sign({ code: codeOf(secret, at) })).toEqual([200, 'prefecturalDesk']);
  expect(await sign({ code: codeOf(secret, at) })).toEqual([401, 'SECOND_FACTOR_WRONG']);
});

test('a session of before the setting was turned on gives its code now', async () => {
  const visitor = browser();
  await setUp(visitor);
  await web.database.session.updateMany({ where: { account: 'desk' }, data: { codeGiven: false } });
  expect((await visitor.get('/pick-list')).location).toBe('/sign-in/code');
});
