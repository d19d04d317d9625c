import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { calendarDate, dayOf, deadlineOn } from '@toshobin/lending-rules';
import { patronActivities } from '../activities/patron-activities.ts';
import { readPatron } from '../cards/read-patron.ts';
import { claimLoanSlot } from '../loan-claims/claim-loan-slot.ts';
import { releaseLoanClaim } from '../loan-claims/release-loan-claim.ts';
import { allocated, change, ended, shelfCheck } from '../testing/at-the-catalog.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve, type Step, takingBack } from '../testing/reserve.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
afterAll(() => service.close());

const due = deadlineOn(calendarDate('2026-12-15'));

async function counts(serial: number) {
  const id = await service.patronId(makeBarcode('card', serial));
  const answer = await readPatron(service.deps, id, service.deps.now());
  if (!answer.ok) throw new Error(answer.refusal.code);
  const { reservations, loans } = answer.value;
  return { reservations, loans };
}

test('a reservation becomes a loan at the counter, and is free when the copy is home', async () => {
  const { reservationId } = await reserve(service, 101, { pickupLibrary: 'pref' });
  expect(await counts(101)).toEqual({ reservations: 1, loans: 0 });
  const at = service.deps.now();
  const claim = () => claimLoanSlot(service.deps, { reservationId, at, waitForOne: false });
  expect(await claim()).toEqual({ ok: true, value: { slot: 1, made: true } });
  expect(await claim()).toEqual({ ok: true, value: { slot: 1, made: false } });
  expect(await counts(101)).toEqual({ reservations: 0, loans: 1 });

  await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  expect(await releaseLoanClaim(service.deps, { reservationId, at })).toEqual({ released: false });
  expect(await counts(101)).toEqual({ reservations: 0, loans: 1 });
  await hear(service, factOf(service, reservationId, 'handedIn', { place: 'uto' }));
  expect(await counts(101)).toEqual({ reservations: 0, loans: 1 });
  await hear(service, factOf(service, reservationId, 'home'));
  expect(await counts(101)).toEqual({ reservations: 0, loans: 0 });
});

test('a hand-over that did not happen gives the claim back', async () => {
  const { reservationId } = await reserve(service, 102, { pickupLibrary: 'pref' });
  const at = service.deps.now();
  await claimLoanSlot(service.deps, { reservationId, at, waitForOne: false });
  expect(await releaseLoanClaim(service.deps, { reservationId, at })).toEqual({ released: true });
  expect(await releaseLoanClaim(service.deps, { reservationId, at })).toEqual({ released: false });
  expect(await counts(102)).toEqual({ reservations: 1, loans: 0 });
});

test('a dispatch that is heard of without a claim is a loan all the same', async () => {
  const { reservationId } = await reserve(service, 103);
  await hear(service, factOf(service, reservationId, 'shipped'));
  expect(await counts(103)).toEqual({ reservations: 0, loans: 1 });
});

test('of twenty copies claimed at once for one patron ten are loans', async () => {
  const reserved = [];
  for (let n = 0; n < 10; n += 1) reserved.push(await reserve(service, 104));
  const at = service.deps.now();
  const first = await Promise.all(
    reserved.map(({ reservationId }) => claimLoanSlot(service.deps, { reservationId, at, waitForOne: true })),
  );
  expect(first.map((answer) => answer.ok && answer.value.slot).sort()).toEqual([
    1, 10, 2, 3, 4, 5, 6, 7, 8, 9,
  ]);
  for (let n = 0; n < 10; n += 1) reserved.push(await reserve(service, 104));
  const second = await Promise.all(
    reserved
      .slice(10)
      .map(({ reservationId }) => claimLoanSlot(service.deps, { reservationId, at, waitForOne: true })),
  );
  expect(second).toEqual(Array(10).fill({ ok: false, refusal: { code: 'LOAN_LIMIT' } }));
});

