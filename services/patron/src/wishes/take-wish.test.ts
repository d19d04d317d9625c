import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { record, reserve } from '../testing/reserve.ts';
import { takeWish } from './take-wish.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
afterAll(() => service?.close());

const wish = (reservationId: string, wishId: string = randomUUID()) =>
  takeWish(service.deps, { reservationId, wishId });
/** Makes so many wishes at the same moment, from both webs: answers how many were taken. */
async function atOnce(count: number, reservationIdOf: (n: number) => string): Promise<number> {
  const decisions = await Promise.all(Array.from({ length: count }, (_, n) => wish(reservationIdOf(n))));
  return decisions.filter(({ ok }) => ok).length;
}

test('of thirty wishes at once about one reservation ten are taken; an hour later there is room again', async () => {
  const { reservationId } = await reserve(service, 101);
  expect(await atOnce(30, () => reservationId)).toBe(10);
  service.passMinutes(20);
  const refusal = { code: 'TOO_MANY_WISHES', values: { minutes: 40 } };
  expect(await wish(reservationId)).toEqual({ ok: false, refusal });
  service.passMinutes(40);
  expect(await wish(reservationId)).toMatchObject({ ok: true });
  expect(await service.db.wish.count({ where: { reservationId } })).toBe(1);
});

test('a form sent twice is one wish, also after the tenth', async () => {
  const { reservationId } = await reserve(service, 102);
  for (let n = 0; n < 12; n += 1) expect(await wish(reservationId, 'one form')).toMatchObject({ ok: true });
  expect(await atOnce(9, () => reservationId)).toBe(9);
  expect(await wish(reservationId)).toMatchObject({ ok: false });
  expect(await wish(reservationId, 'one form')).toMatchObject({ ok: true });
});

test('forty for a patron, whichever reservation; another patron is not held up', async () => {
  const own = await Promise.all(Array.from({ length: 8 }, () => reserve(service, 103)));
  expect(await atOnce(80, (n) => own[n % 8]?.reservationId ?? '')).toBe(40);
  const other = await reserve(service, 104);
  expect(await wish(other.reservationId)).toMatchObject({ ok: true });
});

test('what was wished for goes with the reservation; of one that is erased nothing is kept', async () => {
  const { reservationId } = await reserve(service, 105);
  await wish(reservationId);
  await record(service, reservationId, { milestone: 'closed', allocation: 0, outcome: 'cancelled' });
  await service.db.application.delete({ where: { reservationId } });
  expect(await wish(reservationId)).toEqual({ ok: true, value: { taken: true } });
  expect(await service.db.wish.count({ where: { reservationId } })).toBe(0);
});
