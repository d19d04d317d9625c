import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeBarcode, PatronIdSchema } from '@toshobin/contracts';
import { calendarDate } from '@toshobin/lending-rules';
import { hashPassword, passwordWork } from '@toshobin/passwords';
import { createLogger } from '@toshobin/service';
import { demoPassword } from '../demo/demo-patrons.ts';
import { openDatabaseThatTells } from '../testing/database-that-tells.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { checkPassword } from './check-password.ts';
import { choosePassword } from './choose-password.ts';
import { countBirthDateTry, forgetFailures } from './count-attempt.ts';
import { isEasyPassword } from './easy-password.ts';
import { issueLetterCode } from './letter-code.ts';
import { signIn } from './sign-in.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
afterAll(() => service.close());

const card = (serial: number) => makeBarcode('card', serial);
async function attempt(cardNumber: string, password: string, from?: string) {
  const answer = await signIn(service.deps, { cardNumber, password, at: service.deps.now(), from });
  return answer.ok ? answer.value.scope : answer.refusal;
}

test('the birth date admits to choosing a password only, and never again once one is chosen', async () => {
  expect(await attempt(card(3), '19900214')).toBe('choosePassword');
  const patronId = await service.patronId(card(3));
  const choose = (password: string) =>
    choosePassword(service.deps, { patronId, password, at: service.deps.now() });
  expect(await choose('みじかい')).toEqual({
    ok: false,
    refusal: { code: 'PASSWORD_TOO_SHORT', values: { min: 10 } },
  });
  expect(await choose('1990-02-14!')).toEqual({ ok: false, refusal: { code: 'PASSWORD_TOO_EASY' } });
  expect(await choose('秋の夜長に本を読む人')).toEqual({ ok: true, value: { chosen: true } });
  expect(await attempt(card(3), '秋の夜長に本を読む人')).toBe('full');
  expect(await attempt(card(3), '19900214')).toEqual({ code: 'SIGN_IN_FAILED' });
});

test('a card number typed in full width, or read with start and stop, is the same card', async () => {
  const wide = card(1).replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
  expect(await attempt(wide, demoPassword)).toBe('full');
  expect(await attempt(`A${card(1)}A`, demoPassword)).toBe('full');
});

test('what came of a sign-in is a line of the log, and whose it was is not', async () => {
  const lines: string[] = [];
  const log = createLogger('patron', 'info', { write: (line) => void lines.push(line) });
  for (const password of [demoPassword, 'a wrong guess'])
    await signIn({ ...service.deps, log }, { cardNumber: card(1), password, at: service.deps.now() });
  expect(lines.map((line) => JSON.parse(line).outcome)).toEqual(['full', 'SIGN_IN_FAILED']);
  const patronId = await service.patronId(card(1));
  for (const secret of [card(1), patronId, demoPassword, 'a wrong guess'])
    expect(lines.join('')).not.toContain(secret);
});

test('a suspended card and an expired one still sign in', async () => {
  expect(await attempt(card(4), demoPassword)).toBe('full');
  expect(await attempt(card(5), demoPassword)).toBe('full');
});

test.each([
  ['a card that is there', card(2)],
  ['a card that nobody has', makeBarcode('card', 999_999)],
])('five failures on %s delay the sixth, and waiting helps', async (_which, cardNumber) => {
  for (let n = 0; n < 5; n += 1) {
    expect(await attempt(cardNumber, `wrong ${n}`)).toEqual({ code: 'SIGN_IN_FAILED' });
  }
  expect(await attempt(cardNumber, demoPassword)).toEqual({ code: 'SIGN_IN_LATER', values: { minutes: 1 } });
  service.passMinutes(1);
  expect(await attempt(cardNumber, 'wrong again')).toEqual({ code: 'SIGN_IN_FAILED' });
  expect(await attempt(cardNumber, 'and again')).toEqual({ code: 'SIGN_IN_LATER', values: { minutes: 2 } });
});

