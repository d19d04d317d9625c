import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  type AllocationEnding,
  calendarDate,
  deadlineOn,
  epochMs,
  instantFromEpochMs,
} from '@toshobin/lending-rules';
import { settle } from '../desk/settle.ts';
import { allocated, change, ended, givenBack, swapped, tellAgain } from '../testing/at-the-catalog.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve, takingBack } from '../testing/reserve.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
beforeEach(async () => {
  service.setClock('2026-11-24T01:00:00Z');
  service.mailbox.refusing = false;
  await service.sendMails();
  service.mailbox.mails.length = 0;
});
afterAll(() => service.close());

const due = deadlineOn(calendarDate('2026-12-15'));

const withdrawn = (reservationId: string, why: AllocationEnding) =>
  change(service, reservationId, ended(why));
const held = (reservationId: string, allocation = 1) =>
  record(service, reservationId, { milestone: 'readyAtPrefectural', allocation });
const callsAbout = (reservationId: string) =>
  service.db.task.findMany({ where: { reservationId, kind: 'callPatron', clearedAt: null } });

/** Lets the time pass for which a scan may be taken back before its mail goes out. */
function waitTenMinutes(): void {
  service.setClock(instantFromEpochMs(epochMs(service.deps.now()) + 600_000));
}

/** A copy held at the prefectural desk, as its patron was told. */
async function heldAndTold(serial: number): Promise<string> {
  const { reservationId } = await reserve(service, serial, { pickupLibrary: 'pref' });
  await held(reservationId);
  await service.sendMails();
  expect(service.mailbox.about('readyAtPrefectural')).toHaveLength(1);
  service.mailbox.mails.length = 0;
  return reservationId;
}

test.each<[AllocationEnding, number]>([
  ['returnUndone', 101],
  ['lentAtCounter', 102],
  ['outOfService', 103],
  ['lostInTransit', 104],
])('told that it is ready, and the copy is gone (%s): one mail says so', async (why, serial) => {
  const reservationId = await heldAndTold(serial);
  await withdrawn(reservationId, why);
  await tellAgain(service, reservationId);
  waitTenMinutes();
  await service.sendMails();
  expect(service.mailbox.mails).toHaveLength(1);
  const [mail] = service.mailbox.about('readyTakenBack');
  expect(mail?.text).toContain(
    '受取可能とお知らせした次の資料は、図書館の都合により、まだお渡しできません。\n',
  );
  expect(mail?.text).toContain('吾輩は猫である');
  expect(mail?.text).toContain('受取館：熊本県立図書館\n\n予約の順番は変わりません。');
});

test('the same at a pickup library, also when its process was the first to say that it waits again', async () => {
  const { reservationId } = await reserve(service, 105);
  await hear(service, factOf(service, reservationId, 'shipped'));
  const ready = { milestone: 'readyAtMunicipal', allocation: 1, due, parcelNumber: '900000000019' } as const;
  await record(service, reservationId, ready);
  await service.sendMails();
  await record(service, reservationId, { milestone: 'queued', allocation: 1, mail: 'none' });
  await tellAgain(service, reservationId);
  waitTenMinutes();
  await service.sendMails();
  expect(service.mailbox.about('readyTakenBack')).toHaveLength(1);
});

test('told of a delay, then as ready, and then its copy is gone: the last is said too', async () => {
  const { reservationId } = await reserve(service, 113);
  await record(service, reservationId, { milestone: 'arrivalOverdue', allocation: 1 });
  waitTenMinutes();
  await service.sendMails();
  const ready = { milestone: 'readyAtMunicipal', allocation: 1, due, parcelNumber: '900000000019' } as const;
  await record(service, reservationId, ready);
  await service.sendMails();
  await withdrawn(reservationId, 'outOfService');
  waitTenMinutes();
  await service.sendMails();
  expect(service.mailbox.about('readyTakenBack')).toHaveLength(1);
});

test('its next copy is on its way when that is heard of: one mail says so', async () => {
  const reservationId = await heldAndTold(112);
  await change(service, reservationId, ended('lentAtCounter'), { tell: false });
  await change(service, reservationId, allocated(2));
  await service.sendMails();
  expect(service.mailbox.mails).toEqual([]);
  waitTenMinutes();
  await service.sendMails();
  expect(service.mailbox.about('readyTakenBack')).toHaveLength(1);
});

