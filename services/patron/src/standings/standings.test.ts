import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { calendarDate, deadlineOn } from '@toshobin/lending-rules';
import { patronActivities } from '../activities/patron-activities.ts';
import { resolveCard } from '../desk/resolve-card.ts';
import { lockPatron } from '../lock-patron.ts';
import {
  allocated,
  change,
  delayed,
  ended,
  lostNow,
  movedBack,
  movedBy,
  refusedFor,
  scanned,
  shelfCheck,
  swapped,
  tellAgain,
} from '../testing/at-the-catalog.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve, say } from '../testing/reserve.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
beforeEach(async () => {
  service.setClock('2026-11-24T01:00:00Z');
  await service.sendMails();
  service.mailbox.mails.length = 0;
});
afterAll(() => service?.close());

const due = deadlineOn(calendarDate('2026-12-15'));
const rowOf = (reservationId: string) =>
  service.db.application.findUniqueOrThrow({ where: { reservationId }, include: { loanSlot: true } });
const ready = { milestone: 'readyAtMunicipal', allocation: 1, due, parcelNumber: '900000000019' } as const;
const queued = { milestone: 'queued', allocation: 0, mail: 'none' } as const;

describe('which of two words of the catalog counts', () => {
  test('of what Kafka brings the highest version, however late the others come', async () => {
    const { reservationId } = await reserve(service, 101);
    await hear(service, factOf(service, reservationId, 'picked'));
    await hear(service, factOf(service, reservationId, 'packed'));
    await hear(service, factOf(service, reservationId, 'shipped'));
    for (const back of [2, 1, 0, 2]) await tellAgain(service, reservationId, back);
    expect(await rowOf(reservationId)).toMatchObject({ state: 'shipped', loanSlot: { kind: 'loan' } });
  });

  test('what is known already waits for nobody: not for what is being done for its patron', async () => {
    const { reservationId } = await reserve(service, 105);
    await hear(service, factOf(service, reservationId, 'picked'));
    await hear(service, factOf(service, reservationId, 'packed'));
    const { patronId } = await rowOf(reservationId);
    await service.db.$transaction(async (tx) => {
      await lockPatron(tx, patronId);
      for (const back of [1, 0]) await tellAgain(service, reservationId, back);
    });
    expect(await rowOf(reservationId)).toMatchObject({ state: 'packed' });
  });

  test('a newer word that Kafka brings while the catalog is asked counts before its answer', async () => {
    const { reservationId } = await reserve(service, 102);
    await hear(service, factOf(service, reservationId, 'shipped', { due }));
    service.catalog.whileAnswering = () =>
      hear(service, factOf(service, reservationId, 'handedOut', { place: 'uto' }));
    await say(service, reservationId, ready);
    expect(await rowOf(reservationId)).toMatchObject({ state: 'handedOut' });
    // The mail is not even queued: it would be sent if it became true before its process said so.
    expect(await service.db.notice.count({ where: { reservationId } })).toBe(0);
  });

  test('a scan that the catalog has and Kafka has not brought counts at the next milestone', async () => {
    const { reservationId } = await reserve(service, 103);
    await hear(service, factOf(service, reservationId, 'shipped', { due }));
    const handedOut = factOf(service, reservationId, 'handedOut', { place: 'uto' });
    await change(service, reservationId, scanned(handedOut), { tell: false });
    await say(service, reservationId, ready);
    expect(await rowOf(reservationId)).toMatchObject({ state: 'handedOut', dueAt: new Date(due.at) });
    await service.sendMails();
    expect(service.mailbox.mails).toEqual([]);
  });

  test('what the catalog does not know stays as it is', async () => {
    const { reservationId } = await reserve(service, 104);
    await say(service, reservationId, queued);
    expect(await rowOf(reservationId)).toMatchObject({ state: 'requested', answered: true, n: 0 });
  });

  test('that the catalog refused it ends it and gives its slot back, whoever tells it first; its process closes it', async () => {
    const { reservationId } = await reserve(service, 115);
    const refusal = 'NO_LENDABLE_COPY' as const;
    const slots = () => service.db.reservationSlot.count({ where: { reservationId } });
    expect(await slots()).toBe(1);
    await change(service, reservationId, refusedFor(refusal));
    const ended = { state: 'rejected', refusal, endedAt: expect.any(Date) };
    expect(await rowOf(reservationId)).toMatchObject({ ...ended, closedAt: null });
    expect(await slots()).toBe(0);
    await say(service, reservationId, { milestone: 'closed', allocation: 0, outcome: 'rejected' });
    expect(await rowOf(reservationId)).toMatchObject({ ...ended, closedAt: expect.any(Date) });
  });
});