test('who tries a number from elsewhere keeps its owner out of no browser that the card is known in', async () => {
  const from = (cardNumber: string, password: string, shown: object) =>
    signIn(service.deps, { cardNumber, password, at: service.deps.now(), ...shown });
  const tokenOf = async (cardNumber: string) => {
    const answer = await from(cardNumber, demoPassword, {});
    return (answer.ok && answer.value.knownBy) || 'none';
  };
  const [others, own] = [await tokenOf(card(8)), await tokenOf(card(7))];
  for (let n = 0; n < 6; n += 1) await attempt(card(7), `wrong ${n}`);
  const later = { ok: false, refusal: { code: 'SIGN_IN_LATER' } };
  for (const knownBy of [undefined, others, 'x'.repeat(22)]) {
    expect(await from(card(7), demoPassword, { knownBy })).toMatchObject(later);
    expect(await from(card(7), demoPassword, { knownBy, onlyKnown: true })).toMatchObject(later);
  }
  expect(await from(card(7), demoPassword, { knownBy: others + own })).toMatchObject({ ok: true });
  for (let n = 0; n < 5; n += 1)
    expect(await from(card(7), `guess ${n}`, { knownBy: own })).toMatchObject({
      refusal: { code: 'SIGN_IN_FAILED' },
    });
  expect(await from(card(7), demoPassword, { knownBy: own })).toMatchObject(later);
  // A patron who gives the right password, or sets another by the link of a mail, waits nowhere.
  await forgetFailures(service.deps, card(7));
  expect(await from(card(7), demoPassword, { knownBy: own })).toMatchObject({ ok: true });
  expect(await from(card(3), 'wrong', { knownBy: own, onlyKnown: true })).toMatchObject(later);
});

test('twenty guesses at once are not more than five', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => attempt(card(6), `guess ${n}`)));
  expect(
    answers.filter((answer) => typeof answer === 'object' && answer.code === 'SIGN_IN_FAILED'),
  ).toHaveLength(5);
});

/** So many patrons with an initial password: that birth date, or another one. */
async function withInitial(first: number, count: number, birthDate: string): Promise<string[]> {
  const hash = await hashPassword(birthDate);
  const holders = Array.from({ length: count }, (_, n) => ({ id: randomUUID(), number: card(first + n) }));
  const birth = new Date('1961-04-05');
  await service.db.patron.createMany({
    data: holders.map(({ id }) => ({ id, name: '阿蘇 花子', birthDate: birth })),
  });
  await service.db.card.createMany({ data: holders.map(({ id, number }) => ({ number, patronId: id })) });
  await service.db.credential.createMany({
    data: holders.map(({ id }) => ({ patronId: id, kind: 'initial', hash, setAt: service.deps.now() })),
  });
  return holders.map(({ number }) => number);
}

async function spendTries(cardNumber: string, tries: number) {
  const patronId = await service.patronId(cardNumber);
  await service.db.credential.update({ where: { patronId }, data: { tries } });
}

/** Counts so many tries of a birth date from one group of addresses, each on another card, as sign-ins do. */
async function countTries(
  count: number,
  password: string,
  { group, couldOpen }: { group: number; couldOpen: boolean },
) {
  const at = service.deps.now();
  for (let n = 0; n < count; n += 1) {
    const tried = { cardNumber: card(10_000 + group * 100 + n), password, from: `192.0.2.${group}` };
    await countBirthDateTry(service.deps, { ...tried, at, couldOpen });
  }
}

const later = { code: 'SIGN_IN_LATER' };
const wrong = { code: 'SIGN_IN_FAILED' };

test('one birth date tried on many cards from one group of addresses opens nothing there after the fifth, but a chosen password still does', async () => {
  const [own = ''] = await withInitial(200, 1, '19610405');
  const others = await withInitial(201, 5, '19480101');
  for (const other of others) expect(await attempt(other, '19610405')).toEqual(wrong);
  expect(await attempt(card(12), demoPassword)).toBe('full');
  // A try that is not looked at is none of the ten that its card has.
  await spendTries(own, 9);
  for (let n = 0; n < 3; n += 1) expect(await attempt(own, '19610405')).toMatchObject(later);
  expect(await attempt(own, '19610405', '192.0.2.7')).toBe('choosePassword');
  service.passMinutes(61);
  expect(await attempt(own, '19610405')).toBe('choosePassword');
});

