import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Allocation } from '@toshobin/contracts';
import { addDays, calendarDate, dayOf, deadlineOn } from '@toshobin/lending-rules';
import {
  hearStanding,
  inTokyo,
  openTestShipping,
  packed,
  pickedCopy,
  standingOf,
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

type Stands = Parameters<typeof standingOf>[1];

/** On the hold shelf of 宇土; its hold ended yesterday, unless told. */
function held(copy: Allocation, stands: Stands = {}) {
  const yesterday = deadlineOn(addDays(dayOf(here.shipping.now()), -1));
  return standingOf(copy, { stage: 'held', holdUntil: yesterday, ...stands });
}

function ask(copy: Allocation, standing = held(copy)) {
  const { reservationId, allocation, copyId } = copy;
  const question = { reservationId, allocation, copyId, library: 'uto' };
  return here.activities.askShelfCheck({ ...question, standing, at: here.shipping.now() });
}

/** A copy whose branch is asked about it, by a command that came twice. */
async function askedAbout(): Promise<Allocation> {
  const copy = pickedCopy();
  await packed(here, 'uto', copy);
  const standing = held(copy);
  for (const _ of [1, 2]) await ask(copy, standing);
  return copy;
}

async function isAsked({ reservationId }: Pick<Allocation, 'reservationId'>): Promise<boolean> {
  const listed = await listShelfChecks(here.shipping, 'uto');
  return listed.some((check) => check.reservationId === reservationId);
}

const answered = ({ reservationId }: Pick<Allocation, 'reservationId'>, answer: 'here' | 'gone') =>
  answerShelfCheck(here.shipping, { ...here.scan('uto'), reservationId, answer });

/** The answers that were told of a reservation, each with its allocation. */
async function toldOf({ reservationId }: Pick<Allocation, 'reservationId'>) {
  const told = await here.told('shipping.shelfCheck.answered');
  return told
    .filter((event) => event.reservationId === reservationId)
    .map(({ allocation, answer }) => `${answer} ${allocation}`);
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
  expect(await isAsked({ reservationId })).toBe(false);
});

test.each(['cancelled', 'onLoan', 'handedIn', 'over'] as const)(
  'as soon as its copy is not on the shelf (%s) nobody is asked; an answer on its way is accepted and told to nobody',
  async (how) => {
    const copy = await askedAbout();
    const news = how === 'cancelled' ? withoutCopy(copy, how) : held(copy, { stage: how });
    await hearStanding(here, news);
    expect(await isAsked(copy)).toBe(false);
    expect(await answered(copy, 'gone')).toEqual({ ok: true, value: { answer: 'gone' } });
    expect(await toldOf(copy)).toEqual([]);
  },
);

test('handed out by mistake, or to another, and taken back: the branch is asked again, and its answer is told', async () => {
  for (const meanwhile of ['waiting', 'onLoan'] as const) {
    const copy = await askedAbout();
    const gone = meanwhile === 'waiting' ? withoutCopy(copy, meanwhile) : held(copy, { stage: meanwhile });
    await hearStanding(here, gone);
    expect(await isAsked(copy)).toBe(false);
    await answered(copy, 'gone');
    await hearStanding(here, held(copy));
    expect(await isAsked(copy)).toBe(true);
    await ask(copy);
    await answered(copy, 'here');
    expect(await toldOf(copy)).toEqual([`here ${copy.allocation}`]);
  }
});

test('asked while the news is on its way that the copy was handed out: nobody is, until that is taken back', async () => {
  const copy = pickedCopy();
  await packed(here, 'uto', copy);
  const asksBy = held(copy);
  await hearStanding(here, held(copy, { stage: 'onLoan' }));
  await ask(copy, asksBy);
  expect(await isAsked(copy)).toBe(false);
  await hearStanding(here, held(copy));
  expect(await isAsked(copy)).toBe(true);
});

test('the hold is longer by a closure: nobody is asked before its new end, and then anew, with as many days', async () => {
  here.itIs('2026-11-27 10:00');
  const copy = await askedAbout();
  const until = deadlineOn(calendarDate('2026-12-04'));
  await hearStanding(here, held(copy, { holdUntil: until }));
  expect(await isAsked(copy)).toBe(false);
  await answered(copy, 'here');
  here.itIs('2026-12-05 00:00');
  const standing = held(copy, { holdUntil: until });
  const answerBy = inTokyo('2026-12-09 23:59:59.999'); // 宇土 is closed on Mondays
  expect(await ask(copy, standing)).toEqual({ answerBy });
  here.itIs('2026-12-06 10:00');
  expect(await ask(copy, standing)).toEqual({ answerBy });
  expect(await isAsked(copy)).toBe(true);
  await answered(copy, 'gone');
  expect(await toldOf(copy)).toEqual([`gone ${copy.allocation}`]);
});

test('two readers were given each other’s copy: the branch is asked about the one that is there now', async () => {
  const copy = await askedAbout();
  await answered(copy, 'gone');
  const swapped = { ...pickedCopy(), reservationId: copy.reservationId };
  const standing = held(swapped, { journey: copy.allocation });
  await ask(swapped, standing);
  expect(await isAsked(copy)).toBe(true);
  await answered(copy, 'here');
  expect(await toldOf(copy)).toEqual([`gone ${copy.allocation}`, `here ${swapped.allocation}`]);
});

test('a copy that was on its shelf before its hold’s end was kept here is asked about all the same', async () => {
  const copy = pickedCopy();
  const { reservationId } = copy;
  await packed(here, 'uto', copy);
  const standing = held(copy);
  await hearStanding(here, standing);
  await here.shipping.db.packingRow.update({ where: { reservationId }, data: { shelvedUntil: null } });
  await ask(copy, standing);
  expect(await isAsked(copy)).toBe(true);
});

test('a process of the release before, which says nothing of how the reservation stands, has its branch asked too', async () => {
  const copy = pickedCopy();
  await packed(here, 'uto', copy);
  await hearStanding(here, held(copy));
  const { reservationId, allocation, copyId } = copy;
  const question = { reservationId, allocation, copyId, library: 'uto', at: here.shipping.now() };
  await here.activities.askShelfCheck(question);
  expect(await isAsked(copy)).toBe(true);
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
  const copy = pickedCopy();
  const standing = held(copy);
  const answerBy = inTokyo('2026-12-01 23:59:59.999');
  for (const time of ['2026-11-27 10:00', '2026-11-30 10:00']) {
    here.itIs(time);
    expect(await ask(copy, standing)).toEqual({ answerBy });
  }
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
