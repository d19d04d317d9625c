import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { makeBarcode, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { calendarDate, dateColumn, deadlineOn, defaultPolicy } from '@toshobin/lending-rules';
import { patronActivities } from '../activities/patron-activities.ts';
import { askForRenewal } from '../cards/ask-for-renewal.ts';
import { renewCard } from '../cards/renew-card.ts';
import { replaceCard } from '../cards/replace-card.ts';
import { keepPolicy } from '../policy/keep-policy.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve } from '../testing/reserve.ts';
import { expiredCards } from './expired-cards.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
afterAll(() => service?.close());

const by = { account: 'kanri', library: PREFECTURAL_LIBRARY };
const at = () => service.deps.now();
const card = (serial: number) => makeBarcode('card', serial);
let version = 10;
const keptFor = async (expiredCardsKeptMonths: number | null) => {
  version += 1;
  await keepPolicy(service.db, { version, policy: { ...defaultPolicy, expiredCardsKeptMonths } });
};
const expires = (serial: number, day: string) =>
  service.db.card.update({
    where: { number: card(serial) },
    data: { expiresOn: dateColumn(calendarDate(day)) },
  });
/** The night of a day, three hours after midnight in Tokyo; answers how many registrations it ended. */
const nightOf = (day: string) => {
  const midnight = new Date(`${day}T03:00:00+09:00`).toISOString();
  return patronActivities(service.deps).endExpiredRegistrations({ at: service.setClock(midnight) });
};
const isThere = async (serial: number) =>
  (await service.db.card.count({ where: { number: card(serial) } })) === 1;

/** A holder whom no mail reaches is not told before. */
const unreached = () => service.db.patron.updateMany({ data: { emailStatus: 'undeliverable' } });

beforeEach(async () => {
  await service.db.patron.updateMany({
    where: { email: { not: null } },
    data: { emailStatus: 'verified' },
  });
  service.setClock('2026-11-24T01:00:00Z');
  service.catalog.away = false;
  service.mailbox.mails.length = 0;
  await service.db.notice.deleteMany();
  await service.db.card.updateMany({ data: { expiresOn: null } });
  await keptFor(6);
});

test('nothing is erased until the library says after how long; the number stays, and nobody gets it again', async () => {
  await unreached();
  await expires(101, '2020-03-31');
  await keptFor(null);
  expect(await nightOf('2026-11-24')).toBe(0);
  await service.db.policy.deleteMany();
  expect(await nightOf('2026-11-25')).toBe(0);
  await keptFor(12);
  expect(await nightOf('2026-11-26')).toBe(1);
  expect(await isThere(101)).toBe(false);
  expect(await service.db.patron.count({ where: { name: '試験 1' } })).toBe(0);
  expect(await service.db.endedCard.count({ where: { number: card(101) } })).toBe(1);
});

test('in the night in which the months are over, and not in the one before', async () => {
  await unreached();
  await expires(102, '2026-05-25');
  expect([await nightOf('2026-11-24'), await isThere(102)]).toEqual([0, true]);
  expect([await nightOf('2026-11-25'), await isThere(102)]).toEqual([1, false]);
});

test('renewed in between, or to be renewed, it stays; suspended it is the desk’s to decide', async () => {
  await unreached();
  for (const serial of [103, 104, 105]) await expires(serial, '2026-05-20');
  const expiresOn = calendarDate('2031-05-20');
  await renewCard(service.deps, { cardNumber: card(103), expiresOn, at: at(), by });
  await askForRenewal(service.deps, { patronId: await service.patronId(card(104)), at: at() });
  await service.db.card.update({ where: { number: card(105) }, data: { suspended: true } });
  expect((await expiredCards(service.deps, { months: 6 })).ok).toBe(true);
  expect(await expiredCards(service.deps, { months: 6 })).toMatchObject({
    value: { ends: 0, open: 1, suspended: 1 },
  });
  expect(await nightOf('2026-11-25')).toBe(0);
  expect(await Promise.all([103, 104, 105].map(isThere))).toEqual([true, true, true]);
  await service.db.cardRenewal.deleteMany();
  expect([await nightOf('2026-11-26'), await isThere(104)]).toEqual([1, false]);
});

test('renewed at the very moment it stays: the night looks once more with the row locked', async () => {
  await unreached();
  await expires(106, '2026-05-20');
  const cardNumber = card(106);
  const expiresOn = calendarDate('2031-05-20');
  const renewing = service.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM patron JOIN card ON patron_id = id WHERE number = ${cardNumber} FOR UPDATE OF patron`;
    const night = nightOf('2026-11-25');
    await new Promise((soon) => setTimeout(soon, 200));
    await tx.card.update({ where: { number: cardNumber }, data: { expiresOn: dateColumn(expiresOn) } });
    return { night };
  });
  const { night } = await renewing;
  expect([await night, await isThere(106)]).toEqual([0, true]);
});

test('somebody who has a book keeps their registration until it is home and settled, and is told of no end before', async () => {
  const due = deadlineOn(calendarDate('2026-12-15'));
  const { reservationId } = await reserve(service, 107, { pickupLibrary: 'pref' });
  await record(service, reservationId, { milestone: 'readyAtPrefectural', allocation: 1 });
  await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  await expires(107, '2026-05-20');
  expect(await nightOf('2026-11-24')).toBe(0);
  expect(await service.db.notice.count({ where: { kind: 'cardErasedSoon' } })).toBe(0);
  await unreached();
  expect(await expiredCards(service.deps, { months: 6 })).toMatchObject({ value: { ends: 0, open: 1 } });
  expect(await nightOf('2026-11-25')).toBe(0);
  await hear(service, factOf(service, reservationId, 'home', { due }));
  expect(await nightOf('2026-11-26')).toBe(0);
  await record(service, reservationId, { milestone: 'closed', allocation: 1, outcome: 'returned' });
  expect([await nightOf('2026-11-27'), await isThere(107)]).toEqual([1, false]);
});

test('of a replaced card it is the present one that counts', async () => {
  await unreached();
  await expires(108, '2026-05-20');
  const replaced = await replaceCard(service.deps, {
    cardNumber: card(108),
    reason: '紛失',
    at: at(),
    by,
  });
  const number = replaced.ok ? replaced.value.cardNumber : '';
  const last = dateColumn(calendarDate('2027-05-20'));
  await service.db.card.update({ where: { number }, data: { expiresOn: last } });
  expect([await nightOf('2026-11-25'), await isThere(108)]).toEqual([0, true]);
});

test('a night that is cut off between two cards goes on where it stood, the oldest first', async () => {
  const { catalog } = service;
  // The catalog goes away while the night asks about the second.
  const asked = await reserve(service, 110);
  await record(service, asked.reservationId, { milestone: 'cancelled', allocation: 0, by: 'patron' });
  await record(service, asked.reservationId, { milestone: 'closed', allocation: 0, outcome: 'cancelled' });
  await unreached();
  await expires(109, '2024-05-20');
  await expires(110, '2025-05-20');
  catalog.away = true;
  await expect(nightOf('2026-11-25')).rejects.toThrow('catalog');
  expect([await isThere(109), await isThere(110)]).toEqual([false, true]);
  catalog.away = false;
  expect([await nightOf('2026-11-25'), await isThere(110)]).toEqual([1, false]);
  expect(await nightOf('2026-11-25')).toBe(0);
});

test('one that cannot go is named by its id and keeps none of the others', async () => {
  await unreached();
  await expires(111, '2024-05-20');
  await expires(112, '2025-05-20');
  const stuck = await service.patronId(card(111));
  await service.db.$executeRaw`CREATE TABLE keeps (patron_id uuid REFERENCES patron)`;
  await service.db.$executeRaw`INSERT INTO keeps VALUES (${stuck}::uuid)`;
  await expect(nightOf('2026-11-25')).rejects.toMatchObject({
    details: [{ done: 1, failed: [expect.stringContaining(stuck)] }],
  });
  expect([await isThere(111), await isThere(112)]).toEqual([true, false]);
  await service.db.$executeRaw`DROP TABLE keeps`;
  expect(await nightOf('2026-11-26')).toBe(1);
});

test('whom a mail reaches is told thirty days before, once, and erased then; whom none does, in the night itself', async () => {
  await expires(113, '2026-05-25');
  await expires(114, '2026-05-25');
  await service.db.patron.updateMany({ where: { name: '試験 14' }, data: { emailStatus: 'undeliverable' } });
  expect(await nightOf('2026-10-25')).toBe(0);
  expect(await nightOf('2026-10-26')).toBe(0);
  await service.sendMails();
  expect(service.mailbox.mails).toEqual([]);
  service.setClock('2026-10-26T01:00:00Z');
  await service.sendMails();
  expect(service.mailbox.mails).toMatchObject([
    {
      to: 'shiken13@example.jp',
      subject: '【熊本県立図書館】利用登録をまもなく消去します',
      text: expect.stringContaining(`
貸出カードの有効期限は 2026年5月25日（月） で切れています。
更新のないときは、2026年11月25日（水） から、`),
    },
  ]);
  expect(service.mailbox.mails[0]?.text).toContain('http://127.0.0.1:4000/card/renewal');
  expect(await nightOf('2026-11-24')).toBe(0);
  expect([await nightOf('2026-11-25'), await isThere(113), await isThere(114)]).toEqual([2, false, false]);
  service.setClock('2026-11-25T01:00:00Z');
  await service.sendMails();
  expect(service.mailbox.mails).toHaveLength(1);
});

test('of a card that ended long before the library set the number its holder has thirty days still', async () => {
  await expires(115, '2020-05-25');
  expect(await nightOf('2026-11-25')).toBe(0);
  service.setClock('2026-11-25T01:00:00Z');
  await service.sendMails();
  expect(service.mailbox.mails[0]?.text).toContain('2026年12月25日（金） から');
  expect(await nightOf('2026-12-24')).toBe(0);
  expect([await nightOf('2026-12-25'), await isThere(115)]).toEqual([1, false]);
});

test('renewed after that mail, and ended again, they are told again', async () => {
  await expires(116, '2024-05-25');
  await nightOf('2026-11-25');
  await expires(116, '2026-12-10');
  await keptFor(1);
  // What the mail says is no longer true when it is to go out.
  service.setClock('2026-11-25T01:00:00Z');
  await service.sendMails();
  expect(service.mailbox.mails).toEqual([]);
  expect([await nightOf('2027-01-10'), await isThere(116)]).toEqual([0, true]);
  service.setClock('2027-01-10T01:00:00Z');
  await service.sendMails();
  expect(service.mailbox.about('cardErasedSoon')).toHaveLength(1);
  expect([await nightOf('2027-02-08'), await nightOf('2027-02-09')]).toEqual([0, 1]);
});
