import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { makeBarcode, ReservationIdSchema, readBarcode } from '@toshobin/contracts';
import { patronActivities } from '../activities/patron-activities.ts';
import { replaceCard } from '../cards/replace-card.ts';
import { patronOfReservation } from '../desk/patron-of-reservation.ts';
import { resolveCard } from '../desk/resolve-card.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { reserve } from '../testing/reserve.ts';
import { newReleaseCode, readReleaseCode } from './release-code.ts';
import { releaseWithoutCard } from './release-without-card.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
beforeEach(async () => {
  service.setClock('2026-11-24T01:00:00Z');
  await service.db.cardReleaseFailure.deleteMany();
});
afterAll(() => service.close());

const card = (serial: number) => makeBarcode('card', serial);
const at = () => service.deps.now();
const told = { by: { account: 'kanri', library: 'pref' }, reason: '電話で確認' };

async function release(serial: number, library = 'uto'): Promise<string> {
  const answer = await releaseWithoutCard(service.deps, {
    cardNumber: card(serial),
    library,
    at: at(),
    ...told,
  });
  return answer.ok ? answer.value.code : answer.refusal.code;
}
async function type(code: string, library?: string) {
  const answer = await resolveCard(service.deps, { cardNumber: code, library, at: at() });
  return answer.ok ? answer.value.cardLast4 : answer.refusal.code;
}
/** A code that is right nowhere. */
function wrongCode(not: string): string {
  const code = newReleaseCode();
  return code === not ? wrongCode(not) : code;
}

test('a card forgotten: the desk releases, and the branch hands out with the code in place of the card', async () => {
  const { reservationId } = await reserve(service, 101);
  const answer = await releaseWithoutCard(service.deps, {
    cardNumber: card(101),
    library: 'uto',
    at: at(),
    ...told,
  });
  if (!answer.ok) throw new Error(answer.refusal.code);
  const { code, validUntil } = answer.value;
  expect(code).toMatch(/^\d{8}$/);
  expect(validUntil).toBe('2026-11-24T14:59:59.999Z');
  const shown = await resolveCard(service.deps, { cardNumber: code, library: 'uto', at: at() });
  expect(shown).toMatchObject({
    value: { cardLast4: card(101).slice(-4), cardStatus: 'valid', reservations: [{ reservationId }] },
  });
  const spoken = `${code.slice(0, 4)}-${code.slice(4)}`.replace(/\d/g, (d) =>
    String.fromCodePoint(0xff10 + Number(d)),
  );
  expect(await type(spoken, 'uto')).toBe(card(101).slice(-4));
});

test('the code is for one visit: a quarter of an hour after its first use it opens nothing', async () => {
  const code = await release(102);
  service.passMinutes(240); // the patron came in the afternoon
  expect(await type(code, 'uto')).toBe(card(102).slice(-4));
  service.passMinutes(14);
  expect(await type(code, 'uto')).toBe(card(102).slice(-4));
  service.passMinutes(2);
  expect(await type(code, 'uto')).toBe('NOT_FOUND');
});

test('the code ends with its day in Tokyo, used or not', async () => {
  const code = await release(103);
  service.setClock('2026-11-24T14:59:59.000Z');
  expect(await type(code, 'uto')).toBe(card(103).slice(-4));
  const other = await release(103);
  service.setClock('2026-11-24T15:00:00.000Z');
  expect(await type(code, 'uto')).toBe('NOT_FOUND');
  expect(await type(other, 'uto')).toBe('NOT_FOUND');
});

test('at another library, or without one, it is worth nothing', async () => {
  const code = await release(104);
  expect(await type(code, 'pref')).toBe('NOT_FOUND');
  expect(await type(code)).toBe('NOT_FOUND');
  expect(await release(104, 'nowhere')).toBe('PICKUP_LIBRARY_UNKNOWN');
  expect(await type(code, 'uto')).toBe(card(104).slice(-4));
});

