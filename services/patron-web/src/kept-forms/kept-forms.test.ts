import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { sayIn } from '@toshobin/web';
import { formOn, Visitor } from '@toshobin/web/testing';
import { FROM_OURSELVES, press } from '../testing/as-a-browser.ts';
import { signedIn } from '../testing/signed-in.ts';
import { startPatronWeb, type TestWeb } from '../testing/start-patron-web.ts';
import { actOf } from './kept-form.page.tsx';

const BEFORE = new Date('2026-11-24T19:20:00Z'); // 4:20 in Tokyo
const CLOSED = new Date('2026-11-24T19:31:00Z');
const OPEN = new Date('2026-11-24T20:01:00Z');
let now = BEFORE;
let web: TestWeb;
beforeAll(async () => {
  web = await startPatronWeb({ now: () => now, maintenanceWindow: '04:30-05:00' });
});
afterAll(() => web.stop());
afterEach(async () => {
  now = BEFORE;
  web.heard.applications.clear();
  web.heard.admissions.length = 0;
  await web.database.patronBasketItem.deleteMany();
});

/** Hanako has the check open just before the web closes; she presses when it has closed. */
async function pressedTooLate() {
  const hanako = await signedIn(web);
  await hanako.get('/basket');
  await hanako.post('/basket/add', { recordId: '1' });
  const check = await hanako.get('/reserve/confirm?pickup=uto');
  now = CLOSED;
  const closed = await press(hanako, check, '/reserve');
  return { hanako, check, closed };
}

test('a form sent while the web is closed is offered again, and pressed afterwards it reserves once (R12)', async () => {
  const { hanako, closed } = await pressedTooLate();
  expect([closed.status, closed.headers.get('retry-after')]).toEqual([503, String(29 * 60)]);
  expect(closed.text).toContain('入力した内容は残っています');
  expect(web.heard.applications.size).toBe(0);
  now = new Date(BEFORE.getTime() + 25 * 60_000);
  expect((await press(hanako, closed, '/reserve')).status).toBe(503);
  // Whoever has done something meanwhile is still signed in.
  await web.database.session.updateMany({ data: { lastSeenAt: OPEN } });
  now = OPEN;
  const twice = await Promise.all([press(hanako, closed, '/reserve'), press(hanako, closed, '/reserve')]);
  expect(twice.map((got) => got.location)).toEqual(['/reserve/done', '/reserve/done']);
  expect(web.heard.applications.size).toBe(1);
});

test('when the session has ended in the meantime, the sign-in comes first and the form after it', async () => {
  const { hanako, closed } = await pressedTooLate();
  now = OPEN;
  const turned = await Promise.all([press(hanako, closed, '/reserve'), press(hanako, closed, '/reserve')]);
  expect(turned.map(({ location }) => location)).toEqual(Array(2).fill('/sign-in?next=%2Fagain'));
  expect(web.heard.applications.size).toBe(0);
  const signIn = await hanako.get('/sign-in?next=/again');
  expect(signIn.text).toContain('ログインの時間が過ぎていました。入力した内容は残っています。');
  expect((await hanako.get('/sign-in')).text).not.toContain('ログインの時間が過ぎていました');
  const fields = formOn(signIn, '/sign-in');
  fields.set('cardNumber', '20012340');
  fields.set('password', 'まちがい');
  await hanako.send('POST', '/sign-in', { body: fields.toString() });
  fields.set('password', '正しいパスワード');
  const into = await hanako.send('POST', '/sign-in', { body: fields.toString() });
  expect(into.location).toBe('/again');
  const offered = await hanako.get('/again');
  expect(offered.text).toContain('入力した内容は残っています');
  expect((await press(hanako, offered, '/reserve')).location).toBe('/reserve/done');
  // She goes back, and sees the page again: it does not say that nothing was done and leave it at that.
  expect((await hanako.get('/again')).text).toContain('もう一度押しても、二重にはなりません');
  await press(hanako, offered, '/reserve');
  expect(web.heard.applications.size).toBe(1);
  expect((await hanako.get('/reserve/done')).text).toContain('1点の予約を受け付けました');
});

test('every form that may be kept is offered by the name of what it does', () => {
  const kept = web.routes.list.filter(({ kind, access }) => kind === 'form' && access !== 'public');
  expect(kept.filter(({ path }) => actOf(path, sayIn('ja')) === 'ほかの手続き')).toEqual([]);
  const inEnglish = (path: string) => actOf(path, sayIn('en'));
  expect(inEnglish('/email/test')).toBe('Sending a test mail');
  expect(inEnglish('/history/forget')).toBe('Deleting your history');
  expect(inEnglish('/reading-orders/1/pickup')).not.toBe(inEnglish('/my-library/1/pickup'));
});