test('one birth date opens nothing anywhere after fifty cards in an hour, and one group of addresses has no more than five of these', async () => {
  const [own = ''] = await withInitial(299, 1, '19550812');
  const tryCards = (group: number, cards: number) =>
    countTries(cards, '19550812', { group, couldOpen: true });
  for (let group = 0; group < 9; group += 1) await tryCards(group, 7);
  await tryCards(9, 4);
  expect(await attempt(own, '19550812', '198.51.100.1')).toBe('choosePassword');
  await tryCards(10, 1);
  expect(await attempt(own, '19550812', '198.51.100.2')).toMatchObject(later);
  service.passMinutes(61);
  expect(await attempt(own, '19550812', '198.51.100.2')).toBe('choosePassword');
});

test('whoever tries a birth date with numbers that nobody has, or cards with a password of their own, keeps nobody out', async () => {
  const [own = '', other = '', used = ''] = await withInitial(400, 3, '19550813');
  await spendTries(used, 10);
  for (let serial = 101; serial < 107; serial += 1) {
    await attempt(card(serial), '19550813', '192.0.2.1');
    await attempt(card(400 + serial), '19550813', '192.0.2.1');
  }
  for (let group = 2; group < 12; group += 1) await countTries(5, '19550813', { group, couldOpen: false });
  // The right password is right; a wrong one is answered alike, whatever stands behind the number.
  for (const from of ['192.0.2.1', '198.51.100.1']) {
    expect(await attempt(own, '19550813', from)).toBe('choosePassword');
    const answers = [used, card(113), card(990)].map((number) => attempt(number, '19550813', from));
    const minutes = { values: { minutes: 60 } };
    expect(await Promise.all(answers)).toEqual(answers.map(() => ({ ...later, ...minutes })));
  }
  // Tries from a group of addresses that has none left do not close it for all, either.
  await countTries(60, '19550813', { group: 1, couldOpen: true });
  expect(await attempt(own, '19550813', '192.0.2.1')).toMatchObject(later);
  expect(await attempt(other, '19550813', '192.0.2.2')).toBe('choosePassword');
});

test('of many tries of one birth date at once no more are looked at than one after the other', async () => {
  const own = await withInitial(700, 12, '19550814');
  const made = Array.from({ length: 12 }, (_, n) => card(800 + n));
  const answers = await Promise.all([...made, ...own].map((number) => attempt(number, '19550814')));
  const opened = answers.slice(made.length).filter((answer) => answer === 'choosePassword');
  expect(opened.length).toBeLessThanOrEqual(5);
  service.passMinutes(61);
  const [last = ''] = own;
  const flood = [...made, last, ...made.map((_, n) => card(900 + n))];
  const second = await Promise.all(flood.map((number) => attempt(number, '19550814')));
  expect(second[made.length]).toBe('choosePassword');
});

test('a birth date that is wrong asks the database the same, whatever stands behind the number', async () => {
  const { db, queries } = await openDatabaseThatTells(service);
  const [initial = '', used = ''] = await withInitial(950, 2, '19480101');
  await spendTries(used, 10);
  const numbers = { initial, used, chosen: card(114), 'nobody has': card(999) };
  const made = Array.from({ length: 6 }, (_, n) => card(960 + n));
  const more = await withInitial(970, 6, '19480101');
  // The first is untried, the second has wrong tries wait, the third is closed.
  for (const [from, before] of [
    ['192.0.2.1', []],
    ['192.0.2.2', made],
    ['192.0.2.3', more],
  ] as const) {
    for (const number of before) await attempt(number, '19550815', from);
    const seen: Record<string, string[]> = {};
    for (const [which, cardNumber] of Object.entries(numbers)) {
      queries.length = 0;
      await signIn(
        { ...service.deps, db },
        { cardNumber, password: '19550815', at: service.deps.now(), from },
      );
      seen[which] = queries.map(({ query }) => query);
    }
    for (const [which, statements] of Object.entries(seen))
      expect([which, statements]).toEqual([which, seen['nobody has']]);
  }
  await db.$disconnect();
});

