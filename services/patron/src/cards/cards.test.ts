import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { makeBarcode, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { calendarDate, deadlineOn } from '@toshobin/lending-rules';
import { openTasksOf } from '@toshobin/tasks';
import { patronActivities } from '../activities/patron-activities.ts';
import { cardApplications } from '../card-applications/card-applications.ts';
import { choosePassword } from '../credentials/choose-password.ts';
import { signIn } from '../credentials/sign-in.ts';
import { demoPassword } from '../demo/demo-patrons.ts';
import { findByCard } from '../desk/find-by-card.ts';
import { resolveCard } from '../desk/resolve-card.ts';
import { settle } from '../desk/settle.ts';
import { claimLoanSlot } from '../loan-claims/claim-loan-slot.ts';
import { readMyLibrary } from '../my-library/read-my-library.ts';
import { releaseWithoutCard } from '../releases/release-without-card.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { factOf, hear, reserve } from '../testing/reserve.ts';
import { askForRenewal, cardRenewals } from './ask-for-renewal.ts';
import { correctPerson } from './correct-person.ts';
import { isCard } from './is-card.ts';
import { readPatron } from './read-patron.ts';
import { renewCard } from './renew-card.ts';
import { replaceCard } from './replace-card.ts';
import { suspendCard } from './suspend-card.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
beforeEach(async () => {
  await service.sendMails();
  service.mailbox.mails.length = 0;
  service.setClock('2026-11-24T01:00:00Z');
});
afterAll(() => service.close());

const by = { account: 'kanri', library: PREFECTURAL_LIBRARY };
const reason = '窓口で確認';
const card = (serial: number) => makeBarcode('card', serial);
const at = () => service.deps.now();
const day = calendarDate;

async function replace(cardNumber: string) {
  const answer = await replaceCard(service.deps, { cardNumber, at: at(), by, reason });
  return answer.ok ? answer.value.cardNumber : answer.refusal.code;
}
async function resolve(cardNumber: string) {
  const answer = await resolveCard(service.deps, { cardNumber, at: at() });
  return answer.ok ? answer.value : answer.refusal.code;
}
async function enter(cardNumber: string, password: string) {
  const answer = await signIn(service.deps, { cardNumber, password, at: at() });
  return answer.ok ? answer.value.scope : answer.refusal.code;
}
async function renew(cardNumber: string, expiresOn: string) {
  const answer = await renewCard(service.deps, { cardNumber, expiresOn: day(expiresOn), at: at(), by });
  return answer.ok ? answer.value.expiresOn : answer.refusal.code;
}
async function suspend(cardNumber: string, suspended: boolean) {
  const answer = await suspendCard(service.deps, { cardNumber, suspended, at: at(), by, reason });
  return answer.ok ? answer.value.suspended : answer.refusal.code;
}

test('a number is a card’s however it was typed; nobody’s, or a copy’s, is none', async () => {
  const isIt = (cardNumber: string) => isCard(service.deps, { cardNumber });
  const given = card(112);
  expect([await isIt(given), await isIt(`A${given}A`), await isIt(card(888_888))]).toEqual([
    true,
    true,
    false,
  ]);
  for (const other of [makeBarcode('copy', 1), '12', 'はなこ', '\0']) expect(await isIt(other)).toBe(false);
});

test('a replaced card is printed and posted by the desk, once for two of one patron, with or without an address', async () => {
  const first = await replace(card(120));
  const second = await replace(first);
  const waiting = async () =>
    (await cardApplications(service.deps)).applications.filter(({ cardNumber }) => cardNumber === second);
  const [toPost] = await waiting();
  expect([toPost?.state, (await waiting()).length]).toEqual(['issued', 1]);
  // The card's letter says that it is new, and that the password stays.
  expect(toPost).toMatchObject({ reissued: true, passwordChosen: true });
  const task = (await openTasksOf(service.db, PREFECTURAL_LIBRARY)).find(
    ({ subject }) => subject.applicationId === toPost?.applicationId,
  );
  expect(task).toMatchObject({ kind: 'postCard', why: 'replaced' });
  await settle(service.deps, { taskId: task?.taskId ?? '', at: at(), by });
  expect(await waiting()).toEqual([]);
});

test('a birth date that was written down wrong, and an address of before, are put right, and the initial password stays the one it was', async () => {
  const cardNumber = card(117);
  const patronId = await service.patronId(cardNumber);
  const before = await service.db.credential.findUnique({ where: { patronId } });
  const told = await service.db.outbox.count();
  const correct = (what: Partial<Parameters<typeof correctPerson>[1]>, of = cardNumber) =>
    correctPerson(service.deps, { cardNumber: of, at: at(), by, reason, ...what });
  expect(await correct({ birthDate: day('1958-12-24') })).toMatchObject({ ok: true });
  expect(await correct({ nameReading: 'しけん じゅうなな' })).toMatchObject({ ok: true });
  const moved = { postcode: '862-0009', address: '熊本市見本町9', phone: '090-9999-0000' };
  expect(await correct(moved)).toMatchObject({ ok: true });
  expect(await findByCard(service.deps, { cardNumber, at: at() })).toMatchObject({ value: moved });
  expect(await service.db.patron.findUnique({ where: { id: patronId } })).toMatchObject({
    ...moved,
    name: '試験 17',
    nameReading: 'しけん じゅうなな',
    birthDate: new Date('1958-12-24'),
  });
  expect(await service.db.credential.findUnique({ where: { patronId } })).toEqual(before);
  expect(await service.db.outbox.count()).toBe(told);
  await replace(cardNumber);
  expect(await correct({ name: '試験 十七' })).toMatchObject({ refusal: { code: 'CARD_REPLACED' } });
});

test('a lost card: the new number works at once with the same password, loans and holds follow, the old one is refused by name', async () => {
  const held = await reserve(service, 101);
  const lent = await reserve(service, 101);
  await hear(
    service,
    factOf(service, lent.reservationId, 'handedOut', { due: deadlineOn(day('2026-12-15')) }),
  );
  const number = await replace(`A${card(101)}A`);
  expect(number).not.toBe(card(101));
  expect(await enter(number, demoPassword)).toBe('full');
  expect(await enter(card(101), demoPassword)).toBe('CARD_REPLACED');
  expect(await resolve(card(101))).toBe('CARD_REPLACED');
  expect(await isCard(service.deps, { cardNumber: card(101) })).toBe(true);
  expect(await resolve(number)).toMatchObject({
    cardLast4: number.slice(-4),
    reservations: [{ reservationId: held.reservationId }, { reservationId: lent.reservationId }],
    loans: 1,
  });
  expect(await findByCard(service.deps, { cardNumber: card(101), at: at() })).toMatchObject({
    value: { cardNumber: number, givenWasReplaced: true, loans: 1, reservations: 1 },
  });
  expect(await findByCard(service.deps, { cardNumber: number, at: at() })).toMatchObject({
    value: { givenWasReplaced: false, name: '試験 1', rows: [{}, {}] },
  });
  for (const refused of [
    await replace(card(101)),
    await renew(card(101), '2030-01-01'),
    await suspend(card(101), true),
  ]) {
    expect(refused).toBe('CARD_REPLACED');
  }
  const release = { cardNumber: card(101), library: 'uto', at: at(), by, reason };
  expect(await releaseWithoutCard(service.deps, release)).toMatchObject({
    refusal: { code: 'CARD_REPLACED' },
  });
  await reserve(service, 102); // the others' cards are as they were
});

test('a card replaced twice at once has one successor', async () => {
  for (let serial = 103; serial <= 107; serial += 1) {
    const answers = await Promise.all([replace(card(serial)), replace(card(serial)), replace(card(serial))]);
    expect(answers.filter((answer) => answer === 'CARD_REPLACED')).toHaveLength(2);
    const patronId = await service.patronId(card(serial));
    expect(await service.db.card.count({ where: { patronId, replacedAt: null } })).toBe(1);
    expect(await service.db.card.count({ where: { patronId } })).toBe(2);
  }
});

test('a card suspended and with a last day stays so when it is replaced', async () => {
  await renew(card(108), '2027-03-31');
  await suspend(card(108), true);
  const number = await replace(card(108));
  expect(await service.db.card.findUnique({ where: { number } })).toMatchObject({
    suspended: true,
    expiresOn: new Date('2027-03-31T00:00:00Z'),
  });
});

test.each([
  ['suspended', 109, (number: string) => suspend(number, true), 'CARD_SUSPENDED', 'suspended'],
  ['expired', 110, (number: string) => renew(number, '2026-11-23'), 'CARD_EXPIRED', 'expired'],
])(
  'R1: a card that is %s may not reserve, but picks up what is ready, sees its loans and returns',
  async (_what, serial, change, refusal, status) => {
    const number = card(serial);
    const ready = await reserve(service, serial, { pickupLibrary: 'pref' });
    const patronId = ready.patronId;
    await change(number);
    await expect(reserve(service, serial)).rejects.toThrow(refusal);

    expect(await enter(number, demoPassword)).toBe('full');
    expect(await readPatron(service.deps, patronId, at())).toMatchObject({ value: { cardStatus: status } });
    expect(await resolve(number)).toMatchObject({
      cardStatus: status,
      reservations: [{ reservationId: ready.reservationId }],
    });
    expect(
      await releaseWithoutCard(service.deps, { cardNumber: number, library: 'pref', at: at(), by, reason }),
    ).toMatchObject({
      ok: true,
    });
    const claim = { reservationId: ready.reservationId, at: at(), waitForOne: false };
    expect(await claimLoanSlot(service.deps, claim)).toMatchObject({ ok: true });
    await hear(
      service,
      factOf(service, ready.reservationId, 'handedOut', { due: deadlineOn(day('2026-12-15')) }),
    );
    expect(await readMyLibrary(service.deps, patronId)).toMatchObject([{ state: 'handedOut' }]);
    expect(await findByCard(service.deps, { cardNumber: number, at: at() })).toMatchObject({
      value: { cardStatus: status, loans: 1 },
    });
    const chosen = await choosePassword(service.deps, {
      patronId,
      password: '秋の夜長に本を読む人',
      at: at(),
    });
    expect(chosen).toMatchObject({ ok: true });
    expect(await askForRenewal(service.deps, { patronId, at: at() })).toMatchObject({ ok: true });
    await hear(service, factOf(service, ready.reservationId, 'home'));
    expect(await readPatron(service.deps, patronId, at())).toMatchObject({ value: { loans: 0 } });
    await suspend(number, false);
    await renew(number, '2026-11-24'); // the last day is a day
    await reserve(service, serial);
    await renew(number, '2031-11-30');
  },
);

test('a suspension and its end may be said twice', async () => {
  expect(await suspend(card(111), true)).toBe(true);
  expect(await suspend(card(111), true)).toBe(true);
  expect(await suspend(card(111), false)).toBe(false);
  expect(await suspend(card(111), false)).toBe(false);
});

test.each([
  ['a copy', makeBarcode('copy', 1), 'BARCODE_WRONG_KIND'],
  ['a misread card', '20000013', 'NOT_FOUND'],
  ['a card that nobody has', makeBarcode('card', 999_999), 'NOT_FOUND'],
])('%s in place of a card changes nothing', async (_what, number, refusal) => {
  expect(await replace(number)).toBe(refusal);
  expect(await renew(number, '2030-01-01')).toBe(refusal);
  expect(await suspend(number, true)).toBe(refusal);
  expect(await findByCard(service.deps, { cardNumber: number, at: at() })).toMatchObject({
    refusal: { code: refusal },
  });
});

test('a renewal asked for is a task without a person, found by the desk, and gone when the card is renewed', async () => {
  const patronId = await service.patronId(card(112));
  const asks = await Promise.all([1, 2, 3].map(() => askForRenewal(service.deps, { patronId, at: at() })));
  expect(asks).toEqual(Array(3).fill({ ok: true, value: { asked: true } }));
  const tasks = async () =>
    (await openTasksOf(service.db, PREFECTURAL_LIBRARY)).filter((task) => task.kind === 'renewCard');
  const ours = async () =>
    (await cardRenewals(service.deps)).renewals.find((one) => one.cardNumber === card(112));
  const askedAt = async () => {
    const answer = await readPatron(service.deps, patronId, at());
    return answer.ok ? answer.value.renewalAskedAt : undefined;
  };
  const renewal = await ours();
  expect(await askedAt()).toBe(renewal?.askedAt);
  expect(renewal).toMatchObject({ name: '試験 12', expiresOn: null });
  expect(
    (await tasks()).filter(({ subject }) => subject.applicationId === renewal?.applicationId),
  ).toHaveLength(1);
  expect(JSON.stringify(await tasks())).not.toContain(patronId);

  expect(await renew(card(112), '2031-11-30')).toBe('2031-11-30');
  expect(await renew(card(112), '2031-11-30')).toBe('2031-11-30');
  expect(await ours()).toBeUndefined();
  expect(await askedAt()).toBeNull();
  expect((await tasks()).map(({ subject }) => subject.applicationId)).not.toContain(renewal?.applicationId);
});

test('a renewal that staff settled without a new day may be asked for again', async () => {
  const patronId = await service.patronId(card(113));
  await askForRenewal(service.deps, { patronId, at: at() });
  const ours = async () =>
    (await cardRenewals(service.deps)).renewals.find((one) => one.cardNumber === card(113));
  const first = await ours();
  const task = (await openTasksOf(service.db, PREFECTURAL_LIBRARY)).find(
    ({ subject }) => subject.applicationId === first?.applicationId,
  );
  await settle(service.deps, { taskId: task?.taskId ?? '', at: at(), by });
  expect(await ours()).toBeUndefined();
  await askForRenewal(service.deps, { patronId, at: at() });
  expect((await ours())?.applicationId).not.toBe(first?.applicationId);
  const nobody = await askForRenewal(service.deps, { patronId: randomUUID(), at: at() });
  expect(nobody).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
});

test('thirty days before its end a card is spoken of once, and again for a new last day', async () => {
  const { remindExpiringCards } = patronActivities(service.deps);
  await renew(card(114), '2026-12-24'); // thirty days from today
  await renew(card(115), '2026-12-25');
  await renew(card(10), '2026-12-01'); // no address
  const remind = async () => {
    const [one, two] = await Promise.all([
      remindExpiringCards({ at: at() }),
      remindExpiringCards({ at: at() }),
    ]);
    return one + two;
  };
  expect(await remind()).toBe(1);
  expect(await remind()).toBe(0);
  await service.sendMails();
  expect(service.mailbox.mails).toMatchObject([
    {
      to: 'shiken14@example.jp',
      subject: '【熊本県立図書館】貸出カードの有効期限が近づいています',
      text: expect.stringContaining(`
貸出カードの有効期限は 2026年12月24日（木） です。オンラインまたは郵送で更新できます。
期限が過ぎても、返却と、取り置き中の資料の受け取りはできます。
`),
    },
  ]);
  await replace(card(114));
  service.setClock('2026-11-25T01:00:00Z');
  expect(await remind()).toBe(1); // 115; the successor of 114 was spoken of
  const number = (
    await service.db.card.findFirstOrThrow({ where: { patron: { name: '試験 14' }, replacedAt: null } })
  ).number;
  await renew(number, '2026-12-20');
  expect(await remind()).toBe(1);
});

test('a card renewed before its reminder goes out is not spoken of', async () => {
  service.setClock('2026-11-24T18:00:00Z'); // the night
  await renew(card(116), '2026-12-10');
  expect(await patronActivities(service.deps).remindExpiringCards({ at: at() })).toBe(1);
  expect(await renew(card(116), '2031-12-10')).toBe('2031-12-10');
  service.setClock('2026-11-25T01:00:00Z');
  await service.sendMails();
  expect(service.mailbox.mails).toEqual([]);
});
