import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Device, type Got, type Visitor } from '@toshobin/web/testing';
import { demoAccounts } from '../accounts/demo-accounts.ts';
import { forgetSessions } from '../sessions/forget-sessions.ts';
import { codeOf, secretOn } from '../testing/codes.ts';
import { hanakosCopy, hanakosReservation } from '../testing/fake-services.ts';
import { startStaffWeb, type TestStaffWeb } from '../testing/start-staff-web.ts';
import { keptActOf } from './acts.ts';

let web: TestStaffWeb;
let at = new Date('2026-11-25T01:00:00Z');
const later = (minutes: number) => {
  at = new Date(at.getTime() + minutes * 60_000);
};
beforeAll(async () => {
  web = await startStaffWeb({ secondFactor: 'required', now: () => at });
});
afterAll(() => web.stop());
afterEach(async () => {
  await web.database.secondFactor.deleteMany();
  await web.database.session.deleteMany();
  await web.database.signInAttempt.deleteMany();
});

const browser = () => new Device(web.service.url);
const passwordOf = (account: string) => demoAccounts.find((one) => one.account === account)?.password ?? '';
const CANCELLATION = `/timeline/${hanakosReservation}/cancellation`;
const REASON = '電話で承りました。本人のご都合で、来月まで来館できないとのことです。';
const typed = { wishId: randomUUID(), why: 'library', reason: REASON };
const KEPT = '入力した内容は残っています';

async function givePassword(visitor: Visitor, account: string): Promise<string | null> {
  await visitor.get('/sign-in');
  return (await visitor.post('/sign-in', { account, password: passwordOf(account) })).location;
}
/** Signs in with a second factor that is set up with it; answers its secret and the page of the recovery codes. */
async function signIn(visitor: Visitor, account = 'desk') {
  await givePassword(visitor, account);
  const secret = secretOn((await visitor.get('/sign-in/second-factor')).text);
  const page = await visitor.post('/sign-in/second-factor', { code: codeOf(secret, at) });
  await visitor.get('/my-account');
  return { secret, page };
}
async function signInAgain(visitor: Visitor, secret: string): Promise<string | null> {
  expect(await givePassword(visitor, 'desk')).toBe('/sign-in/code');
  await visitor.get('/sign-in/code');
  return (await visitor.post('/sign-in/code', { code: codeOf(secret, at) })).location;
}
/** As a browser sends it from a page of ours, with the token of the last page that was drawn. */
async function send(visitor: Visitor, page: Got, path: string, fields: Record<string, string>): Promise<Got> {
  const _token = /name="_token" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  const body = new URLSearchParams({ _token, ...fields }).toString();
  return visitor.send('POST', path, { body, headers: { 'sec-fetch-site': 'same-origin' } });
}
/** The desk is signed in, and has typed for longer than its session lasts. */
async function sentTooLate(path = CANCELLATION, fields: Record<string, string> = typed) {
  const desk = browser();
  const { secret } = await signIn(desk);
  const page = await desk.get('/my-account');
  later(61);
  const turned = await send(desk, page, path, fields);
  return { desk, secret, page, turned };
}

