import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { readPatron } from '../cards/read-patron.ts';
import { markUndeliverable } from '../notices/mark-undeliverable.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { reserve } from '../testing/reserve.ts';
import { lookAtLink } from './look-at-link.ts';
import { registerEmail } from './register-email.ts';
import { verifyEmail } from './verify-email.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
beforeEach(() => {
  service.mailbox.mails.length = 0;
  service.setClock('2026-11-24T15:00:00Z'); // midnight: these mails do not wait for the morning
});
afterAll(() => service.close());

async function register(serial: number, email: string, wishId: string = randomUUID()) {
  const patronId = await service.patronId(makeBarcode('card', serial));
  const answer = await registerEmail(service.deps, { patronId, wishId, email, at: service.deps.now() });
  await service.sendMails();
  return answer.ok ? 'sent' : answer.refusal.code;
}
async function open(token: string) {
  const answer = await verifyEmail(service.deps, { token, at: service.deps.now() });
  return answer.ok ? 'verified' : answer.refusal.code;
}
async function look(token: string) {
  return (await lookAtLink(service.deps, { of: 'emailLink', token, at: service.deps.now() })).stands;
}
async function shown(serial: number) {
  const id = await service.patronId(makeBarcode('card', serial));
  const answer = await readPatron(service.deps, id, service.deps.now());
  return answer.ok && { email: answer.value.email, status: answer.value.emailStatus };
}
const tokenIn = (text = '') => /verify\?token=([\w-]+)/.exec(text)?.[1] ?? '';

test('the button pressed twice sends one link, and it works; another address is another link', async () => {
  const wishId = randomUUID();
  const press = () => register(4, 'nido@example.jp', wishId);
  expect(await Promise.all([press(), press()])).toEqual(['sent', 'sent']);
  service.passMinutes(5);
  expect(await press()).toBe('sent');
  expect(service.mailbox.mails.map(({ to }) => to)).toEqual(['nido@example.jp']);
  expect(await register(4, 'naoshita@example.jp', wishId)).toBe('sent');
  expect(service.mailbox.mails.map(({ to }) => to)).toEqual(['nido@example.jp', 'naoshita@example.jp']);
  expect(await open(tokenIn(service.mailbox.mails.at(-1)?.text))).toBe('verified');
});

test('an address is registered by opening the link, once, and the mail comes at once', async () => {
  expect(await shown(10)).toEqual({ email: null, status: 'none' });
  expect(await register(10, 'shin@example.jp')).toBe('sent');
  expect(await shown(10)).toEqual({ email: 'shin@example.jp', status: 'unverified' });
  const [mail] = service.mailbox.mails;
  const token = tokenIn(mail?.text);
  expect(mail).toEqual({
    to: 'shin@example.jp',
    subject: '【熊本県立図書館】メールアドレスの確認',
    text: `貸出カード番号 下4桁 ${makeBarcode('card', 10).slice(-4)} の方へ

次のリンクを開き、「登録を終える」を押すと、メールアドレスの登録が終わります。
http://127.0.0.1:4000/email/verify?token=${token}

このリンクは24時間、1回だけ使えます。
お心当たりがないときは、このメールを消してください。登録はされません。

このメールは送信専用です。
熊本県立図書館 電話 096-000-0000
`,
  });
  expect(await look(token)).toBe('works');
  // Whoever taps it twice is told both times that it is done.
  expect(await Promise.all([open(token), open(token)])).toEqual(['verified', 'verified']);
  expect(await look(token)).toBe('done');
  expect(await shown(10)).toEqual({ email: 'shin@example.jp', status: 'verified' });
  expect(await register(10, 'ato@example.jp')).toBe('sent');
  expect(await open(tokenIn(service.mailbox.mails.at(-1)?.text))).toBe('verified');
  expect([await look(token), await open(token)]).toEqual(['over', 'LINK_EXPIRED']);
  await service.sendMails();
});

test('the token is nowhere in the database', async () => {
  await register(3, 'hajime@example.jp');
  const token = tokenIn(service.mailbox.mails[0]?.text);
  const everything = JSON.stringify([
    await service.db.emailVerification.findMany(),
    await service.db.notice.findMany(),
  ]);
  expect(token.length).toBeGreaterThan(30);
  expect(everything).not.toContain(token);
});

test('until the new link is opened the old address stays, and then it is told', async () => {
  await register(1, 'atarashii@example.jp');
  expect(await shown(1)).toEqual({ email: 'hanako@example.jp', status: 'verified' });
  const patronId = await service.patronId(makeBarcode('card', 1));
  expect(await readPatron(service.deps, patronId, service.deps.now())).toMatchObject({
    value: { emailWaiting: { address: 'atarashii@example.jp', until: '2026-11-25T15:00:00.000Z' } },
  });
  const token = tokenIn(service.mailbox.mails[0]?.text);
  expect(await open(token)).toBe('verified');
  await service.sendMails();
  expect(service.mailbox.about('emailChanged').map(({ to }) => to)).toEqual(['hanako@example.jp']);
  expect(await shown(1)).toEqual({ email: 'atarashii@example.jp', status: 'verified' });
});

test('after a mail came back another address settles what the desk was to ask', async () => {
  const { reservationId, patronId } = await reserve(service, 2);
  const mail = { patronId, notices: [{ reservationId }], why: 'bounced', at: service.deps.now() } as const;
  await service.db.$transaction((tx) => markUndeliverable(tx, mail));
  expect(await shown(2)).toMatchObject({ status: 'undeliverable' });
  const openTasks = () => service.db.task.count({ where: { reservationId, clearedAt: null } });
  expect(await openTasks()).toBe(1);
  await register(2, 'taro2@example.jp');
  expect(await open(tokenIn(service.mailbox.mails[0]?.text))).toBe('verified');
  expect(await openTasks()).toBe(0);
});

test('a link is worth nothing after a day, after a newer one, or when it is made up', async () => {
  await register(2, 'a@example.jp');
  const old = tokenIn(service.mailbox.mails[0]?.text);
  await register(2, 'b@example.jp');
  const young = tokenIn(service.mailbox.mails[1]?.text);
  expect(await open(old)).toBe('LINK_EXPIRED');
  service.passMinutes(24 * 60);
  expect(await open(young)).toBe('LINK_EXPIRED');
  expect(await open('x'.repeat(43))).toBe('LINK_EXPIRED');
});

test('a sixth link within an hour is not sent', async () => {
  const answers = [];
  for (let n = 0; n < 6; n += 1) answers.push(await register(11, `jiro${n}@example.jp`));
  expect(answers).toEqual(['sent', 'sent', 'sent', 'sent', 'sent', 'TRY_AGAIN']);
});
