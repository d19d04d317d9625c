import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { calendarDate, dayOf, deadlineOn, defaultPolicy } from '@toshobin/lending-rules';
import { patronActivities } from '../activities/patron-activities.ts';
import { keepPolicy } from '../policy/keep-policy.ts';
import type { StepTold } from '../testing/fact-of.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve, takingBack } from '../testing/reserve.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
beforeEach(() => {
  service.setClock('2026-11-24T01:00:00Z');
});
afterAll(() => service.close());

const due = deadlineOn(calendarDate('2026-12-15'));
const activities = () => patronActivities(service.deps);

/** Ten loans of one patron, and an eleventh copy that was fetched for them and is kept. */
async function atTheLimit(serial: number) {
  const lent = [];
  for (let n = 0; n < 10; n += 1) lent.push((await reserve(service, serial)).reservationId);
  for (const reservationId of lent) await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  const { reservationId } = await reserve(service, serial);
  const picked = factOf(service, reservationId, 'picked');
  await hear(service, picked);
  const at = service.deps.now();
  expect(await activities().claimLoanSlot({ reservationId, at })).toMatchObject({ ok: false });
  await record(service, reservationId, {
    milestone: 'heldForLoanLimit',
    allocation: 1,
    keptUntil: calendarDate('2026-12-01'),
  });
  return { lent, reservationId, picked };
}

const until = async (reservationId: string) =>
  (await activities().loanLimitKeptUntil({ reservationId, keep: 'P7D', at: service.deps.now() })).until;
const endOf = (day: string) => deadlineOn(calendarDate(day)).at;

test('kept for seven days from the mail, and never until an earlier day than it names', async () => {
  service.setClock('2026-11-23T12:00:00Z'); // nine in the evening
  const { reservationId } = await atTheLimit(101);
  service.setClock('2026-11-23T23:00:00Z');
  await service.sendMails();
  expect(await until(reservationId)).toBe(endOf('2026-12-01'));
  service.setClock('2026-11-28T03:00:00Z');
  expect(await until(reservationId)).toBe(endOf('2026-12-01'));
  expect(await activities().positionOf({ reservationId, allocation: 1 })).toMatchObject({
    toldReady: false,
    waitsForSlot: true,
  });
});

/** The pick of a kept copy is taken back and made again; its process claims a slot anew, and tells until when. */
async function pickedAgain(reservationId: string, picked: StepTold) {
  await hear(service, takingBack(service, picked));
  service.passMinutes(5);
  await hear(service, factOf(service, reservationId, 'picked'));
  const at = service.deps.now();
  expect(await activities().claimLoanSlot({ reservationId, at })).toMatchObject({ ok: false });
  const keptUntil = dayOf(await until(reservationId));
  await record(service, reservationId, { milestone: 'heldForLoanLimit', allocation: 1, keptUntil });
}
const mailsOfLimit = (reservationId: string) =>
  service.db.notice.count({ where: { reservationId, kind: 'loanLimitReached', status: 'sent' } });

test('mailed, its pick taken back and made again: kept until the day that was told, and woken by a return', async () => {
  const { lent, reservationId, picked } = await atTheLimit(110);
  await service.sendMails();
  service.setClock('2026-11-26T01:00:00Z');
  await pickedAgain(reservationId, picked);
  await service.sendMails();
  expect(await mailsOfLimit(reservationId)).toBe(1);
  expect(await until(reservationId)).toBe(endOf('2026-12-01'));
  expect((await service.db.application.findUniqueOrThrow({ where: { reservationId } })).state).toBe(
    'heldForLoanLimit',
  );
  await hear(service, factOf(service, lent[0] ?? '', 'home'));
  expect(await service.published('patron.loanSlot.free')).toContainEqual({ reservationId, on: '2026-11-26' });
});

test('its pick taken back before the mail went out, and made again: one mail, and kept from it on', async () => {
  const { reservationId, picked } = await atTheLimit(111);
  await hear(service, takingBack(service, picked));
  await service.sendMails();
  expect(await mailsOfLimit(reservationId)).toBe(0);
  service.setClock('2026-11-26T01:00:00Z');
  await pickedAgain(reservationId, picked);
  await service.sendMails();
  expect(await mailsOfLimit(reservationId)).toBe(1);
  service.setClock('2026-11-28T01:00:00Z');
  expect(await until(reservationId)).toBe(endOf('2026-12-03'));
});