test('the copy is held again as it was before the mail went out: nothing is said, and no mail is lost', async () => {
  const reservationId = await heldAndTold(114);
  await withdrawn(reservationId, 'swapped');
  await service.sendMails();
  await change(service, reservationId, givenBack);
  waitTenMinutes();
  await service.sendMails();
  expect(service.mailbox.mails).toEqual([]);
  // A run that remembers nothing tells it again.
  await held(reservationId);
  await service.sendMails();
  expect(service.mailbox.mails).toEqual([]);
  await withdrawn(reservationId, 'swapped');
  waitTenMinutes();
  await service.sendMails();
  expect(service.mailbox.about('readyTakenBack')).toHaveLength(1);
});

test('held again as it was after the mail went out: ready once more, and gone once more', async () => {
  const reservationId = await heldAndTold(115);
  for (const _ of [1, 2]) {
    await withdrawn(reservationId, 'lentAtCounter');
    waitTenMinutes();
    await service.sendMails();
    expect(service.mailbox.about('readyTakenBack')).toHaveLength(1);
    await change(service, reservationId, givenBack);
    await held(reservationId);
    await service.sendMails();
    expect(service.mailbox.about('readyAtPrefectural')).toHaveLength(1);
    service.mailbox.mails.length = 0;
  }
});

test('a mail that says ready and had not gone out yet: neither of them is sent', async () => {
  const { reservationId } = await reserve(service, 106, { pickupLibrary: 'pref' });
  await held(reservationId);
  await withdrawn(reservationId, 'returnUndone');
  await service.sendMails();
  expect(service.mailbox.mails).toEqual([]);
});

test('swapped with the other copy at the same place, told by another mail, or at its end: nothing is said', async () => {
  const copy = await heldAndTold(107);
  await change(service, copy, swapped);
  const { reservationId: lost } = await reserve(service, 108);
  const arrived = factOf(service, lost, 'arrived');
  await hear(service, arrived);
  const ready = { milestone: 'readyAtMunicipal', allocation: 1, due, parcelNumber: '900000000019' } as const;
  await record(service, lost, ready);
  await service.sendMails();
  await record(service, lost, { milestone: 'arrivalOverdue', allocation: 1 });
  await hear(service, factOf(service, lost, 'shipped'));
  await hear(service, takingBack(service, arrived));
  waitTenMinutes();
  await service.sendMails();
  expect(service.mailbox.about('delayed')).toHaveLength(1);
  await withdrawn(lost, 'lostInTransit');
  service.mailbox.mails.length = 0;
  const cancelled = await heldAndTold(109);
  await record(service, cancelled, { milestone: 'cancelled', allocation: 1, by: 'patron' });
  await hear(service, factOf(service, cancelled, 'home'));
  await service.sendMails();
  expect(service.mailbox.about('readyTakenBack')).toEqual([]);
});

test('ready again before the mail could go out: only that is said', async () => {
  const reservationId = await heldAndTold(110);
  await withdrawn(reservationId, 'lentAtCounter');
  await held(reservationId, 2);
  await service.sendMails();
  expect(service.mailbox.about('readyTakenBack')).toEqual([]);
  expect(service.mailbox.about('readyAtPrefectural')).toHaveLength(1);
});

test('no mail reaches them any more: the desk telephones, and it is said', async () => {
  const reservationId = await heldAndTold(111);
  service.mailbox.refusing = true;
  await withdrawn(reservationId, 'outOfService');
  waitTenMinutes();
  await service.sendMails();
  const [call] = await callsAbout(reservationId);
  expect(call).toMatchObject({ why: 'refused' });
  const at = service.deps.now();
  await settle(service.deps, {
    taskId: call?.id ?? '',
    at,
    by: { account: 'kaori', library: 'pref' },
    reached: true,
  });
  expect(
    await service.db.notice.findMany({ where: { reservationId, kind: 'readyTakenBack' } }),
  ).toMatchObject([{ status: 'told' }]);
});