describe('a process that ended while the copy is on its way home', () => {
  const expired = async (serial: number) => {
    const { reservationId } = await reserve(service, serial);
    await hear(service, factOf(service, reservationId, 'arrived'));
    const step = { milestone: 'expired', allocation: 1, until: due.date, comesHome: true } as const;
    await record(service, reservationId, step);
    await say(service, reservationId, { milestone: 'closed', allocation: 1, outcome: 'expired' });
    const row = { state: 'expired', outcome: 'expired', endedAt: expect.any(Date), closedAt: null };
    expect(await rowOf(reservationId)).toMatchObject({ ...row, loanSlot: null });
    return reservationId;
  };

  test('its row is closed when the copy is home', async () => {
    const reservationId = await expired(112);
    const shown = { cardNumber: makeBarcode('card', 112), at: service.deps.now() };
    expect(await resolveCard(service.deps, shown)).toMatchObject({ value: { holdsEnded: [reservationId] } });
    await hear(service, factOf(service, reservationId, 'home'));
    expect(await rowOf(reservationId)).toMatchObject({ state: 'expired', closedAt: expect.any(Date) });
  });

  test('handed out after all, it is a loan with a process of its own', async () => {
    const reservationId = await expired(113);
    await hear(service, factOf(service, reservationId, 'handedOut', { place: 'uto', due }));
    expect(await rowOf(reservationId)).toMatchObject({
      state: 'handedOut',
      outcome: null,
      endedAt: null,
      loanSlot: { kind: 'loan' },
    });
  });
});

describe('what a mail says of one copy it does not say of the next', () => {
  test('neither when it is told late', async () => {
    const { reservationId } = await reserve(service, 105);
    await hear(service, factOf(service, reservationId, 'arrived'));
    await change(service, reservationId, ended('outOfService'));
    await hear(service, factOf(service, reservationId, 'arrived', { allocation: 2 }));
    await say(service, reservationId, ready);
    await service.sendMails();
    expect(service.mailbox.about('readyAtMunicipal')).toEqual([]);
    await say(service, reservationId, { ...ready, allocation: 2 });
    await service.sendMails();
    expect(service.mailbox.about('readyAtMunicipal')).toHaveLength(1);
  });

  test('nor when it waited to be sent', async () => {
    const { reservationId } = await reserve(service, 106);
    await record(service, reservationId, { milestone: 'arrivalOverdue', allocation: 1 });
    await change(service, reservationId, ended('lostInTransit'));
    await hear(service, factOf(service, reservationId, 'shipped', { allocation: 2 }));
    await change(service, reservationId, delayed);
    service.passMinutes(10);
    await service.sendMails();
    expect(service.mailbox.about('delayed')).toEqual([]);
  });
});

test('two copies swapped: what was told and what is to be taken back is found by the number of either, and of no other', async () => {
  const { reservationId } = await reserve(service, 114, { pickupLibrary: 'pref' });
  await record(service, reservationId, { milestone: 'readyAtPrefectural', allocation: 1 });
  await service.sendMails();
  const closureId = randomUUID();
  const holdUntil = deadlineOn(calendarDate('2026-12-05'));
  await change(service, reservationId, movedBy(closureId, holdUntil));
  await change(service, reservationId, swapped);
  const { positionOf } = patronActivities(service.deps);
  for (const allocation of [1, 2]) {
    expect(await positionOf({ reservationId, allocation })).toMatchObject({ toldReady: true });
  }
  expect((await rowOf(reservationId)).holdUntil).toEqual(new Date(`${holdUntil.date}T00:00:00Z`));
  const nothing = { toldReady: false, waitsForSlot: false };
  expect(await positionOf({ reservationId, allocation: 3 })).toMatchObject(nothing);
  await change(service, reservationId, movedBack(closureId, holdUntil));
  service.passMinutes(20);
  await service.sendMails();
  expect(service.mailbox.about('datesMoved')).toEqual([]);
});

