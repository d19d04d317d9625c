import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openTestShipping, packed, pickedCopy, type TestShipping } from '../testing/open-test-shipping.ts';
import { answerShelfCheck } from './answer-shelf-check.ts';
import { listShelfChecks } from './list-shelf-checks.ts';

let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
});
afterAll(() => here.stop());

async function askedAbout() {
  const copy = pickedCopy();
  await packed(here, 'uto', copy);
  const { reservationId, allocation, copyId } = copy;
  const question = { reservationId, allocation, copyId, library: 'uto', at: here.shipping.now() };
  await here.activities.askShelfCheck(question);
  await here.activities.askShelfCheck(question);
  return copy;
}

test('the branch finds on its list what it is asked about, by hold number and barcode', async () => {
  const copy = await askedAbout();
  const { reservationId, allocation, barcode, holdNumber } = copy;
  expect(await listShelfChecks(here.shipping, 'uto')).toEqual([
    { reservationId, allocation, barcode, holdNumber, askedAt: here.shipping.now() },
  ]);
  expect(await listShelfChecks(here.shipping, 'ozu')).toEqual([]);
});

test('an answer is told once, however often it is sent, and ends the question', async () => {
  const { reservationId, allocation } = await askedAbout();
  const answer = { ...here.scan('uto'), reservationId, answer: 'gone' } as const;
  const answers = await Promise.all([
    answerShelfCheck(here.shipping, answer),
    answerShelfCheck(here.shipping, answer),
    answerShelfCheck(here.shipping, { ...answer, ...here.scan('uto') }),
  ]);
  expect(answers).toEqual(Array(3).fill({ ok: true, value: { answer: 'gone' } }));
  const told = (await here.told('shipping.shelfCheck.answered')).filter(
    (event) => event.reservationId === reservationId,
  );
  expect(told).toEqual([{ reservationId, allocation, answer: 'gone', at: here.shipping.now() }]);
  const listed = await listShelfChecks(here.shipping, 'uto');
  expect(listed.map((check) => check.reservationId)).not.toContain(reservationId);
});

test('a cancellation closes the question; an answer on its way is accepted and told to nobody', async () => {
  const { reservationId, allocation } = await askedAbout();
  const at = here.shipping.now();
  await here.activities.removeFromPackingList({ reservationId, allocation, at });
  const listed = await listShelfChecks(here.shipping, 'uto');
  expect(listed.map((check) => check.reservationId)).not.toContain(reservationId);
  const answer = { ...here.scan('uto'), reservationId, answer: 'gone' } as const;
  expect(await answerShelfCheck(here.shipping, answer)).toEqual({ ok: true, value: { answer: 'gone' } });
  const told = await here.told('shipping.shelfCheck.answered');
  expect(told.map((event) => event.reservationId)).not.toContain(reservationId);
});

test('the other answer afterwards, or one from a library that was not asked, is refused', async () => {
  const { reservationId } = await askedAbout();
  const from = (library: string, answer: 'here' | 'gone') =>
    answerShelfCheck(here.shipping, { ...here.scan(library), reservationId, answer });
  expect(await from('ozu', 'here')).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
  expect(await from('pref', 'here')).toMatchObject({ ok: true });
  expect(await from('uto', 'gone')).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });
});
