import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Device } from '@toshobin/web/testing';
import { demoAccounts } from '../accounts/demo-accounts.ts';
import { forgetSessions } from '../signed-in/forget-sessions.ts';
import { codeOf, codeOn, secretOn } from '../testing/codes.ts';
import { filledIn, press, pressThrice } from '../testing/press.ts';
import { startStaffWeb, type TestStaffWeb } from '../testing/start-staff-web.ts';

let web: TestStaffWeb;
let admin: Device;
let at = new Date('2026-11-25T01:00:00Z');
const passwordOf = (account: string) => demoAccounts.find((one) => one.account === account)?.password ?? '';
beforeAll(async () => {
  web = await startStaffWeb({ secondFactor: 'required', now: () => at });
  admin = browser();
  await signIn(admin, 'admin');
  const secret = secretOn((await admin.get('/sign-in/second-factor')).text);
  await admin.post('/sign-in/second-factor', { code: codeOf(secret, at) });
});
afterAll(() => web.stop());
afterEach(() => web.database.signInAttempt.deleteMany());

const browser = () => new Device(web.service.url);
async function signIn(device: Device, account = 'uto') {
  await device.get('/sign-in');
  return device.post('/sign-in', { account, password: passwordOf(account) });
}
/** The administrator makes a number and reads it out. */
async function number(library = 'uto', name = 'カウンター') {
  return codeOn((await press(admin, NUMBERS, await asked(library, name))).text);
}
const NUMBERS = '/terminals/numbers';
const asked = async (library: string, name: string) =>
  filledIn(await admin.get('/terminals'), NUMBERS, { library, name });
async function enrol(device: Device, typed: string) {
  await device.get('/enrol-terminal');
  return device.post('/enrol-terminal', { number: typed });
}
async function enrolled(library = 'uto', name = 'カウンター') {
  const device = browser();
  await enrol(device, await number(library, name));
  return device;
}
const revoke = async (name: string) => {
  const { id } = await web.database.terminal.findFirstOrThrow({ where: { name } });
  await admin.get('/terminals');
  return admin.post(`/terminals/${id}/revoke`, { reason: 'なくした' });
};

test('a pickup library signs in at its enrolled terminal, and elsewhere is told whom to telephone', async () => {
  const elsewhere = await signIn(browser());
  expect(elsewhere.status).toBe(401);
  expect(elsewhere.text).toContain('096-000-0000');
  const device = await enrolled();
  expect((await device.get('/enrol-terminal')).text).toContain('登録されています');
  expect((await signIn(device)).location).toBe('/');
  expect((await device.get('/')).status).toBe(200);
});

test('the terminal of one library is none for the account of another', async () => {
  const device = await enrolled('kikuyo', '菊陽の窓口');
  expect((await signIn(device, 'uto')).status).toBe(401);
  expect((await signIn(device, 'kikuyo')).location).toBe('/');
});

test('who tries its name from elsewhere keeps no library out at its terminal, nor do names that nobody has', async () => {
  const device = await enrolled();
  const stranger = browser();
  const guess = (account: string) =>
    stranger.json('POST', '/api/session', { account, password: 'what a stranger guesses' });
  for (let n = 0; n < 12; n += 1) expect((await guess(`nobody-${n}`)).status).toBe(401);
  for (let n = 0; n < 10; n += 1) expect((await guess('uto')).status).toBe(401);
  expect((await guess('uto')).status).toBe(429);
  expect((await signIn(device)).location).toBe('/');
});

test('a program at a terminal signs in like its pages; without the terminal it is told so', async () => {
  const body = { account: 'uto', password: passwordOf('uto') };
  const refused = await browser().json('POST', '/api/session', body);
  expect([refused.status, JSON.parse(refused.text).code]).toEqual([401, 'TERMINAL_NEEDED']);
  expect((await (await enrolled()).json('POST', '/api/session', body)).status).toBe(200);
});

test('a number is good for one terminal, for half an hour, read out in any writing', async () => {
  const read = await number();
  expect(read.replaceAll(' ', '')).toMatch(/^\d{12}$/);
  const fullWidth = read.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  const devices = [browser(), browser()];
  const got = await Promise.all(devices.map((device) => enrol(device, fullWidth)));
  expect(got.map(({ status }) => status).sort()).toEqual([303, 401]);
  const late = await number();
  at = new Date(at.getTime() + 31 * 60_000);
  expect((await enrol(browser(), late)).status).toBe(401);
});