test('a reminder of a due date is not sent once it has passed', async () => {
  const { reservationId } = await reserve(service, 107);
  await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  await record(service, reservationId, {
    milestone: 'dueSoon',
    allocation: 1,
    due,
    extensionPossible: true,
  });
  service.mailbox.away = true;
  await service.sendMails();
  service.mailbox.away = false;
  service.setClock('2026-12-16T01:00:00Z');
  await service.sendMails();
  expect(service.mailbox.about('dueSoon')).toEqual([]);
});

test('that a copy is kept for a slot is said late: it has one by then', async () => {
  const { reservationId } = await reserve(service, 108);
  await hear(service, factOf(service, reservationId, 'picked'));
  await patronActivities(service.deps).claimLoanSlot({ reservationId, at: service.deps.now() });
  await record(service, reservationId, {
    milestone: 'heldForLoanLimit',
    allocation: 1,
    keptUntil: calendarDate('2026-12-01'),
  });
  expect(await rowOf(reservationId)).toMatchObject({ state: 'picked', keptUntil: null });
  await service.sendMails();
  expect(service.mailbox.mails).toEqual([]);
});

test('a copy that nobody picked up is lost on its way home: the patron hears that it ended, once', async () => {
  const { reservationId } = await reserve(service, 109);
  await record(service, reservationId, ready);
  const until = due.date;
  await record(service, reservationId, { milestone: 'expired', allocation: 1, until, comesHome: true });
  await service.sendMails();
  service.mailbox.mails.length = 0;
  service.passMinutes(1);
  await change(service, reservationId, lostNow(service));
  await record(service, reservationId, { milestone: 'closed', allocation: 1, outcome: 'lost' });
  expect(await rowOf(reservationId)).toMatchObject({ state: 'lostInTransit', closedAt: expect.any(Date) });
  await service.sendMails();
  expect(service.mailbox.mails).toEqual([]);
  // A mail that is on its way out counts as told.
  const other = await reserve(service, 110);
  await record(service, other.reservationId, { milestone: 'closed', allocation: 1, outcome: 'lost' });
  await service.sendMails();
  expect(service.mailbox.about('cancelledByLibrary')).toHaveLength(1);
});

test('a call about what is ready is about nothing once the copy has gone another way', async () => {
  const { reservationId, patronId } = await reserve(service, 111);
  await service.db.patron.update({ where: { id: patronId }, data: { emailStatus: 'undeliverable' } });
  const calls = () =>
    service.db.task.count({ where: { reservationId, kind: 'callPatron', clearedAt: null } });
  await record(service, reservationId, ready);
  await service.sendMails();
  expect(await calls()).toBe(1);
  await change(service, reservationId, ended('outOfService'));
  expect(await calls()).toBe(0);
  await change(service, reservationId, allocated(2));
  await record(service, reservationId, { ...ready, allocation: 2 });
  await service.sendMails();
  expect(await calls()).toBe(1);
  await hear(service, factOf(service, reservationId, 'handedOut', { allocation: 2, place: 'uto' }));
  expect(await calls()).toBe(0);
  await service.db.patron.update({ where: { id: patronId }, data: { emailStatus: 'verified' } });
});

test('what was told to be ready was told so, also when its branch does not find it: nothing moves its due date anew', async () => {
  const { reservationId } = await reserve(service, 115);
  await hear(service, factOf(service, reservationId, 'shipped', { due }));
  await record(service, reservationId, ready);
  await service.sendMails();
  await change(service, reservationId, shelfCheck('gone'));
  expect(await rowOf(reservationId)).toMatchObject({ state: 'handOutUnconfirmed' });
  const { positionOf } = patronActivities(service.deps);
  expect(await positionOf({ reservationId, allocation: 1 })).toMatchObject({ toldReady: true });
});