test('a return wakes the reservation that has waited longest for a loan slot, and it alone', async () => {
  const activities = patronActivities(service.deps);
  const lent = [];
  for (let n = 0; n < 10; n += 1) lent.push(await reserve(service, 105));
  const at = service.deps.now();
  for (const { reservationId } of lent) await activities.claimLoanSlot({ reservationId, at });
  const early = await reserve(service, 105);
  const late = await reserve(service, 105);
  for (const { reservationId } of [early, late]) {
    const at = service.passMinutes(1);
    expect(await activities.claimLoanSlot({ reservationId, at })).toMatchObject({ ok: false });
    await record(service, reservationId, {
      allocation: 1,
      milestone: 'heldForLoanLimit',
      keptUntil: calendarDate('2026-12-01'),
    });
  }
  const freed = lent[3]?.reservationId ?? '';
  await hear(service, factOf(service, freed, 'handedOut', { due }));
  await hear(service, factOf(service, freed, 'home'));
  await hear(service, factOf(service, freed, 'home'));
  const woken = await service.published('patron.loanSlot.free');
  expect(woken).toEqual([{ reservationId: early.reservationId, on: dayOf(service.deps.now()) }]);

  expect(
    await activities.claimLoanSlot({ reservationId: early.reservationId, at: service.deps.now() }),
  ).toEqual({ ok: true, value: { slot: 4 } });
  const row = await service.db.application.findUniqueOrThrow({
    where: { reservationId: early.reservationId },
  });
  expect(row.state).toBe('picked');
});

test('a woken reservation that is cancelled passes the free slot on to the next', async () => {
  const activities = patronActivities(service.deps);
  const lent = [];
  for (let n = 0; n < 10; n += 1) lent.push(await reserve(service, 106));
  for (const { reservationId } of lent) {
    await activities.claimLoanSlot({ reservationId, at: service.deps.now() });
  }
  const [first, second] = [await reserve(service, 106), await reserve(service, 106)];
  for (const { reservationId } of [first, second]) {
    await activities.claimLoanSlot({ reservationId, at: service.passMinutes(1) });
  }
  const before = (await service.published('patron.loanSlot.free')).length;
  await hear(service, factOf(service, lent[0]?.reservationId ?? '', 'home'));
  await record(service, first.reservationId, { allocation: 1, milestone: 'cancelled', by: 'patron' });
  const woken = (await service.published('patron.loanSlot.free')).slice(before);
  expect(woken).toMatchObject([
    { reservationId: first.reservationId },
    { reservationId: second.reservationId },
  ]);
});

const overLimit = (reservationId: string) =>
  service.db.task.findMany({ where: { reservationId, kind: 'overLimit', clearedAt: null } });

test('a claim given back when ten others are reserved is the eleventh, and flagged once, until it is claimed again', async () => {
  const { reservationId } = await reserve(service, 107);
  const at = service.deps.now();
  const claim = () => claimLoanSlot(service.deps, { reservationId, at, waitForOne: true });
  await claim();
  for (let n = 0; n < 10; n += 1) await reserve(service, 107);
  await releaseLoanClaim(service.deps, { reservationId, at });
  expect(await counts(107)).toEqual({ reservations: 11, loans: 0 });
  expect(await overLimit(reservationId)).toMatchObject([{ why: 'reservationBack' }]);
  await change(service, reservationId, allocated(1));
  expect(await service.db.task.count({ where: { reservationId } })).toBe(1);
  await hear(service, factOf(service, reservationId, 'picked'));
  await claim();
  expect(await counts(107)).toEqual({ reservations: 10, loans: 1 });
  expect(await overLimit(reservationId)).toEqual([]);
});

test('a hand-out that is heard after the return leaves no slot taken', async () => {
  const { reservationId } = await reserve(service, 108, { pickupLibrary: 'pref' });
  await hear(service, factOf(service, reservationId, 'home'));
  await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  expect(await counts(108)).toEqual({ reservations: 0, loans: 0 });
});

test('read as a return before it was packed, and that taken back: a reservation again, and a claim when its process claims it again', async () => {
  const { reservationId } = await reserve(service, 109);
  await hear(service, factOf(service, reservationId, 'picked'));
  const claim = () =>
    claimLoanSlot(service.deps, { reservationId, at: service.deps.now(), waitForOne: true });
  await claim();
  const home = factOf(service, reservationId, 'home');
  await hear(service, home);
  expect(await counts(109)).toEqual({ reservations: 0, loans: 0 });
  await hear(service, takingBack(service, home));
  expect(await counts(109)).toEqual({ reservations: 1, loans: 0 });
  await claim();
  expect(await counts(109)).toEqual({ reservations: 0, loans: 1 });
  // The copy is in its parcel by then: it is to be a loan whoever claims.
  await hear(service, factOf(service, reservationId, 'packed'));
  const again = factOf(service, reservationId, 'home');
  await hear(service, again);
  await hear(service, takingBack(service, again));
  expect(await counts(109)).toEqual({ reservations: 0, loans: 1 });
});

