import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeBarcode, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { tracesIn } from '@toshobin/database/testing';
import { calendarDate, deadlineOn, fromDateColumn } from '@toshobin/lending-rules';
import { openTasksOf } from '@toshobin/tasks';
import { askForRenewal } from '../cards/ask-for-renewal.ts';
import { nextCardNumber } from '../cards/next-card-number.ts';
import { replaceCard } from '../cards/replace-card.ts';
import { requestPasswordReset } from '../credentials/request-password-reset.ts';
import { signIn } from '../credentials/sign-in.ts';
import { demoPassword } from '../demo/demo-patrons.ts';
import { bringCards } from '../import/bring-cards.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve } from '../testing/reserve.ts';
import { endRegistration } from './end-registration.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
afterAll(() => service?.close());

const by = { account: 'kanri', library: PREFECTURAL_LIBRARY };
const due = deadlineOn(calendarDate('2026-12-15'));
const at = () => service.deps.now();
const end = async (cardNumber: string) => {
  const answer = await endRegistration(service.deps, { cardNumber, reason: '転出', at: at(), by });
  return answer.ok ? 'ended' : answer.refusal.code;
};
async function* lineOf(text: string) {
  yield text;
}
/** The tables in which anything of the patron stands. */
const tracesOf = async (...of: string[]) => {
  const rows = await tracesIn((sql) => service.db.$queryRawUnsafe(sql));
  return rows.filter(({ text }) => of.some((one) => text.includes(one)));
};

test('whoever gives up their card is forgotten in every table, once nothing is reserved or lent', async () => {
  const cardNumber = makeBarcode('card', 101);
  const patronId = await service.patronId(cardNumber);
  const { reservationId } = await reserve(service, 101, { pickupLibrary: 'pref' });
  expect(await end(cardNumber)).toBe('STILL_IN_USE');
  await record(service, reservationId, { milestone: 'readyAtPrefectural', allocation: 1 });
  await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  expect(await end(cardNumber)).toBe('STILL_IN_USE');
  await hear(service, factOf(service, reservationId, 'home', { due }));
  await record(service, reservationId, { milestone: 'closed', allocation: 1, outcome: 'returned' });

  // These rows are what else is kept of somebody.
  await service.db.historyWish.create({ data: { patronId, since: at() } });
  await service.db.laterTitle.create({ data: { patronId, recordId: 7n, addedAt: at() } });
  await askForRenewal(service.deps, { patronId, at: at() });
  const { birthDate } = await service.db.patron.findUniqueOrThrow({ where: { id: patronId } });
  const born = fromDateColumn(birthDate);
  await requestPasswordReset(service.deps, { wishId: patronId, cardNumber, birthDate: born, at: at() });
  const replaced = await replaceCard(service.deps, { cardNumber, reason: '紛失', at: at(), by });
  const number = replaced.ok ? replaced.value.cardNumber : '';
  expect(await end(cardNumber)).toBe('CARD_REPLACED');
  const of = [patronId, reservationId, cardNumber, number, '試験 1"', 'shiken1@example.jp'];
  expect((await tracesOf(...of)).length).toBeGreaterThan(8);
  expect((await openTasksOf(service.db, PREFECTURAL_LIBRARY)).length).toBe(2);

  service.mailbox.mails.length = 0;
  expect(await end(number)).toBe('ended');
  // Ids of reservations and of what was deleted go to the other services; nothing of a person is in what is left.
  expect(await tracesOf(patronId, '試験 1"', 'shiken1@example.jp')).toEqual([]);
  // The bare numbers stay, so that nobody gets them again.
  const numbers = await tracesOf(cardNumber, number);
  expect(numbers.map(({ where }) => where)).toEqual(['ended_card', 'ended_card']);
  expect(await openTasksOf(service.db, PREFECTURAL_LIBRARY)).toEqual([]);
  await service.sendMails();
  expect(service.mailbox.mails).toEqual([]);
  expect(await end(number)).toBe('NOT_FOUND');
  const serial = Number(number.slice(1, -1));
  await service.db.$executeRaw`SELECT setval('card_serial_sequence', ${serial - 1})`;
  const next = await service.db.$transaction(nextCardNumber);
  expect(next).not.toBe(number);
  await expect(
    bringCards(service.db, lineOf(`カード番号,氏名,生年月日\n${number},試験 1,1960-01-15`), {
      ...{ now: at(), newId: service.deps.newId, try: false },
      ...{ onUnread: () => {}, onRefused: () => {}, onProgress: () => {} },
    }),
  ).resolves.toMatchObject({ added: 0, refused: 1 });
  const entered = await signIn(service.deps, { cardNumber: number, password: demoPassword, at: at() });
  expect(entered.ok).toBe(false);
});

test('one who reserves in the same moment keeps their card, and of two presses one is carried out', async () => {
  const [reserving, twice] = [makeBarcode('card', 102), makeBarcode('card', 103)];
  const [ended] = await Promise.all([end(reserving), reserve(service, 102).catch(() => undefined)]);
  const patron = await service.db.card.count({ where: { number: reserving } });
  const open = await service.db.application.count({
    where: { patron: { cards: { some: { number: reserving } } } },
  });
  expect({ ended, patron, open }).toEqual(
    ended === 'ended' ? { ended, patron: 0, open: 0 } : { ended: 'STILL_IN_USE', patron: 1, open: 1 },
  );
  expect((await Promise.all([end(twice), end(twice)])).toSorted()).toEqual(['NOT_FOUND', 'ended']);
});

test('volumes that are to be read in order end first', async () => {
  const cardNumber = makeBarcode('card', 104);
  const patronId = await service.patronId(cardNumber);
  const order = { pickupLibrary: 'uto', early: false, openedAt: at(), lookAt: at() };
  const { id } = await service.db.readingOrder.create({
    data: { id: service.deps.newId(), patronId, ...order },
  });
  expect(await end(cardNumber)).toBe('STILL_IN_USE');
  await service.db.readingOrder.delete({ where: { id } });
  expect(await end(cardNumber)).toBe('ended');
});