test('the button pressed twice makes one number and shows it again, for ten minutes and not after', async () => {
  const name = '二度押した端末';
  const made = () => web.database.enrolmentCode.count({ where: { name } });
  const deeds = () => web.database.audit.count({ where: { action: 'makeEnrolmentNumber' } });
  const [form, before] = [await asked('uto', name), await deeds()];
  const shown = (await pressThrice(admin, NUMBERS, form)).map(({ text }) => codeOn(text));
  expect(new Set(shown).size).toBe(1);
  expect([await made(), (await deeds()) - before]).toEqual([1, 1]);

  await enrol(browser(), shown[0] ?? '');
  expect(codeOn((await press(admin, NUMBERS, form)).text)).toBe(shown[0]);
  expect([await made(), (await enrol(browser(), shown[0] ?? '')).status]).toEqual([0, 401]);

  at = new Date(at.getTime() + 11 * 60_000);
  expect((await press(admin, NUMBERS, form)).location).toBe('/terminals');
  expect((await admin.get('/terminals')).text).toContain('新しく出してください');
  expect([await made(), (await deeds()) - before]).toEqual([0, 1]);
  await forgetSessions(web.database, at);
  expect(await web.database.answeredForm.count({ where: { sealed: { not: null } } })).toBe(0);
  expect(await number('uto', name)).not.toBe(shown[0]);
});

test('a form that was sent is no form for another library', async () => {
  const form = await asked('uto', '宇土の端末');
  await press(admin, NUMBERS, form);
  form.set('library', 'kikuyo');
  expect((await press(admin, NUMBERS, form)).location).toBe('/terminals');
  expect(await web.database.enrolmentCode.count({ where: { name: '宇土の端末' } })).toBe(1);
});

test('guesses at a number have to wait', async () => {
  const device = browser();
  const first = await enrol(device, '000000000000');
  // It is said beside the empty field, that the next try takes its place.
  expect(first.text).toMatch(/入れた番号 <b[^>]*>000000000000</);
  expect(first.text).not.toContain('value="000000000000"');
  for (let n = 1; n < 10; n += 1) expect((await enrol(device, '000000000000')).status).toBe(401);
  expect((await enrol(device, await number())).status).toBe(429);
});

test('a revoked terminal: its session ends at once, and nobody signs in there any more', async () => {
  const [device, other] = [await enrolled('uto', 'なくした電話'), await enrolled('uto', '別の電話')];
  for (const one of [device, other]) await signIn(one);
  expect((await revoke('なくした電話')).location).toBe('/terminals');
  expect((await device.get('/hand-in')).location).toBe('/sign-in');
  expect((await device.json('GET', '/api/copies-to-return')).status).toBe(401);
  expect((await signIn(device)).status).toBe(401);
  expect((await other.get('/hand-in')).status).toBe(200);
});

test('a browser that is enrolled anew is one terminal, not two', async () => {
  const device = await enrolled('uto', '前の登録');
  await enrol(device, await number('uto', '今の登録'));
  const rows = await web.database.terminal.findMany({ where: { name: { in: ['前の登録', '今の登録'] } } });
  expect(rows.map(({ name, revokedAt }) => [name, revokedAt === null]).sort()).toEqual([
    ['今の登録', true],
    ['前の登録', false],
  ]);
  expect((await signIn(device)).location).toBe('/');
});

test('the database keeps neither the number nor the cookie, and the record says whose number it was', async () => {
  const read = (await number()).replaceAll(' ', '');
  const device = browser();
  await enrol(device, read);
  expect(device.has('toshobin-terminal')).toBe(true);
  await device.get('/sign-in');
  const [, token = ''] = /toshobin-terminal[^=]*=([\w-]{22})/.exec(device.cookie) ?? [];
  expect(token).not.toBe('');
  const rows = JSON.stringify([
    await web.database.terminal.findMany(),
    await web.database.enrolmentCode.findMany(),
    await web.database.answeredForm.findMany(),
  ]);
  expect(rows).not.toContain(read);
  expect(rows).not.toContain(token);
  const deeds = await web.database.audit.findMany({ where: { action: 'enrolTerminal' } });
  expect(deeds.at(-1)).toMatchObject({ account: 'admin', library: 'uto', outcome: 'done' });
});

test('the desk needs no terminal and a pickup library gets no second factor', async () => {
  const device = await enrolled();
  await signIn(device);
  expect((await device.get('/my-account')).text).not.toContain('確認アプリ');
  expect((await device.get('/my-account/second-factor')).location).toBe('/?not-allowed=1');
  expect((await signIn(browser(), 'desk')).location).toBe('/sign-in/second-factor');
});
