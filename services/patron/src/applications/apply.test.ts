import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { instant } from '@toshobin/lending-rules';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { apply } from './apply.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
afterAll(() => service.close());

const at = instant('2026-11-24T01:00:00Z');

/** Applies for a record as the person with the card of that serial. */
async function reserve(
  serial: number,
  recordId: number,
  more: { reservationId?: string; pickupLibrary?: string } = {},
) {
  const answer = await apply(service.deps, {
    patronId: await service.patronId(makeBarcode('card', serial)),
    reservationId: more.reservationId ?? randomUUID(),
    recordId: String(recordId),
    title: `本 ${recordId}`,
    pickupLibrary: more.pickupLibrary ?? 'uto',
    appliedAt: at,
  });
  return answer.ok ? answer.value : answer.refusal.code;
}

test('of twenty applications sent at once exactly ten are accepted', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => reserve(101, 1000 + n)));
  const accepted = answers.filter((answer) => typeof answer !== 'string');
  expect(accepted).toHaveLength(10);
  expect(answers.filter((answer) => answer === 'RESERVATION_LIMIT')).toHaveLength(10);
  const patronId = await service.patronId(makeBarcode('card', 101));
  const slots = await service.db.reservationSlot.findMany({ where: { patronId }, orderBy: { slot: 'asc' } });
  expect(slots.map(({ slot }) => slot)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(await service.db.application.count({ where: { patronId } })).toBe(10);
  expect(new Set(accepted.map((answer) => answer.reservationNumber)).size).toBe(10);
});

test('a form sent five times at once is one reservation with one answer', async () => {
  const reservationId = randomUUID();
  const answers = await Promise.all(Array.from({ length: 5 }, () => reserve(102, 1, { reservationId })));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ reservationId, reservationNumber: expect.stringMatching(/^\d{6}$/) });
});

test('two browsers reserve the same title: one reservation, the other hears ALREADY_RESERVED', async () => {
  const answers = await Promise.all([reserve(103, 7), reserve(103, 7)]);
  expect(answers.filter((answer) => answer === 'ALREADY_RESERVED')).toHaveLength(1);
  const patronId = await service.patronId(makeBarcode('card', 103));
  expect(await service.db.reservationSlot.count({ where: { patronId } })).toBe(1);
});

test("somebody else's reservation id finds nothing, and a form changed after it was sent is noticed", async () => {
  const reservationId = randomUUID();
  await reserve(104, 1, { reservationId });
  expect(await reserve(105, 1, { reservationId })).toBe('NOT_FOUND');
  expect(await reserve(104, 2, { reservationId })).toBe('STATE_CHANGED');
});

test('a form of an old page, sent again after the reservation was cancelled, is not said to reserve', async () => {
  const reservationId = randomUUID();
  await reserve(108, 1, { reservationId });
  const ended = (state: string) =>
    service.db.application.update({ where: { reservationId }, data: { state, endedAt: new Date(at) } });
  await ended('cancelled');
  expect(await reserve(108, 1, { reservationId })).toBe('STATE_CHANGED');
  // A reservation that was not admitted is answered by its process as the first time.
  await ended('rejected');
  expect(await reserve(108, 1, { reservationId })).toMatchObject({ reservationId });
});

test('two people with one reservation id at the same moment: one has it, the other finds nothing', async () => {
  const reservationId = randomUUID();
  const answers = await Promise.all([reserve(106, 1, { reservationId }), reserve(107, 1, { reservationId })]);
  expect(answers.filter((answer) => answer === 'NOT_FOUND')).toHaveLength(1);
});

test.each([
  ['a first-time visitor with the birth date as password', 3, 'PASSWORD_NOT_CHOSEN'],
  ['a suspended card', 4, 'CARD_SUSPENDED'],
  ['an expired card', 5, 'CARD_EXPIRED'],
  ['somebody without an address', 10, 'EMAIL_NOT_REGISTERED'],
])('%s may not reserve', async (_who, serial, refusal) => {
  expect(await reserve(serial, 1)).toBe(refusal);
});

test('a library that is not on the list and one that is paused are no pickup libraries', async () => {
  expect(await reserve(1, 1, { pickupLibrary: 'nowhere' })).toBe('PICKUP_LIBRARY_UNKNOWN');
  expect(await reserve(1, 1, { pickupLibrary: 'paused' })).toBe('PICKUP_LIBRARY_PAUSED');
});

test('until the list of libraries has arrived an application is asked to come again', async () => {
  const empty = await openPatronService({ libraries: 'none' });
  try {
    const answer = await apply(empty.deps, {
      patronId: await empty.patronId(makeBarcode('card', 1)),
      reservationId: randomUUID(),
      recordId: '1',
      title: '本',
      pickupLibrary: 'uto',
      appliedAt: at,
    });
    expect(answer).toEqual({ ok: false, refusal: { code: 'TRY_AGAIN' } });
  } finally {
    await empty.close();
  }
});
