import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { makeBarcode, PatronIdSchema } from '@toshobin/contracts';
import { calendarDate } from '@toshobin/lending-rules';
import { patronActivities } from '../activities/patron-activities.ts';
import { replaceCard } from '../cards/replace-card.ts';
import { lookAtLink } from '../contact/look-at-link.ts';
import { sendTestMail } from '../contact/send-test-mail.ts';
import { demoPassword } from '../demo/demo-patrons.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { choosePassword } from './choose-password.ts';
import { issueLetterCode } from './letter-code.ts';
import { requestPasswordReset } from './request-password-reset.ts';
import { resetPassword } from './reset-password.ts';
import { signIn } from './sign-in.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
beforeEach(async () => {
  await service.sendMails();
  service.mailbox.mails.length = 0;
  service.setClock('2026-11-24T15:00:00Z'); // midnight: these mails do not wait for the morning
});
afterAll(() => service.close());

const card = (serial: number) => makeBarcode('card', serial);
const at = () => service.deps.now();
const told = { by: { account: 'desk', library: 'pref' }, reason: '電話あり' };
const nobody = PatronIdSchema.parse(randomUUID());
const birthDateOf = (serial: number) => `19${60 + serial - 101}-01-15`;
const newPassword = '秋の夜長に本を読む人';

async function enter(cardNumber: string, password: string) {
  const answer = await signIn(service.deps, { cardNumber, password, at: at() });
  return answer.ok ? answer.value.scope : answer.refusal.code;
}
async function letterFor(serial: number): Promise<string> {
  const patronId = await service.patronId(card(serial));
  const answer = await issueLetterCode(service.deps, { patronId, at: at(), ...told });
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value.code;
}
/** Asks for a link, and answers the token that was mailed, if any. */
async function ask(
  cardNumber: string,
  birthDate: string,
  wishId: string = randomUUID(),
): Promise<string | undefined> {
  service.mailbox.mails.length = 0;
  const request = { wishId, cardNumber, birthDate: calendarDate(birthDate), at: at() };
  expect(await requestPasswordReset(service.deps, request)).toEqual({ ok: true, value: { asked: true } });
  await service.sendMails();
  const [mail] = service.mailbox.about('resetPassword');
  return /reset\?token=([\w-]+)/.exec(mail?.text ?? '')?.[1];
}
async function reset(token: string, password = newPassword) {
  const answer = await resetPassword(service.deps, { token, password, at: at() });
  return answer.ok ? 'chosen' : answer.refusal.code;
}

test("a letter's code admits to choosing a password, once", async () => {
  const code = await letterFor(101);
  expect(code).toMatch(/^[2-9A-Z]{5}-[2-9A-Z]{5}$/);
  expect(await enter(card(101), demoPassword)).toBe('full');
  expect(await enter(card(101), code.toLowerCase().replace('-', ' '))).toBe('choosePassword');
  expect(await enter(card(101), code)).toBe('SIGN_IN_FAILED');
  const patronId = await service.patronId(card(101));
  await choosePassword(service.deps, { patronId, password: newPassword, at: at() });
  expect(await enter(card(101), newPassword)).toBe('full');
});

test('of two people who type the code at once one is admitted', async () => {
  const code = await letterFor(102);
  const answers = await Promise.all([enter(card(102), code), enter(card(102), code)]);
  expect(answers.sort()).toEqual(['SIGN_IN_FAILED', 'choosePassword']);
});

test('the code works for thirty days, for its own card, and until a newer letter or a new password', async () => {
  const code = await letterFor(103);
  expect(await enter(card(104), code)).toBe('SIGN_IN_FAILED');
  service.setClock('2026-12-25T14:59:00Z'); // the thirtieth day
  const answer = await issueLetterCode(service.deps, {
    patronId: await service.patronId(card(104)),
    at: at(),
    ...told,
  });
  expect(answer).toMatchObject({ value: { validUntil: '2027-01-24' } });
  expect(await enter(card(103), code)).toBe('choosePassword');
  const second = await letterFor(103);
  const third = await letterFor(103);
  expect(await enter(card(103), second)).toBe('SIGN_IN_FAILED');
  const patronId = await service.patronId(card(103));
  await choosePassword(service.deps, { patronId, password: newPassword, at: at() });
  expect(await enter(card(103), third)).toBe('SIGN_IN_FAILED');
  const late = await letterFor(105);
  service.setClock('2027-01-24T15:00:00Z'); // the thirty-first day
  expect(await enter(card(105), late)).toBe('SIGN_IN_FAILED');
  await patronActivities(service.deps).eraseClosed({ before: at() });
  expect(await service.db.letterCode.count()).toBe(0);
});