test('after ten birth dates only the desk helps, however many days they took; a chosen password is never locked', async () => {
  const [patronId, chosen] = [await service.patronId(card(111)), card(12)];
  const initial = { kind: 'initial' as const, hash: await hashPassword('19610405'), tries: 0 };
  await service.db.credential.update({ where: { patronId }, data: initial });
  expect(await attempt(card(111), '19610405')).toBe('choosePassword');
  for (let n = 0; n < 10; n += 1) {
    service.passMinutes(25 * 60);
    const date = `1970010${n}`;
    expect([await attempt(card(111), date), await attempt(chosen, date)]).toEqual([
      { code: 'SIGN_IN_FAILED' },
      { code: 'SIGN_IN_FAILED' },
    ]);
  }
  service.passMinutes(25 * 60);
  expect(await attempt(card(111), '19610405')).toEqual({ code: 'SIGN_IN_FAILED' });
  expect(await attempt(chosen, demoPassword)).toBe('full');
  const told = { by: { account: 'desk', library: 'pref' }, reason: '電話あり' };
  const letter = await issueLetterCode(service.deps, { patronId, at: service.deps.now(), ...told });
  expect(letter.ok && (await attempt(card(111), letter.value.code))).toBe('choosePassword');
});

test('whatever is wrong, the answer and the work behind it are the same', async () => {
  const initial = { kind: 'initial' as const, hash: await hashPassword('19610405'), tries: 10 };
  await service.db.credential.update({
    where: { patronId: await service.patronId(card(113)) },
    data: initial,
  });
  await service.db.card.update({ where: { number: card(112) }, data: { replacedAt: new Date() } });
  const cards = {
    'a card that is there': card(1),
    suspended: card(4),
    expired: card(5),
    'with an initial password': card(3),
    'with an initial password that the desk must unlock': card(113),
    'given up': card(112),
    'a card that nobody has': makeBarcode('card', 888_888),
    'no card at all': '12',
  };
  for (const password of ['間違ったパスワード', '19870601', '23456-789AB']) {
    service.passMinutes(25 * 60);
    const seen: Record<string, unknown> = {};
    for (const [which, cardNumber] of Object.entries(cards)) {
      const before = passwordWork.verified;
      seen[which] = [await attempt(cardNumber, password), passwordWork.verified - before];
      // One date on many cards is a story of another test.
      await service.db.initialPasswordTry.deleteMany();
    }
    // A text that looks like a letter's code is looked at twice, whether there is a letter or not.
    const work = password === '23456-789AB' ? 2 : 1;
    for (const [which, one] of Object.entries(seen)) {
      if (which === 'no card at all') continue;
      expect([which, one]).toEqual([which, [{ code: 'SIGN_IN_FAILED' }, work]]);
    }
    expect(seen['no card at all']).toEqual([{ code: 'SIGN_IN_FAILED' }, 1]);
  }
});

test('strangers who try a card keep nobody who is signed in from showing their password again', async () => {
  const patronId = await service.patronId(card(118));
  const check = (password: string) =>
    checkPassword(service.deps, { patronId, password, at: service.deps.now() });
  for (let n = 0; n < 6; n += 1) await attempt(card(118), `guess ${n}`);
  expect(await attempt(card(118), demoPassword)).toMatchObject({ code: 'SIGN_IN_LATER' });
  expect(await check(demoPassword)).toMatchObject({ ok: true });
});

test('the present password is asked for again: counted as tries from a known browser are, an initial one is none', async () => {
  const patronId = await service.patronId(card(115));
  const check = (password: string, id = patronId) =>
    checkPassword(service.deps, { patronId: id, password, at: service.deps.now() });
  expect(await check(demoPassword)).toEqual({ ok: true, value: { right: true } });
  for (let n = 0; n < 5; n += 1) {
    expect(await check(`wrong ${n}`)).toMatchObject({ refusal: { code: 'SIGN_IN_FAILED' } });
  }
  expect(await check(demoPassword)).toMatchObject({ refusal: { code: 'SIGN_IN_LATER' } });
  service.passMinutes(1);
  expect(await check(demoPassword)).toMatchObject({ ok: true });
  expect(await check(demoPassword)).toMatchObject({ ok: true });
  const first = await service.patronId(card(117));
  const initial = { kind: 'initial' as const, hash: await hashPassword('19610405') };
  await service.db.credential.update({ where: { patronId: first }, data: initial });
  expect(await check('19610405', first)).toMatchObject({ refusal: { code: 'SIGN_IN_FAILED' } });
  expect(await check(demoPassword, PatronIdSchema.parse(randomUUID()))).toMatchObject({
    refusal: { code: 'SIGN_IN_FAILED' },
  });
});

