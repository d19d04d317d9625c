import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Device, type Got, type Visitor } from '@toshobin/web/testing';
import { demoAccounts } from '../accounts/demo-accounts.ts';
import { forgetSessions } from '../signed-in/forget-sessions.ts';
import { codeOf, secretOn } from '../testing/codes.ts';
import { hanakosCard, hanakosCopy, hanakosReservation } from '../testing/stand-ins.ts';
import { startStaffWeb, type TestStaffWeb } from '../testing/start-staff-web.ts';
import { keptActOf } from './acts.ts';

let web: TestStaffWeb;
let at = new Date('2026-11-25T01:00:00Z');
const later = (minutes: number) => {
  at = new Date(at.getTime() + minutes * 60_000);
};
/** Of the desk's second factor, which is set up once: ten recovery codes are hashed each time. */
let secret: string;
beforeAll(async () => {
  web = await startStaffWeb({ secondFactor: 'required', now: () => at });
  ({ secret } = await setUp(browser(), 'desk'));
});
afterAll(() => web.stop());
afterEach(async () => {
  web.heard.length = 0;
  await web.database.secondFactor.deleteMany({ where: { account: { not: 'desk' } } });
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
/** Signs in and sets up a second factor; answers its secret and the page of the recovery codes. */
async function setUp(visitor: Visitor, account: string) {
  await givePassword(visitor, account);
  const secret = secretOn((await visitor.get('/sign-in/second-factor')).text);
  const page = await visitor.post('/sign-in/second-factor', { code: codeOf(secret, at) });
  await visitor.get('/my-account');
  return { secret, page };
}
async function signIn(visitor: Visitor): Promise<void> {
  // A code counts once.
  later(1);
  expect(await signInAgain(visitor)).toBe('/');
  await visitor.get('/my-account');
}
async function signInAgain(visitor: Visitor): Promise<string | null> {
  expect(await givePassword(visitor, 'desk')).toBe('/sign-in/code');
  await visitor.get('/sign-in/code');
  return (await visitor.post('/sign-in/code', { code: codeOf(secret, at) })).location;
}
const tokenOn = (page: Got) => /name="_token" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
/** As a browser sends it from a page of ours, with the token of the last page that was drawn. */
async function send(visitor: Visitor, page: Got, path: string, fields: Record<string, string>): Promise<Got> {
  const _token = tokenOn(page);
  const body = new URLSearchParams({ _token, ...fields }).toString();
  return visitor.send('POST', path, { body, headers: { 'sec-fetch-site': 'same-origin' } });
}
/** The desk is signed in, and has typed for longer than its session lasts. */
async function sentTooLate(path = CANCELLATION, fields: Record<string, string> = typed) {
  const desk = browser();
  await signIn(desk);
  const page = await desk.get('/my-account');
  later(61);
  const turned = await send(desk, page, path, fields);
  return { desk, page, turned };
}

describe('a form whose session ended while staff wrote', () => {
  test('is offered to the same account after the password and the code, not before, and is sent with one press', async () => {
    const { desk, turned } = await sentTooLate();
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
    const { desk, page } = await sentTooLate();
    expect((await setUp(desk, 'operator')).page.text).toContain('href="/"');
    expect((await desk.get('/again')).location).toBe('/');
    // Sent once more from the page that is still open, it shows nothing of it to them.
    const stale = await send(desk, page, '/my-account/recovery-codes', { code: 'しかも秘密' });
    expect([stale.status, stale.text.includes('しかも秘密')]).toEqual([403, false]);
    expect(await signInAgain(desk)).toBe('/again');
    expect((await desk.get('/again')).text).toContain(REASON);
  });

  test('is offered for half an hour, and then removed', async () => {
    const { desk } = await sentTooLate();
    later(30);
    expect((await desk.get('/sign-in')).text).not.toContain('まだ記録していません');
    expect(await signInAgain(desk)).toBe('/');
    later(1);
    await forgetSessions(web.database, at);
    expect(await web.database.keptForm.count()).toBe(0);
  });

  test('is kept when another tab has given the password and no code yet', async () => {
    const desk = browser();
    await signIn(desk);
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
    const where = { account: 'desk' };
    const { sealedSecret } = await web.database.secondFactor.delete({ where });
    expect((await setUp(desk, 'desk')).page.text).toContain('href="/again"');
    expect((await desk.get('/again')).text).toContain(REASON);
    await web.database.secondFactor.update({ where, data: { sealedSecret } });
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

describe('whoever else there is', () => {
  test('another browser of the same account is offered nothing', async () => {
    await sentTooLate();
    const elsewhere = browser();
    expect(await signInAgain(elsewhere)).toBe('/');
    expect((await elsewhere.get('/again')).location).toBe('/');
  });

  test('signed in by half as somebody else, it is neither kept nor shown to them', async () => {
    const desk = browser();
    await signIn(desk);
    const page = await desk.get('/my-account');
    const operator = await setUp(browser(), 'operator');
    later(61);
    expect(await givePassword(desk, 'operator')).toBe('/sign-in/code');
    expect((await send(desk, page, CANCELLATION, typed)).location).toBe('/sign-in/code');
    await desk.get('/sign-in/code');
    expect((await desk.post('/sign-in/code', { code: codeOf(operator.secret, at) })).location).toBe('/');
    expect(await web.database.keptForm.count()).toBe(0);
  });

  test('another site keeps nothing, sends nothing again and makes nothing forgotten', async () => {
    const { desk, page } = await sentTooLate();
    await web.database.keptForm.deleteMany();
    const fromElsewhere = (path: string, of: Got) => {
      const _token = tokenOn(of);
      const body = new URLSearchParams({ _token, ...typed }).toString();
      return desk.send('POST', path, { body, headers: { 'sec-fetch-site': 'same-site' } });
    };
    expect((await fromElsewhere(CANCELLATION, page)).status).toBe(403);
    expect(await web.database.keptForm.count()).toBe(0);
    await send(desk, page, CANCELLATION, typed);
    await signInAgain(desk);
    const offered = await desk.get('/again');
    expect((await fromElsewhere(`${CANCELLATION}?again=1`, offered)).status).toBe(403);
    expect(web.heard).toEqual([]);
    expect((await desk.get('/again')).text).toContain(REASON);
  });

  test('a token of another session does not send it', async () => {
    const { desk, page } = await sentTooLate();
    await signInAgain(desk);
    const stale = await send(desk, page, `${CANCELLATION}?again=1`, typed);
    // Offered with the token that is valid now: the form is not lost by it.
    expect([stale.status, stale.text.includes(REASON), web.heard]).toEqual([403, true, []]);
  });

  test('a role that was taken away meanwhile carries nothing out', async () => {
    const { desk } = await sentTooLate();
    await web.database.account.update({ where: { account: 'desk' }, data: { role: 'operator' } });
    expect(await signInAgain(desk)).toBe('/again');
    const offered = await desk.get('/again');
    const sent = await send(desk, offered, `${CANCELLATION}?again=1`, typed);
    expect([sent.location, web.heard]).toEqual(['/?not-allowed=1', []]);
    await web.database.account.update({ where: { account: 'desk' }, data: { role: 'prefecturalDesk' } });
  });

  test('of a suspended account nothing is kept', async () => {
    const desk = browser();
    await signIn(desk);
    const page = await desk.get('/my-account');
    await web.database.account.update({ where: { account: 'desk' }, data: { suspendedAt: at } });
    expect((await send(desk, page, CANCELLATION, typed)).location).toBe('/sign-in');
    expect(await web.database.keptForm.count()).toBe(0);
    await web.database.account.update({ where: { account: 'desk' }, data: { suspendedAt: null } });
  });
});

describe('pressed twice', () => {
  test('after the end of the session it is kept once; after the sign-in both have the same id', async () => {
    const desk = browser();
    await signIn(desk);
    const page = await desk.get('/my-account');
    later(61);
    const press = () => send(desk, page, CANCELLATION, typed);
    const turned = await Promise.all([press(), press()]);
    expect(turned.map(({ location }) => location)).toEqual(['/sign-in', '/sign-in']);
    expect(await web.database.keptForm.count()).toBe(1);
    await desk.get('/sign-in');
    await signInAgain(desk);
    const offered = await desk.get('/again');
    expect(offered.text).toContain(`name="wishId" value="${typed.wishId}"`);
    const again = () => send(desk, offered, `${CANCELLATION}?again=1`, typed);
    const twice = await Promise.all([again(), again()]);
    expect(twice.map(({ status, location }) => [status, location])).toEqual([
      [303, `/timeline/${hanakosReservation}`],
      [303, `/timeline/${hanakosReservation}`],
    ]);
    expect(await web.database.keptForm.count()).toBe(0);
  });

  test('offered, left alone for longer than a session, it is kept and offered once more', async () => {
    const { desk } = await sentTooLate();
    await signInAgain(desk);
    const offered = await desk.get('/again');
    later(61);
    expect((await send(desk, offered, `${CANCELLATION}?again=1`, typed)).location).toBe('/sign-in');
    expect(await signInAgain(desk)).toBe('/again');
    expect((await desk.get('/again')).text).toContain(`action="${CANCELLATION}?again=1"`);
  });
});

describe('what is not kept', () => {
  test('a scan: it is said that it was not counted, before the sign-in and after it', async () => {
    const scan = { factId: randomUUID(), code: hanakosCopy, from: 'counter' };
    const { desk, turned } = await sentTooLate('/returns', scan);
    expect(turned.location).toBe('/sign-in');
    expect((await desk.get('/sign-in')).text).toContain('今の操作は、まだ記録していません');
    expect(await signInAgain(desk)).toBe('/again');
    expect((await desk.get('/again')).location).toBe('/returns?from=counter');
    const page = (await desk.get('/returns?from=counter')).text;
    expect(page).toMatch(/data-tone="stop".*記録していません.*もう一度読み取ってください/s);
    expect(page).toContain(hanakosCopy);
    expect((await desk.get('/again')).location).toBe('/');
    expect(web.heard).toEqual([]);
  });

  test('a scan that was carried out, and whose answer was lost, is not said to be not recorded', async () => {
    const scan = { factId: randomUUID(), code: hanakosCopy, from: 'counter' };
    const desk = browser();
    await signIn(desk);
    const page = await desk.get('/my-account');
    await send(desk, page, '/returns', scan);
    later(61);
    // Its page tries again.
    await send(desk, page, '/returns', scan);
    await signInAgain(desk);
    expect((await desk.get('/again')).location).toBe('/returns?from=counter');
    const answer = (await desk.get('/returns?from=counter')).text;
    expect(answer).toContain('受け付け済みです');
    expect(answer).not.toContain('記録していません');
  });

  test('the number of a card that was read too late is kept nowhere', async () => {
    const { desk } = await sentTooLate('/hand-out', { factId: randomUUID(), code: hanakosCard });
    await signInAgain(desk);
    await desk.get('/again');
    const page = (await desk.get('/hand-out')).text;
    expect(page).toContain('もう一度読み取ってください');
    expect(page).not.toContain(hanakosCard);
  });

  test('a scan does not take the place of what was typed', async () => {
    const { desk, page } = await sentTooLate();
    await send(desk, page, '/returns', { factId: randomUUID(), code: hanakosCopy, from: 'counter' });
    await signInAgain(desk);
    expect((await desk.get('/again')).text).toContain(REASON);
  });

  test('a reservation for a caller whom the session has forgotten: it could become another person’s', async () => {
    const reservation = { reservationId: randomUUID(), recordId: '1' };
    const { desk } = await sentTooLate('/phone/reserve', reservation);
    await signInAgain(desk);
    const page = (await desk.get('/again')).text;
    expect(page).toContain('記録していません');
    expect(page).not.toContain(reservation.reservationId);
  });

  test('what rests on a person or a copy in hand, and whatever asks for a password or a code: no form but these', () => {
    const forms = web.routes.list.filter(({ kind }) => kind === 'form');
    const lost = forms.map(({ path }) => path).filter((path) => keptActOf(path) === undefined);
    const [signingIn, ownAccount, scans, counter, caller] = [
      [
        '/enrol-terminal',
        '/set-up',
        '/sign-in',
        '/sign-in/code',
        '/sign-in/second-factor',
        '/sign-out',
        '/find',
        '/look-up',
        '/tasks',
        '/audit',
      ],
      ['password', 'recovery-codes', 'second-factor', 'sessions'].map((what) => `/my-account/${what}`),
      [
        ...['/arrivals', '/hand-in', '/returns', '/scans/answers', '/scans/undo', '/start'],
        ...['/pick-list/not-on-shelf', '/pick-list/pick', '/packing', '/parcels'],
        ...['/dispatch-board', '/send-back'],
        ...['answer', 'next-parcel', 'not-arrived', 'pack', 'unpack'].map(
          (verb) => `/parcels/:parcelNumber/${verb}`,
        ),
      ],
      ['', '/done', '/late', '/name', '/override'].map((way) => `/hand-out${way}`),
      [
        ...['/phone', '/phone/done', '/phone/reserve', '/phone/titles', '/slips/receipt/loans'],
        ...[
          'cancel',
          'change-pickup',
          'extend',
          'hold-cancellation',
          'keep',
          'preview',
          'resume',
          'suspend',
        ].map((act) => `/phone/:reservationId/${act}`),
        ...['end-registration', 'letter', 'person', 'release', 'renew', 'replace', 'suspend'].map(
          (act) => `/cards/${act}`,
        ),
      ],
    ];
    const known = [signingIn, ownAccount, scans, counter, caller].flat();
    expect([...new Set(lost)].sort()).toEqual(known.sort());
  });

  test('a password, in whatever form it comes', async () => {
    const secrets = { password: 'とてもひみつの言葉', current: 'いまのひみつの言葉' };
    const { desk } = await sentTooLate(CANCELLATION, { ...typed, ...secrets });
    await signInAgain(desk);
    const offered = (await desk.get('/again')).text;
    expect([offered.includes(REASON), offered.includes('ひみつ')]).toEqual([true, false]);
  });

  test('a scan that a script sends: it is answered, and stays in the browser’s own queue', async () => {
    const desk = browser();
    await signIn(desk);
    later(61);
    const scan = { factId: randomUUID(), occurredAt: at.toISOString(), barcode: hanakosCopy };
    expect((await desk.json('POST', '/api/scans/return', scan)).status).toBe(401);
    expect(await web.database.keptForm.count()).toBe(0);
  });

  test('signing out after the end of the session: there is nothing left to do', async () => {
    const { desk, turned } = await sentTooLate('/sign-out', {});
    expect(turned.location).toBe('/sign-in');
    expect((await desk.get('/sign-in')).text).not.toContain('まだ記録していません');
  });
});
