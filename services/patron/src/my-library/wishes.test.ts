import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { calendarDate, dayOf, defaultPolicy } from '@toshobin/lending-rules';
import { patronActivities } from '../activities/patron-activities.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve, say, takingBack } from '../testing/reserve.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
beforeEach(() => {
  service.setClock('2026-11-24T01:00:00Z');
});
afterAll(() => service.close());

const rowOf = (reservationId: string) =>
  service.db.application.findUniqueOrThrow({ where: { reservationId } });

test('suspended until a day and resumed; a command repeated late does not suspend it again', async () => {
  const { reservationId } = await reserve(service, 107);
  await record(service, reservationId, { milestone: 'queued', allocation: 0, mail: 'none' });
  service.passMinutes(1);
  const suspended = { milestone: 'suspended', allocation: 0, until: calendarDate('2027-01-10') } as const;
  await record(service, reservationId, suspended);
  expect(await rowOf(reservationId)).toMatchObject({
    state: 'suspended',
    resumesOn: new Date('2027-01-10T00:00:00Z'),
  });
  service.passMinutes(1);
  await record(service, reservationId, { milestone: 'queued', allocation: 0, mail: 'none', position: 2 });
  await say(service, reservationId, suspended);
  expect(await rowOf(reservationId)).toMatchObject({ state: 'queued', resumesOn: null });
});

test('another pickup library: the row and the mails that have not gone out name it', async () => {
  service.setClock('2026-11-23T11:30:00Z'); // the evening before: mails wait for the morning
  const { reservationId } = await reserve(service, 11, { pickupLibrary: 'pref' });
  await record(service, reservationId, { milestone: 'allocated', allocation: 1, mail: 'yourTurn' });
  await hear(service, factOf(service, reservationId, 'picked'));
  await record(service, reservationId, { milestone: 'readyAtPrefectural', allocation: 1 });
  await record(service, reservationId, {
    milestone: 'pickupChanged',
    allocation: 1,
    pickupLibrary: 'uto',
  });
  expect(await rowOf(reservationId)).toMatchObject({
    state: 'picked',
    pickupLibrary: 'uto',
    holdUntil: null,
  });
  service.setClock('2026-11-23T23:00:00Z');
  await service.sendMails();
  expect(service.mailbox.mails.map(({ text }) => text)).toEqual([
    expect.stringContaining('準備を始めました。'),
  ]);
  expect(service.mailbox.mails[0]?.text).toContain('受取館：宇土市立図書館');
  // The next reservation finds it chosen.
  const { patronId } = await rowOf(reservationId);
  const { lastPickupLibrary } = await service.db.patron.findUniqueOrThrow({ where: { id: patronId } });
  expect(lastPickupLibrary).toBe('uto');
  // The copy goes back to the desk before it was packed: it is ready, and the patron is told.
  await record(service, reservationId, {
    milestone: 'pickupChanged',
    allocation: 1,
    pickupLibrary: 'pref',
  });
  await record(service, reservationId, { milestone: 'readyAtPrefectural', allocation: 1 });
  await service.sendMails();
  expect(service.mailbox.about('readyAtPrefectural')).toHaveLength(1);
});

test('taken out of its parcel for the prefectural desk, it stays ready though the parcel says so late', async () => {
  const { reservationId } = await reserve(service, 108);
  await hear(service, factOf(service, reservationId, 'picked'));
  const packed = factOf(service, reservationId, 'packed');
  await hear(service, packed);
  await record(service, reservationId, {
    milestone: 'pickupChanged',
    allocation: 1,
    pickupLibrary: 'pref',
  });
  await record(service, reservationId, { milestone: 'readyAtPrefectural', allocation: 1 });
  await hear(service, takingBack(service, packed));
  expect((await rowOf(reservationId)).state).toBe('ready');
});

test('whoever waited for a loan slot needs none at the prefectural desk, and one that was woken passes it on', async () => {
  const { releaseLoanSlot } = patronActivities(service.deps);
  const waiting = await reserve(service, 109);
  const { reservationId, patronId } = waiting;
  const at = service.deps.now();
  const next = await reserve(service, 109);
  await hear(service, factOf(service, reservationId, 'picked'));
  await service.db.loanSlotWait.createMany({
    data: [
      { reservationId, patronId, refusedAt: at, wokenAt: at },
      { reservationId: next.reservationId, patronId, refusedAt: at },
    ],
  });
  await service.db.policy.create({ data: { version: 2, data: { ...defaultPolicy, loanLimit: 1 } } });
  await releaseLoanSlot({ reservationId, at });
  await releaseLoanSlot({ reservationId, at });
  expect(await service.published('patron.loanSlot.free')).toEqual([
    { reservationId: next.reservationId, on: dayOf(at) },
  ]);
  expect(await service.db.loanSlotWait.count({ where: { reservationId } })).toBe(0);
});