test('a wrong present password changes nothing, and of two changes at once one is made', async () => {
  const patronId = await service.patronId(card(116));
  const change = (password: string, current: string) =>
    choosePassword(service.deps, { patronId, password, current, at: service.deps.now() });
  const wanted = ['秋の夜長に本を読む人', '春はあけぼのと言ったひと'];
  expect(await change('秋の夜長に本を読む人', 'wrong')).toMatchObject({
    refusal: { code: 'SIGN_IN_FAILED' },
  });
  expect(await attempt(card(116), demoPassword)).toBe('full');
  const answers = await Promise.all(wanted.map((password) => change(password, demoPassword)));
  const refused = { ok: false, refusal: { code: 'SIGN_IN_FAILED' } };
  expect(answers).toHaveLength(2);
  expect(answers).toContainEqual({ ok: true, value: { chosen: true } });
  expect(answers).toContainEqual(refused);
  const made = wanted[answers.findIndex((answer) => answer.ok)] ?? '';
  expect(await attempt(card(116), made)).toBe('full');
  expect(await change(demoPassword, demoPassword)).toEqual(refused);
});

test('of two who sign in with the birth date and choose at once one has chosen, and nobody chooses over it later', async () => {
  const patronId = await service.patronId(card(118));
  const initial = { kind: 'initial' as const, hash: await hashPassword('19610405') };
  await service.db.credential.update({ where: { patronId }, data: initial });
  const entered = await signIn(service.deps, {
    cardNumber: card(118),
    password: '19610405',
    at: service.deps.now(),
  });
  const passwordSetAt = entered.ok ? entered.value.passwordSetAt : null;
  const at = service.passMinutes(1);
  const choose = (password: string) =>
    choosePassword(service.deps, { patronId, password, passwordSetAt, at });
  const wanted = ['秋の夜長に本を読む人', '春はあけぼのと言ったひと'];
  const answers = await Promise.all(wanted.map(choose));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  const refused = { ok: false, refusal: { code: 'SIGN_IN_FAILED' } };
  expect(answers).toContainEqual(refused);
  expect(await choose('冬はつとめてと言ったひと')).toEqual(refused);
  expect(await attempt(card(118), wanted[answers.findIndex(({ ok }) => ok)] ?? '')).toBe('full');
});

test('a replaced card is refused by name, but only to whoever knows the password', async () => {
  await service.db.card.update({ where: { number: card(120) }, data: { replacedAt: new Date() } });
  expect(await attempt(card(120), 'wrong')).toEqual({ code: 'SIGN_IN_FAILED' });
  expect(await attempt(card(120), demoPassword)).toEqual({ code: 'CARD_REPLACED' });
});

test.each([
  ['the Western date', '19610405ab'],
  ['the date in Showa', 'S360405abc'],
  ['the date in Showa in kanji', '昭和36年4月5日です'],
  ['the date backwards, twice', '5040169150401691'],
  ['the card number', '20000014ab'],
  ['the phone number', '090-1234-5678!'],
  ['the date in the first year of an era', '昭和元年12月25日です', '1926-12-25'],
  ['two digits of the year', '610405-610405'],
  ['day, month, year', '05.04.1961-ab'],
  ['full-width digits', '１９６１年４月５日ａ'],
  ['the card number in full width', '２０００ー００１４ａｂ'],
  ['a word of the list and digits', 'kumamoto12345'],
  ['a prefecture and digits', 'nagano12345'],
  ['a password that many have had', '1qaz2wsx3edc'],
  ['one of those in capitals, with digits', 'Manchester2026!'],
  ['one of those twice', 'dragondragon'],
  ['one sign repeated', 'aaaaaaaaaaaa'],
])('a password made of %s is too easy', (_what, password, birthDate = '1961-04-05') => {
  const known = {
    birthDate: calendarDate(birthDate),
    cardNumbers: ['20000014'],
    phone: '090-1234-5678',
  };
  expect(isEasyPassword(password, known)).toBe(true);
  expect(isEasyPassword('correct horse battery', known)).toBe(false);
  expect(isEasyPassword('1961に生まれた猫の名前', known)).toBe(false);
  expect(isEasyPassword('図書館の階段は十三段', known)).toBe(false);
});

test('somebody who signs in on many devices at the same moment is let in on each', async () => {
  for (let times = 0; times < 5; times += 1) {
    const devices = Array.from({ length: 4 }, () => attempt(card(1), demoPassword));
    expect(await Promise.all(devices)).toEqual(['full', 'full', 'full', 'full']);
  }
});