test("a letter's code is nowhere in the database, and nobody gets one who is nobody", async () => {
  const code = await letterFor(106);
  const kept = JSON.stringify(await service.db.letterCode.findMany());
  expect(kept).toContain('argon2id');
  expect(kept).not.toContain(code.replace('-', ''));
  expect(await issueLetterCode(service.deps, { patronId: nobody, at: at(), ...told })).toMatchObject({
    refusal: { code: 'NOT_FOUND' },
  });
});

test('a code typed with the number of a card that was replaced is not used up', async () => {
  const code = await letterFor(107);
  const replaced = await replaceCard(service.deps, { cardNumber: card(107), at: at(), ...told });
  expect(await enter(card(107), code)).toBe('CARD_REPLACED');
  expect(await enter(replaced.ok ? replaced.value.cardNumber : '', code)).toBe('choosePassword');
});

test('forgotten: the link of the mail gives a new password, once, and the old one stops', async () => {
  const token = await ask(`A${card(108)}A`, birthDateOf(108));
  const [mail] = service.mailbox.mails;
  expect(mail).toMatchObject({ to: 'shiken8@example.jp', subject: '【熊本県立図書館】パスワードの再設定' });
  expect(mail?.text).toContain(`
次のリンクを開いて、新しいパスワードを決めてください。
http://127.0.0.1:4000/password/reset?token=${token}

このリンクは30分、1回だけ使えます。
お心当たりがないときは、このメールを消してください。パスワードは変わりません。
`);
  for (let n = 0; n < 5; n += 1) await enter(card(108), `wrong ${n}`); // who is locked out
  expect(await reset(token ?? '', 'みじかい')).toBe('PASSWORD_TOO_SHORT');
  expect(await reset(token ?? '', birthDateOf(108))).toBe('PASSWORD_TOO_EASY');
  const look = () => lookAtLink(service.deps, { of: 'passwordReset', token: token ?? '', at: at() });
  expect(await look()).toEqual({ stands: 'works' });
  const answers = await Promise.all([reset(token ?? ''), reset(token ?? '')]);
  expect(answers.sort()).toEqual(['LINK_EXPIRED', 'chosen']);
  expect(await look()).toEqual({ stands: 'over' });
  expect(await enter(card(108), newPassword)).toBe('full');
  expect(await enter(card(108), demoPassword)).toBe('SIGN_IN_FAILED');
  await service.sendMails();
  expect(service.mailbox.about('passwordChanged')).toHaveLength(1);
});

test('a link is worth nothing after half an hour, a newer one, a new password, or when it is made up', async () => {
  const first = await ask(card(109), birthDateOf(109));
  const second = await ask(card(109), birthDateOf(109));
  expect(await reset(first ?? '')).toBe('LINK_EXPIRED');
  service.passMinutes(30);
  expect(await reset(second ?? '')).toBe('LINK_EXPIRED');
  const third = await ask(card(109), birthDateOf(109));
  await choosePassword(service.deps, {
    patronId: await service.patronId(card(109)),
    password: '春はあけぼのようよう',
    at: at(),
  });
  expect(await reset(third ?? '')).toBe('LINK_EXPIRED');
  expect(await reset('x'.repeat(43))).toBe('LINK_EXPIRED');
});

test.each([
  ['a card that nobody has', () => makeBarcode('card', 999_998), '1990-01-01'],
  ['what is no card', () => 'まちがい', '1990-01-01'],
  ['another birth date', () => card(110), '1990-01-01'],
  ['a patron without an address', () => card(10), '1949-06-18'],
])('%s is answered the same, writes the same, and sends nothing', async (_what, cardNumber, birthDate) => {
  const rows = async () => [await service.db.passwordReset.count(), await service.db.notice.count()];
  const [resets = 0, notices = 0] = await rows();
  expect(await ask(cardNumber(), birthDate)).toBeUndefined();
  expect(service.mailbox.mails).toEqual([]);
  expect(await rows()).toEqual([resets + 1, notices + 1]);
  const known = await ask(card(111), birthDateOf(111));
  expect(known).toBeDefined();
  expect(await rows()).toEqual([resets + 2, notices + 2]);
  service.passMinutes(61);
  await service.db.passwordReset.deleteMany();
});

test('an address that is not verified, or undeliverable, gets no link to a new password', async () => {
  const patronId = await service.patronId(card(112));
  for (const emailStatus of ['unverified', 'undeliverable'] as const) {
    await service.db.patron.update({ where: { id: patronId }, data: { emailStatus } });
    expect(await ask(card(112), birthDateOf(112))).toBeUndefined();
  }
});