describe('a form whose session ended while staff wrote', () => {
  test('is offered to the same account after the password and the code, not before, and is sent with one press', async () => {
    const { desk, secret, turned } = await sentTooLate();
    expect([turned.status, turned.location]).toEqual([303, '/sign-in']);
    const before = await desk.get('/sign-in');
    expect(before.text).toContain('今の操作は、まだ記録していません');
    expect(before.text).not.toContain(REASON);
    expect(await givePassword(desk, 'desk')).toBe('/sign-in/code');
    const halfway = await desk.get('/again');
    expect([halfway.location, halfway.text.includes(REASON)]).toEqual(['/sign-in/code', false]);
    expect((await desk.get('/sign-in/code')).text).toContain('今の操作は、まだ記録していません');
    expect((await desk.post('/sign-in/code', { code: codeOf(secret, at) })).location).toBe('/again');
    const offered = await desk.get('/again');
    for (const text of [KEPT, REASON, typed.wishId, `action="${CANCELLATION}?again=1"`])
      expect(offered.text).toContain(text);
    const sent = await send(desk, offered, `${CANCELLATION}?again=1`, typed);
    expect([sent.status, sent.location?.startsWith('/sign-in')]).toEqual([303, false]);
    // What was sent does not wait any more.
    expect((await desk.get('/again')).location).toBe('/');
  });

  test('is offered to nobody else who signs in at that browser, and to its own account even after them', async () => {
    const { desk, secret, page } = await sentTooLate();
    expect((await signIn(desk, 'operator')).page.text).toContain('href="/"');
    expect((await desk.get('/again')).location).toBe('/');
    // Sent once more from the page that is still open, it shows nothing of it to them.
    const stale = await send(desk, page, '/my-account/recovery-codes', { code: 'しかも秘密' });
    expect([stale.status, stale.text.includes('しかも秘密')]).toEqual([403, false]);
    expect(await signInAgain(desk, secret)).toBe('/again');
    expect((await desk.get('/again')).text).toContain(REASON);
  });

  test('is offered for half an hour, and then removed', async () => {
    const { desk, secret } = await sentTooLate();
    later(30);
    expect((await desk.get('/sign-in')).text).not.toContain('まだ記録していません');
    expect(await signInAgain(desk, secret)).toBe('/');
    later(1);
    await forgetSessions(web.database, at);
    expect(await web.database.keptForm.count()).toBe(0);
  });

  test('is kept when another tab has given the password and no code yet', async () => {
    const desk = browser();
    const { secret } = await signIn(desk);
    const page = await desk.get('/my-account');
    later(1);
    await givePassword(desk, 'desk');
    const turned = await send(desk, page, CANCELLATION, typed);
    expect(turned.location).toBe('/sign-in/code');
    await desk.get('/sign-in/code');
    expect((await desk.post('/sign-in/code', { code: codeOf(secret, at) })).location).toBe('/again');
    expect((await desk.get('/again')).text).toContain(REASON);
  });

  test('waits behind the recovery codes of whoever has to set up a second factor first', async () => {
    const { desk } = await sentTooLate();
    await web.database.secondFactor.deleteMany();
    expect((await signIn(desk)).page.text).toContain('href="/again"');
    expect((await desk.get('/again')).text).toContain(REASON);
  });

  test('can’t be read in the database', async () => {
    await sentTooLate();
    const rows = JSON.stringify(await web.database.keptForm.findMany());
    for (const word of [REASON, 'cancellation', 'desk']) expect(rows).not.toContain(word);
  });

  test('is kept of our own pages and accounts alone: a token that somebody made up keeps nothing', async () => {
    const nobody = browser();
    await nobody.get('/sign-in');
    const body = new URLSearchParams({ _token: 'a.desk', ...typed }).toString();
    const headers = { 'sec-fetch-site': 'same-origin' };
    expect((await nobody.send('POST', CANCELLATION, { body, headers })).location).toBe('/sign-in');
    expect([await web.database.keptForm.count(), await web.database.session.count()]).toEqual([0, 0]);
  });
});

describe('what is not kept', () => {
  test('a scan: it is said that it was not counted, before the sign-in and after it', async () => {
    const scan = { factId: randomUUID(), code: hanakosCopy, from: 'counter' };
    const { desk, secret, turned } = await sentTooLate('/returns', scan);
    expect(turned.location).toBe('/sign-in');
    expect((await desk.get('/sign-in')).text).toContain('今の操作は、まだ記録していません');
    expect(await signInAgain(desk, secret)).toBe('/again');
    const page = (await desk.get('/again')).text;
    expect(page).toContain('もう一度はじめから読み取ってください');
    expect(page).not.toContain(hanakosCopy);
    expect((await desk.get('/again')).location).toBe('/');
  });

  test('a scan does not take the place of what was typed', async () => {
    const { desk, secret, page } = await sentTooLate();
    await send(desk, page, '/returns', { factId: randomUUID(), code: hanakosCopy, from: 'counter' });
    await signInAgain(desk, secret);
    expect((await desk.get('/again')).text).toContain(REASON);
  });

  test('a reservation for a caller whom the session has forgotten: it could become another person’s', async () => {
    const reservation = { reservationId: randomUUID(), recordId: '1' };
    const { desk, secret } = await sentTooLate('/phone/reserve', reservation);
    await signInAgain(desk, secret);
    const page = (await desk.get('/again')).text;
    expect(page).toContain('記録していません');
    expect(page).not.toContain(reservation.reservationId);
  });

  test.each([
    '/my-account/password',
    '/my-account/second-factor',
    '/set-up',
    '/sign-in/code',
    '/enrol-terminal',
  ])('passwords and codes: %s', (path) => expect(keptActOf(path)).toBeUndefined());

  test('signing out after the end of the session: there is nothing left to do', async () => {
    const { desk, turned } = await sentTooLate('/sign-out', {});
    expect(turned.location).toBe('/sign-in');
    expect((await desk.get('/sign-in')).text).not.toContain('まだ記録していません');
  });
});