test('what one person had filled in is not offered to the next one who signs in on the browser', async () => {
  const { hanako, check, closed } = await pressedTooLate();
  now = OPEN;
  await press(hanako, closed, '/reserve');
  const fields = formOn(await hanako.get('/sign-in?next=/again'), '/sign-in');
  fields.set('cardNumber', '20012340');
  fields.set('password', '正しいパスワード');
  await hanako.send('POST', '/sign-in', { body: fields.toString() });
  // The next one has another card.
  await web.database.session.updateMany({ data: { patronId: randomUUID() } });
  expect((await hanako.get('/again')).location).toBe('/my-library');
  const stale = await press(hanako, check, '/reserve');
  expect(stale.status).toBe(403);
  expect(stale.text).not.toContain('name="reservationId');
  expect(stale.text).not.toContain('入力した内容は残っています');
  expect(web.heard.applications.size).toBe(0);
});

test.each([
  ['a form that is no form', { 'content-type': 'text/plain' }, 'x'],
  ['a form that is no text', { 'content-type': 'application/x-www-form-urlencoded' }, 'a=%ff'],
])('%s is refused in the closed hours, and the web goes on', async (_name, headers, body) => {
  now = CLOSED;
  const someone = new Visitor(web.service.url);
  const got = await someone.send('POST', '/reserve', { body, headers: { ...FROM_OURSELVES, ...headers } });
  expect([400, 415]).toContain(got.status);
  expect((await someone.get('/')).status).toBe(503);
});

test('whoever comes to the same browser half an hour later is offered nothing of it', async () => {
  const { hanako, closed } = await pressedTooLate();
  now = OPEN;
  await press(hanako, closed, '/reserve');
  now = new Date(OPEN.getTime() + 30 * 60_000);
  const fields = formOn(await hanako.get('/sign-in?next=/again'), '/sign-in');
  fields.set('cardNumber', '20012340');
  fields.set('password', '正しいパスワード');
  await hanako.send('POST', '/sign-in', { body: fields.toString() });
  expect((await hanako.get('/again')).location).toBe('/my-library');
});

test('when another tab has signed in anew, the form is offered with a token that is valid now', async () => {
  const { hanako, closed } = await pressedTooLate();
  now = OPEN;
  hanako.cookie = (await signedIn(web)).cookie;
  const stale = await press(hanako, closed, '/reserve');
  expect([stale.status, stale.text]).toEqual([403, expect.stringContaining('入力した内容は残っています')]);
  expect(web.heard.applications.size).toBe(0);
  expect((await press(hanako, stale, '/reserve')).location).toBe('/reserve/done');
  expect(web.heard.applications.size).toBe(1);
});

test('a password is never kept, and is asked for again', async () => {
  const hanako = await signedIn(web);
  const page = await hanako.get('/password');
  const body = new URLSearchParams({
    _token: formOn(page, '/sign-out').get('_token') ?? '',
    password: 'とてもひみつの言葉',
    again: 'とてもひみつの言葉',
    current: 'いまのひみつの言葉',
  }).toString();
  now = new Date(BEFORE.getTime() - 20 * 60_000 + 3_600_000 * 2);
  const turned = await hanako.send('POST', '/password', { body, headers: FROM_OURSELVES });
  expect(turned.location).toContain('/sign-in');
  const kept = await web.database.session.findMany({ where: { NOT: { keptForm: { equals: 'none' } } } });
  expect(JSON.stringify(kept)).not.toContain('ひみつ');
});

test('a page that is asked for while the web is closed says when it opens, also in English', async () => {
  now = CLOSED;
  const hanako = await signedInBefore();
  // What explains the service stays open (R12 closes search, reservations and My Library).
  expect((await hanako.get('/help')).status).toBe(200);
  expect((await hanako.get('/')).status).toBe(503);
  const ja = await hanako.get('/my-library');
  expect(ja.text).toContain('毎日 午前4時30分から午前5時まで、蔵書検索・予約・Myライブラリはお休みします。');
  expect(ja.text).toContain('午前5時からご利用いただけます。');
  hanako.cookie += '; language=en';
  const en = await hanako.get('/my-library');
  expect(en.text).toContain('closed every day from 4:30 a.m. to 5:00 a.m.');
  expect(en.text).not.toContain('a.m..');
});

async function signedInBefore() {
  const at = now;
  now = BEFORE;
  const visitor = await signedIn(web);
  now = at;
  return visitor;
}
