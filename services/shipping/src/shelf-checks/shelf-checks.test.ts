import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Allocation } from '@toshobin/contracts';
import { noteCopyScanned } from '../parcels/note-copy-scanned.ts';
import {
  hearStanding,
  inTokyo,
  openTestShipping,
  packed,
  pickedCopy,
  scannedElsewhere,
  type TestShipping,
  withoutCopy,
} from '../testing/open-test-shipping.ts';
import { answerShelfCheck } from './answer-shelf-check.ts';
import { listShelfChecks } from './list-shelf-checks.ts';

let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
});
afterAll(() => here.stop());

async function askedAbout(): Promise<Allocation> {
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
  const copy = await askedAbout();
  const { reservationId } = copy;
  await hearStanding(here, withoutCopy(copy, 'cancelled'));
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

test('the branch has three of its open days, to the end of the third, also when it is asked twice', async () => {
  here.itIs('2026-11-27 10:00'); // Friday; 宇土 is closed on Mondays
  const { reservationId, allocation, copyId } = pickedCopy();
  const question = { reservationId, allocation, copyId, library: 'uto' };
  const answerBy = inTokyo('2026-12-01 23:59:59.999');
  const asked = (time: string) => here.activities.askShelfCheck({ ...question, at: here.itIs(time) });
  expect(await asked('2026-11-27 10:00')).toEqual({ answerBy });
  expect(await asked('2026-11-30 10:00')).toEqual({ answerBy });
});

test('a process that looks again hears the answer, when there is one', async () => {
  const { reservationId, allocation } = await askedAbout();
  const query = { reservationId, allocation };
  expect(await here.activities.shelfCheckOf(query)).toEqual({});
  const answer = { ...here.scan('uto'), reservationId, answer: 'here' } as const;
  await answerShelfCheck(here.shipping, answer);
  expect(await here.activities.shelfCheckOf(query)).toEqual({ answer: 'here' });
  expect(await here.activities.shelfCheckOf({ ...query, allocation: allocation + 1 })).toEqual({});
});

test('gone from the shelf: nothing is asked for a week from the answer, moved to an open day of the branch (R9)', async () => {
  here.itIs('2026-11-27 10:00');
  const { reservationId, allocation } = await askedAbout();
  here.itIs('2026-11-30 10:00'); // Monday; the week ends on a Monday, on which 宇土 is closed
  const answer = { ...here.scan('uto'), reservationId, answer: 'gone' } as const;
  await answerShelfCheck(here.shipping, answer);
  const graceUntil = { date: '2026-12-08', at: inTokyo('2026-12-08 23:59:59.999') };
  expect(await here.activities.shelfCheckOf({ reservationId, allocation })).toEqual({
    answer: 'gone',
    graceUntil,
  });
});

test.each(['handedOut', 'handedIn', 'home'] as const)(
  'a scan of the copy (%s) closes the question; an answer on its way is accepted and told to nobody',
  async (kind) => {
    const copy = await askedAbout();
    const { reservationId } = copy;
    await noteCopyScanned(here.shipping, { fact: scannedElsewhere(copy, kind, here.shipping.now(), 'uto') });
    const listed = await listShelfChecks(here.shipping, 'uto');
    expect(listed.map((check) => check.reservationId)).not.toContain(reservationId);
    const answer = { ...here.scan('uto'), reservationId, answer: 'gone' } as const;
    expect(await answerShelfCheck(here.shipping, answer)).toEqual({ ok: true, value: { answer: 'gone' } });
    const told = await here.told('shipping.shelfCheck.answered');
    expect(told.map((event) => event.reservationId)).not.toContain(reservationId);
  },
);

test('a scan of the copy for another reservation closes nothing', async () => {
  const copy = await askedAbout();
  const other = { ...copy, reservationId: pickedCopy().reservationId };
  for (const another of [other, { ...copy, allocation: copy.allocation + 1000 }]) {
    const fact = scannedElsewhere(another, 'handedOut', here.shipping.now(), 'uto');
    await noteCopyScanned(here.shipping, { fact });
  }
  const listed = await listShelfChecks(here.shipping, 'uto');
  expect(listed.map((check) => check.reservationId)).toContain(copy.reservationId);
});