test('a second release takes the place of the first, unless its visit has begun', async () => {
  const first = await release(105);
  const second = await release(105);
  expect(await type(first, 'uto')).toBe('NOT_FOUND');
  expect(await type(second, 'uto')).toBe(card(105).slice(-4));
  const third = await release(105);
  expect(await type(second, 'uto')).toBe(card(105).slice(-4));
  expect(await type(third, 'uto')).toBe(card(105).slice(-4));
  const codes = await Promise.all([release(106), release(106), release(106)]);
  const work = [];
  for (const code of codes) work.push(await type(code, 'uto'));
  expect(work.filter((answer) => answer === card(106).slice(-4))).toHaveLength(1);
});

test('a card replaced after the release is handed out to all the same, by its new number', async () => {
  const code = await release(107);
  const replaced = await replaceCard(service.deps, { cardNumber: card(107), at: at(), ...told });
  expect(await type(code, 'uto')).toBe(replaced.ok && replaced.value.cardNumber.slice(-4));
  expect(await release(107)).toBe('CARD_REPLACED');
});

test('five wrong codes, and the codes of that library wait for half an hour; those of another do not', async () => {
  const code = await release(108);
  const elsewhere = await release(108, 'pref');
  const answers = await Promise.all(Array.from({ length: 12 }, () => type(wrongCode(code), 'uto')));
  expect(answers.filter((answer) => answer === 'NOT_FOUND')).toHaveLength(5);
  expect(answers.filter((answer) => answer === 'TRY_AGAIN')).toHaveLength(7);
  expect(await type(code, 'uto')).toBe('TRY_AGAIN');
  expect(await type(card(108), 'uto')).toBe(card(108).slice(-4)); // a card is a card
  expect(await type(elsewhere, 'pref')).toBe(card(108).slice(-4));
  service.passMinutes(31);
  expect(await type(wrongCode(code), 'uto')).toBe('NOT_FOUND');
  expect(await type(code, 'uto')).toBe(card(108).slice(-4));
});

test('four wrong codes long ago do not make the fifth a wait', async () => {
  for (let n = 0; n < 4; n += 1) await type(wrongCode(''), 'uto');
  service.passMinutes(31);
  await type(wrongCode(''), 'uto');
  expect(await type(await release(109), 'uto')).toBe(card(109).slice(-4));
});

test('a code never reads as a card, and a misread card never counts as a wrong code', async () => {
  for (let n = 0; n < 500; n += 1) {
    const code = newReleaseCode();
    expect(readBarcode(code).ok).toBe(false);
    expect(readReleaseCode(code)).toBe(code);
  }
  const misread = `2${String(Number(card(1).slice(1)) + 1).padStart(7, '0')}`;
  for (let n = 0; n < 6; n += 1) expect(await type(misread, 'uto')).toBe('NOT_FOUND');
  expect(await service.db.cardReleaseFailure.count()).toBe(0);
});

test('the code is nowhere in the database, and old releases are forgotten in the night', async () => {
  const code = await release(110);
  expect(JSON.stringify(await service.db.cardRelease.findMany())).not.toContain(code);
  service.setClock('2026-11-25T18:00:00Z');
  await patronActivities(service.deps).eraseClosed({ before: at() });
  expect(await service.db.cardRelease.count()).toBe(0);
});

test('whom to call about a reservation, until it is erased', async () => {
  const { reservationId, patronId } = await reserve(service, 11, { title: '方丈記' });
  expect(
    await patronOfReservation(service.deps, { reservationId: ReservationIdSchema.parse(reservationId) }),
  ).toMatchObject({
    value: {
      patronId,
      name: '見本 次郎',
      phone: '090-0000-0011',
      cardLast4: card(11).slice(-4),
      row: { reservationId, title: '方丈記' },
    },
  });
  const activities = patronActivities(service.deps);
  const step = { reservationId, allocation: 0, at: at() };
  await activities.recordMilestone({ ...step, milestone: 'cancelled', by: 'patron' });
  await activities.recordMilestone({ ...step, milestone: 'closed', outcome: 'cancelled' });
  service.setClock('2026-12-01T01:00:00Z');
  await activities.eraseClosed({ before: at() });
  expect(
    await patronOfReservation(service.deps, { reservationId: ReservationIdSchema.parse(reservationId) }),
  ).toMatchObject({
    refusal: { code: 'NOT_FOUND' },
  });
});
