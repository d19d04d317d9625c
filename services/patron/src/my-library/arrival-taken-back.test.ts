import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { NoticeKind } from '@toshobin/contracts';
import { calendarDate, deadlineOn } from '@toshobin/lending-rules';
import { recordMilestone } from '../milestones/record-milestone.ts';
import { change, ended } from '../testing/at-the-catalog.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve, takingBack } from '../testing/reserve.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
beforeEach(async () => {
  service.setClock('2026-11-24T01:00:00Z');
  await service.sendMails();
  service.mailbox.mails.length = 0;
});
afterAll(() => service.close());

const due = deadlineOn(calendarDate('2026-12-15'));
const step = { milestone: 'readyAtMunicipal', allocation: 1, due, parcelNumber: '900000000019' } as const;
const ready = (reservationId: string) => record(service, reservationId, step);
const rowOf = (reservationId: string) =>
  service.db.application.findUniqueOrThrow({ where: { reservationId }, include: { loanSlot: true } });
const mailsAbout = async (kind: NoticeKind) => {
  service.passMinutes(5);
  await service.sendMails();
  return service.mailbox.about(kind).length;
};

/** A reservation whose parcel 宇土 has scanned, and whose patron was told. */
async function saidToBeThere(serial: number) {
  const { reservationId } = await reserve(service, serial);
  await hear(service, factOf(service, reservationId, 'shipped', { due }));
  const arrived = factOf(service, reservationId, 'arrived', { place: 'uto' });
  await hear(service, arrived);
  await ready(reservationId);
  return { reservationId, arrived };
}

test('told as ready, and not there: 配送中 again, one mail says so, and the real arrival is told again', async () => {
  const { reservationId, arrived } = await saidToBeThere(101);
  expect(await mailsAbout('readyAtMunicipal')).toBe(1);
  const back = takingBack(service, arrived);
  await hear(service, back);
  await hear(service, back);
  expect(await rowOf(reservationId)).toMatchObject({
    state: 'shipped',
    holdUntil: null,
    dueAt: new Date(due.at),
    loanSlot: { kind: 'loan' },
  });
  expect(await mailsAbout('delayed')).toBe(0);
  expect(await mailsAbout('delayed')).toBe(1);
  // A delay of the copy, too, is the same news.
  await record(service, reservationId, { milestone: 'arrivalOverdue', allocation: 1 });
  service.passMinutes(10);
  expect(await mailsAbout('delayed')).toBe(1);

  await hear(service, factOf(service, reservationId, 'arrived', { place: 'uto' }));
  await ready(reservationId);
  await ready(reservationId);
  expect(await mailsAbout('readyAtMunicipal')).toBe(2);
  expect(await rowOf(reservationId)).toMatchObject({ state: 'ready', dueAt: new Date(due.at) });
});

test('taken back before the mail went out: nobody hears anything, until it comes', async () => {
  const { reservationId, arrived } = await saidToBeThere(102);
  await hear(service, takingBack(service, arrived));
  expect(await mailsAbout('readyAtMunicipal')).toBe(0);
  expect(await mailsAbout('delayed')).toBe(0);
  await ready(reservationId);
  expect(await mailsAbout('readyAtMunicipal')).toBe(1);
});

test('put right before the correction went out: nobody hears anything, until it is not there after all', async () => {
  const { reservationId, arrived } = await saidToBeThere(103);
  expect(await mailsAbout('readyAtMunicipal')).toBe(1);
  await hear(service, takingBack(service, arrived));
  await record(service, reservationId, { milestone: 'arrivalOverdue', allocation: 1 });
  const found = factOf(service, reservationId, 'arrived', { place: 'uto' });
  await hear(service, found);
  await ready(reservationId);
  service.passMinutes(10);
  expect(await mailsAbout('delayed')).toBe(0);
  expect(await mailsAbout('readyAtMunicipal')).toBe(1);
  await hear(service, takingBack(service, found));
  service.passMinutes(10);
  expect(await mailsAbout('delayed')).toBe(1);
  // Nobody goes there for nothing: the mail takes back in words what the one before said.
  expect(service.mailbox.about('delayed')[0]?.text).toContain(
    '先に受取可能とお知らせしましたが、まだ受け取れません。',
  );
});

test('given up for lost before the correction went out: one mail says that there is nothing to pick up', async () => {
  const { reservationId, arrived } = await saidToBeThere(108);
  expect(await mailsAbout('readyAtMunicipal')).toBe(1);
  await hear(service, takingBack(service, arrived));
  await change(service, reservationId, ended('lostInTransit'));
  service.passMinutes(10);
  expect(await mailsAbout('readyTakenBack')).toBe(1);
  expect(await mailsAbout('delayed')).toBe(0);
});

test('told of a delay before, and as ready by mistake: the correction is a mail of its own', async () => {
  const { reservationId } = await reserve(service, 104);
  await hear(service, factOf(service, reservationId, 'shipped', { due }));
  await record(service, reservationId, { milestone: 'arrivalOverdue', allocation: 1 });
  service.passMinutes(10);
  expect(await mailsAbout('delayed')).toBe(1);
  const arrived = factOf(service, reservationId, 'arrived', { place: 'uto' });
  await hear(service, arrived);
  await ready(reservationId);
  expect(await mailsAbout('readyAtMunicipal')).toBe(1);
  await hear(service, takingBack(service, arrived));
  service.passMinutes(10);
  expect(await mailsAbout('delayed')).toBe(2);
});

test('taken for granted and scanned: the row goes back when both were taken back', async () => {
  const { reservationId, arrived } = await saidToBeThere(105);
  const scanned = factOf(service, reservationId, 'arrived', { place: 'uto' });
  await hear(service, scanned);
  await hear(service, takingBack(service, arrived));
  expect((await rowOf(reservationId)).state).toBe('ready');
  await hear(service, takingBack(service, scanned));
  expect((await rowOf(reservationId)).state).toBe('shipped');
});

test('what the process said before it heard of it says nothing any more', async () => {
  const { reservationId } = await reserve(service, 106);
  await hear(service, factOf(service, reservationId, 'shipped', { due }));
  const arrived = factOf(service, reservationId, 'arrived', { place: 'uto' });
  await hear(service, arrived);
  const saidAt = service.deps.now();
  service.passMinutes(1);
  await hear(service, takingBack(service, arrived));
  await recordMilestone(service.deps, { ...step, reservationId, at: saidAt });
  expect((await rowOf(reservationId)).state).toBe('shipped');
  expect(await mailsAbout('readyAtMunicipal')).toBe(0);
});

test('handed out, it was there: taking the arrival back changes nothing', async () => {
  const { reservationId, arrived } = await saidToBeThere(107);
  await hear(service, factOf(service, reservationId, 'handedOut', { place: 'uto' }));
  await hear(service, takingBack(service, arrived));
  expect((await rowOf(reservationId)).state).toBe('handedOut');
});
