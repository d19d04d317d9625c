import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { NoticeKind } from '@toshobin/contracts';
import { calendarDate } from '@toshobin/lending-rules';
import { positionOf } from '../milestones/position-of.ts';
import { recordMilestone } from '../milestones/record-milestone.ts';
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

const step = { milestone: 'readyAtPrefectural', allocation: 1 } as const;
const ready = (reservationId: string) => record(service, reservationId, step);
const rowOf = (reservationId: string) =>
  service.db.application.findUniqueOrThrow({ where: { reservationId } });
const isReady = async (reservationId: string) =>
  (await positionOf(service.deps, { reservationId, allocation: 1 })).toldReady;
const mailsAbout = async (kind: NoticeKind, minutes = 0) => {
  service.passMinutes(minutes);
  await service.sendMails();
  return service.mailbox.about(kind).length;
};

/** A copy on the hold shelf of the prefectural library, as the process has told. */
async function saidToBeThere(serial: number) {
  const { reservationId } = await reserve(service, serial, { pickupLibrary: 'pref' });
  const picked = factOf(service, reservationId, 'picked');
  await hear(service, picked);
  await ready(reservationId);
  return { reservationId, picked };
}

test('picked, taken back before the mail went out, picked again: one mail, and the hold begins with it', async () => {
  const { reservationId, picked } = await saidToBeThere(101);
  await hear(service, takingBack(service, picked));
  expect(await mailsAbout('readyAtPrefectural')).toBe(0);
  expect(await isReady(reservationId)).toBe(false);
  await hear(service, factOf(service, reservationId, 'picked'));
  await ready(reservationId);
  await ready(reservationId);
  expect(await mailsAbout('readyAtPrefectural')).toBe(1);
  expect(await isReady(reservationId)).toBe(true);
  expect(await rowOf(reservationId)).toMatchObject({ state: 'ready', holdUntil: expect.any(Date) });
  expect(await mailsAbout('readyTakenBack', 20)).toBe(0);
});

test('taken back after the mail went out and picked again at once: told again, and no word between', async () => {
  const { reservationId, picked } = await saidToBeThere(102);
  expect(await mailsAbout('readyAtPrefectural')).toBe(1);
  await hear(service, takingBack(service, picked));
  expect(await rowOf(reservationId)).toMatchObject({ state: 'allocated', holdUntil: null });
  await hear(service, factOf(service, reservationId, 'picked'));
  await ready(reservationId);
  expect(await mailsAbout('readyAtPrefectural')).toBe(2);
  expect(await rowOf(reservationId)).toMatchObject({ state: 'ready', holdUntil: expect.any(Date) });
  expect(await mailsAbout('readyTakenBack', 20)).toBe(0);
});

test('taken back after the mail went out, and not picked again: one mail says that it is not ready yet', async () => {
  const { reservationId, picked } = await saidToBeThere(103);
  expect(await mailsAbout('readyAtPrefectural')).toBe(1);
  const back = takingBack(service, picked);
  await hear(service, back);
  await hear(service, back);
  expect(await mailsAbout('readyTakenBack')).toBe(0);
  expect(await mailsAbout('readyTakenBack', 20)).toBe(1);
  await hear(service, factOf(service, reservationId, 'picked'));
  await ready(reservationId);
  expect(await mailsAbout('readyAtPrefectural')).toBe(2);
});

test('what the process said before it heard that the scan was taken back says nothing any more', async () => {
  const { reservationId } = await reserve(service, 104, { pickupLibrary: 'pref' });
  const picked = factOf(service, reservationId, 'picked');
  await hear(service, picked);
  const saidAt = service.deps.now();
  service.passMinutes(1);
  await hear(service, takingBack(service, picked));
  await recordMilestone(service.deps, { ...step, reservationId, at: saidAt });
  expect((await rowOf(reservationId)).state).toBe('allocated');
  expect(await mailsAbout('readyAtPrefectural')).toBe(0);
});

test('a mail that was dropped as overtaken goes out when the process says it again', async () => {
  const { reservationId } = await saidToBeThere(105);
  await service.db.notice.updateMany({ where: { reservationId }, data: { status: 'overtaken' } });
  expect(await isReady(reservationId)).toBe(false);
  await ready(reservationId);
  expect(await mailsAbout('readyAtPrefectural')).toBe(1);
  expect(await isReady(reservationId)).toBe(true);
});

test('when its hold ended the row says when, as it was told', async () => {
  const { reservationId } = await saidToBeThere(106);
  await mailsAbout('readyAtPrefectural');
  const { holdUntil } = await rowOf(reservationId);
  expect(holdUntil).toEqual(expect.any(Date));
  const until = calendarDate('2026-12-02');
  await record(service, reservationId, { milestone: 'expired', allocation: 1, until, comesHome: false });
  expect(await rowOf(reservationId)).toMatchObject({ state: 'expired', holdUntil });
});