test('a claim that comes when its copy is gone is refused, and one of before is given back', async () => {
  const { reservationId } = await reserve(service, 114);
  await hear(service, factOf(service, reservationId, 'picked'));
  const claim = () =>
    claimLoanSlot(service.deps, { reservationId, at: service.deps.now(), waitForOne: true });
  expect(await claim()).toMatchObject({ ok: true });
  await change(service, reservationId, ended('lentAtCounter'));
  expect(await counts(114)).toEqual({ reservations: 1, loans: 0 });
  expect(await claim()).toEqual({ ok: false, refusal: { code: 'STATE_CHANGED' } });
  await change(service, reservationId, allocated(2));
  expect(await counts(114)).toEqual({ reservations: 1, loans: 0 });
});

test('a claim of a copy is none of the next one, though nothing between was heard of', async () => {
  const { reservationId } = await reserve(service, 115);
  await hear(service, factOf(service, reservationId, 'picked'));
  await claimLoanSlot(service.deps, { reservationId, at: service.deps.now(), waitForOne: true });
  await change(service, reservationId, ended('lostInTransit'), { tell: false });
  await change(service, reservationId, allocated(2));
  expect(await counts(115)).toEqual({ reservations: 1, loans: 0 });
});

test('passed on at the limit, it claims nothing in the queue, and a slot for the next copy once that is fetched', async () => {
  const { reservationId } = await reserve(service, 117);
  await hear(service, factOf(service, reservationId, 'picked'));
  await change(service, reservationId, ended('passedOn'));
  const claim = { reservationId, at: service.deps.now(), waitForOne: true };
  expect(await claimLoanSlot(service.deps, claim)).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });
  expect(await counts(117)).toEqual({ reservations: 1, loans: 0 });
  await record(service, reservationId, { milestone: 'queued', allocation: 0, mail: 'none' });
  await change(service, reservationId, allocated(2));
  await hear(service, factOf(service, reservationId, 'picked', { allocation: 2 }));
  expect(await claimLoanSlot(service.deps, claim)).toMatchObject({ value: { made: true } });
  expect(await counts(117)).toEqual({ reservations: 0, loans: 1 });
});

test('not on the branch’s shelf after its hold was said to have ended: handed out, it seems, and a loan again', async () => {
  const { reservationId } = await reserve(service, 116);
  await claimLoanSlot(service.deps, { reservationId, at: service.deps.now(), waitForOne: true });
  await hear(service, factOf(service, reservationId, 'shipped'));
  const until = calendarDate('2026-12-01');
  await record(service, reservationId, { milestone: 'expired', allocation: 1, until, comesHome: true });
  expect(await counts(116)).toEqual({ reservations: 0, loans: 0 });
  await hear(service, factOf(service, reservationId, 'arrived'));
  await change(service, reservationId, shelfCheck('gone'));
  expect(await counts(116)).toEqual({ reservations: 0, loans: 1 });
  await hear(service, factOf(service, reservationId, 'home'));
  expect(await counts(116)).toEqual({ reservations: 0, loans: 0 });
  await change(service, reservationId, shelfCheck('gone'));
  expect(await counts(116)).toEqual({ reservations: 0, loans: 0 });
});

test('a claim that comes after the cancellation takes no slot', async () => {
  const { reservationId } = await reserve(service, 110);
  await hear(service, factOf(service, reservationId, 'picked'));
  await record(service, reservationId, { milestone: 'cancelled', allocation: 1, by: 'patron' });
  const claim = { reservationId, at: service.deps.now(), waitForOne: true };
  expect(await claimLoanSlot(service.deps, claim)).toEqual({ ok: false, refusal: { code: 'NOT_FOUND' } });
  expect(await counts(110)).toEqual({ reservations: 0, loans: 0 });
});

test('handed in before its dispatch and its hand-out are heard of: a loan until it is home', async () => {
  const { reservationId } = await reserve(service, 111);
  await hear(service, factOf(service, reservationId, 'handedIn', { place: 'uto' }));
  await hear(service, factOf(service, reservationId, 'handedOut', { place: 'uto' }));
  await hear(service, factOf(service, reservationId, 'shipped'));
  expect(await counts(111)).toEqual({ reservations: 0, loans: 1 });
});

test.each<Step>([
  { milestone: 'overdue', allocation: 1, due, notice: 1 },
  { milestone: 'extended', allocation: 1, due },
])(
  'said before its hand-out is heard of it is a loan ($milestone), and none once it is home',
  async (step) => {
    const serial = step.milestone === 'overdue' ? 112 : 113;
    const { reservationId } = await reserve(service, serial);
    await record(service, reservationId, step);
    expect(await counts(serial)).toEqual({ reservations: 0, loans: 1 });
    const home = await reserve(service, serial);
    await hear(service, factOf(service, home.reservationId, 'home'));
    await record(service, home.reservationId, step);
    expect(await counts(serial)).toEqual({ reservations: 0, loans: 1 });
  },
);