test('no mail reached, its pick taken back and made again: the days are counted from then', async () => {
  const { reservationId, picked } = await atTheLimit(112);
  service.mailbox.refusing = true;
  await service.sendMails();
  service.mailbox.refusing = false;
  service.setClock('2026-11-26T01:00:00Z');
  await pickedAgain(reservationId, picked);
  service.setClock('2026-11-28T01:00:00Z');
  expect(await until(reservationId)).toBe(endOf('2026-12-03'));
});

test('the clock stands still while copies that the patron handed in are on their way, also when their rows are erased', async () => {
  const { lent, reservationId } = await atTheLimit(102);
  await service.sendMails();
  const [first = '', second = ''] = lent;
  service.setClock('2026-11-26T01:00:00Z');
  await hear(service, factOf(service, first, 'handedIn', { place: 'uto' }));
  service.setClock('2026-11-27T01:00:00Z');
  await hear(service, factOf(service, second, 'handedIn', { place: 'uto' }));
  expect(await until(reservationId)).toBe(endOf('2026-12-02'));
  service.setClock('2026-11-29T01:00:00Z');
  expect(await until(reservationId)).toBe(endOf('2026-12-04'));
  for (const copy of [first, second]) {
    await hear(service, factOf(service, copy, 'home'));
    await record(service, copy, { milestone: 'closed', allocation: 1, outcome: 'returned' });
  }
  await service.sendMails();
  await activities().eraseClosed({ before: service.setClock('2026-12-02T17:00:00Z') });
  expect(await service.db.application.count({ where: { reservationId: { in: [first, second] } } })).toBe(0);
  // The clock stood still for three days, and went on while nothing was on its way.
  expect(await until(reservationId)).toBe(endOf('2026-12-04'));
});

test('a claim given back is a reservation again, and whoever waits is woken', async () => {
  const { lent, reservationId } = await atTheLimit(103);
  await hear(service, factOf(service, lent[0] ?? '', 'home'));
  expect(await activities().claimLoanSlot({ reservationId, at: service.deps.now() })).toEqual({
    ok: true,
    value: { slot: 1 },
  });
  expect((await service.db.application.findUniqueOrThrow({ where: { reservationId } })).keptUntil).toBeNull();
  const next = await reserve(service, 103);
  const at = service.deps.now();
  expect(await activities().claimLoanSlot({ reservationId: next.reservationId, at })).toMatchObject({
    ok: false,
  });
  await activities().releaseLoanSlot({ reservationId, at });
  await activities().releaseLoanSlot({ reservationId, at });
  expect(await service.db.loanSlot.count({ where: { reservationId } })).toBe(0);
  expect(await service.db.reservationSlot.count({ where: { reservationId } })).toBe(1);
  expect(await service.published('patron.loanSlot.free')).toContainEqual({
    reservationId: next.reservationId,
    on: dayOf(at),
  });
});

/** Two reservations that are kept for a slot; one slot was given back, and the first of them was woken. */
async function oneOfTwoWoken(serial: number) {
  const { lent, reservationId: first, picked } = await atTheLimit(serial);
  const second = await reserve(service, serial);
  await hear(service, factOf(service, second.reservationId, 'picked'));
  const at = service.passMinutes(1);
  await activities().claimLoanSlot({ reservationId: second.reservationId, at });
  await hear(service, factOf(service, lent[0] ?? '', 'home'));
  const woken = async () =>
    (
      await service.db.loanSlotWait.findMany({
        where: { reservationId: { in: [first, second.reservationId] }, wokenAt: { not: null } },
      })
    ).map(({ reservationId }) => reservationId);
  return { first, second: second.reservationId, picked, woken };
}

test('woken, and picked up at the prefectural desk instead: the next one is woken', async () => {
  const { first, second, woken } = await oneOfTwoWoken(105);
  expect(await woken()).toEqual([first]);
  await record(service, first, { milestone: 'pickupChanged', allocation: 1, pickupLibrary: 'pref' });
  expect(await woken()).toEqual([second]);
});

test('woken, and not taken from its shelf after all: the next one is woken', async () => {
  const { second, picked, woken } = await oneOfTwoWoken(106);
  await hear(service, takingBack(service, picked));
  expect(await woken()).toEqual([second]);
});

test('once the limit is raised, what waits for a loan slot waits no more, though nobody was told', async () => {
  const { reservationId } = await atTheLimit(109);
  const waits = async () => (await activities().positionOf({ reservationId, allocation: 1 })).waitsForSlot;
  expect(await waits()).toBe(true);
  await keepPolicy(service.db, { version: 9, policy: { ...defaultPolicy, loanLimit: 11 } });
  expect(await waits()).toBe(false);
});