test('a card number has three links an hour, also when twenty ask at once', async () => {
  const request = { cardNumber: card(113), birthDate: calendarDate(birthDateOf(113)), at: at() };
  await Promise.all(
    Array.from({ length: 20 }, () =>
      requestPasswordReset(service.deps, { ...request, wishId: randomUUID() }),
    ),
  );
  await service.sendMails();
  expect(service.mailbox.about('resetPassword')).toHaveLength(3);
  service.passMinutes(61);
  expect(await ask(card(113), birthDateOf(113))).toBeDefined();
});

test('the button pressed twice sends one link, and it works; a birth date put right is another wish', async () => {
  const wishId = randomUUID();
  expect(await ask(card(110), '1990-01-01', wishId)).toBeUndefined();
  const request = { wishId, cardNumber: card(110), birthDate: calendarDate(birthDateOf(110)), at: at() };
  const press = () => requestPasswordReset(service.deps, request);
  await Promise.all([press(), press()]);
  await service.sendMails();
  await press();
  await service.sendMails();
  const mails = service.mailbox.about('resetPassword');
  expect(mails).toHaveLength(1);
  expect(await reset(/reset\?token=([\w-]+)/.exec(mails[0]?.text ?? '')?.[1] ?? '')).toBe('chosen');
});

test('whoever knows the card number alone neither ends the link of its owner nor uses up the three an hour', async () => {
  const stranger = async (times: number) => {
    for (let n = 0; n < times; n += 1) expect(await ask(card(116), '1990-01-01')).toBeUndefined();
  };
  await stranger(4);
  const first = await ask(card(116), birthDateOf(116));
  await stranger(4);
  expect(await reset(first ?? '')).toBe('chosen');
  expect(await ask(card(116), birthDateOf(116))).toBeDefined();
  const third = await ask(card(116), birthDateOf(116));
  expect(await ask(card(116), birthDateOf(116))).toBeUndefined();
  await stranger(1);
  expect(await reset(third ?? '')).toBe('chosen');
});

test('neither link nor card number is in the database, and wishes are forgotten', async () => {
  const token = await ask(card(114), birthDateOf(114));
  await ask('はずれ', '1990-01-01');
  const kept = JSON.stringify([
    await service.db.passwordReset.findMany(),
    await service.db.notice.findMany(),
  ]);
  expect(kept).not.toContain(token);
  expect(kept).not.toContain(card(114));
  service.passMinutes(60 * 26);
  await patronActivities(service.deps).eraseClosed({ before: at() });
  expect(await service.db.passwordReset.count()).toBe(0);
  expect(await service.db.notice.count({ where: { patronId: null, reservationId: null } })).toBe(0);
});

test('a test mail goes at once to the registered address, three times on a day', async () => {
  const patronId = await service.patronId(card(115));
  const send = async (id = patronId, wishId: string = randomUUID()) => {
    const answer = await sendTestMail(service.deps, { patronId: id, wishId, at: at() });
    return answer.ok ? 'sent' : answer.refusal.code;
  };
  const pressed = randomUUID();
  const twice = await Promise.all([send(patronId, pressed), send(patronId, pressed)]);
  expect([...twice, await send(patronId, pressed)]).toEqual(['sent', 'sent', 'sent']);
  await service.sendMails();
  expect(service.mailbox.mails).toMatchObject([
    {
      to: 'shiken15@example.jp',
      subject: '【熊本県立図書館】メールが届くかの確認',
      text: expect.stringContaining('\nこのメールが届いていれば、設定は済んでいます。\n'),
    },
  ]);
  const answers = await Promise.all([send(), send(), send(), send()]);
  expect(answers.sort()).toEqual(['TRY_AGAIN', 'TRY_AGAIN', 'sent', 'sent']);
  service.setClock('2026-11-25T15:00:00Z'); // the next midnight
  expect(await send()).toBe('sent');
  expect(await send(nobody)).toBe('NOT_FOUND');
  expect(await send(await service.patronId(card(10)))).toBe('EMAIL_NOT_REGISTERED');
  const toldOf = async (emailStatus: 'unverified' | 'undeliverable') => {
    await service.db.patron.update({ where: { id: patronId }, data: { emailStatus } });
    return send();
  };
  expect(await toldOf('unverified')).toBe('EMAIL_NOT_VERIFIED');
  expect(await toldOf('undeliverable')).toBe('EMAIL_UNDELIVERABLE');
});
