import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { ReservationIdSchema, type ReservationNoticeKind } from '@toshobin/contracts';
import { calendarDate, deadlineOn } from '@toshobin/lending-rules';
import { openTasksOf } from '@toshobin/tasks';
import { takeNotification } from '../bounces/take-notification.ts';
import { change, movedBy } from '../testing/at-the-catalog.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve } from '../testing/reserve.ts';
import { mailAgain, mailsOfReservation } from './mail-again.ts';

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
const parcelNumber = '900000000019';
const again = (reservation: string, kind: ReservationNoticeKind, wishId: string = randomUUID()) =>
  mailAgain(service.deps, {
    reservationId: ReservationIdSchema.parse(reservation),
    kind,
    wishId,
    at: service.deps.now(),
  });
const sayable = async (reservationId: string) => {
  const found = await mailsOfReservation(service.deps, {
    reservationId: ReservationIdSchema.parse(reservationId),
  });
  return found.ok ? found.value.mails.filter((mail) => mail.mayBeSentAgain).map(({ kind }) => kind) : [];
};
const callsAbout = async (reservationId: string) =>
  (await openTasksOf(service.db, 'pref')).filter(
    ({ kind, subject }) => kind === 'callPatron' && subject.reservationId === reservationId,
  );
const rowOf = (reservationId: string) =>
  service.db.application.findUniqueOrThrow({ where: { reservationId } });
const bounceOf = async (reservationId: string) => {
  const { mailId, patronId } = await service.db.notice.findFirstOrThrow({
    where: { reservationId, mailId: { not: null } },
    orderBy: { sentAt: 'desc' },
  });
  const { email } = await service.db.patron.findUniqueOrThrow({ where: { id: patronId ?? '' } });
  const bounce = { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: email }] };
  const message = {
    notificationType: 'Bounce',
    mail: { messageId: mailId, timestamp: '2026-11-24T00:00:00.000Z' },
    bounce,
  };
  await takeNotification(service.deps, { messageId: randomUUID(), message: JSON.stringify(message) });
  await service.carryMails();
};

/** Hanako's book stands at the library in Uto, and she was told. */
async function readyAtUto(serial: number): Promise<{ reservationId: string; patronId: string }> {
  const reserved = await reserve(service, serial);
  await hear(service, factOf(service, reserved.reservationId, 'shipped', { due }));
  await record(service, reserved.reservationId, {
    milestone: 'readyAtMunicipal',
    allocation: 1,
    due,
    parcelNumber,
  });
  await service.sendMails();
  return reserved;
}
async function readyHere(serial: number): Promise<{ reservationId: string; patronId: string }> {
  const reserved = await reserve(service, serial, { pickupLibrary: 'pref' });
  const ready = { milestone: 'readyAtPrefectural', allocation: 1 } as const;
  await record(service, reserved.reservationId, ready);
  await service.sendMails();
  return reserved;
}

test('a ready mail goes out again once a wish, by itself, with the same date', async () => {
  const { reservationId } = await readyAtUto(101);
  expect(service.mailbox.about('readyAtMunicipal')).toHaveLength(1);
  const wishId = randomUUID();
  const asked = await Promise.all([
    again(reservationId, 'readyAtMunicipal', wishId),
    again(reservationId, 'readyAtMunicipal', wishId),
  ]);
  expect(asked).toEqual(Array(2).fill({ ok: true, value: { told: 'byMail' } }));
  expect(await sayable(reservationId)).toEqual([]);
  await service.sendMails();
  const mails = service.mailbox.about('readyAtMunicipal');
  expect(mails).toHaveLength(2);
  expect(mails[1]?.text).toContain('2026年12月15日（火）まで');
  await again(reservationId, 'readyAtMunicipal', wishId);
  await service.sendMails();
  expect(service.mailbox.about('readyAtMunicipal')).toHaveLength(2);
});

test('a closure has moved the due date: the mail said again names the later one', async () => {
  const { reservationId } = await readyAtUto(102);
  await change(service, reservationId, movedBy(randomUUID(), deadlineOn(calendarDate('2026-12-18'))));
  await again(reservationId, 'readyAtMunicipal');
  await service.sendMails();
  expect(service.mailbox.about('readyAtMunicipal')[1]?.text).toContain('2026年12月18日（金）まで');
});

test('a hold that runs is neither shortened nor begun anew by the mail said again', async () => {
  const { reservationId } = await readyHere(103);
  const before = await rowOf(reservationId);
  expect(before.holdUntil).not.toBeNull();
  service.setClock('2026-11-27T01:00:00Z');
  await again(reservationId, 'readyAtPrefectural');
  await service.sendMails();
  const [first, second] = service.mailbox.about('readyAtMunicipal');
  const dateIn = (text: string | undefined) => /取り置き期限：(.+)まで/.exec(text ?? '')?.[1];
  expect(dateIn(second?.text)).toBe(dateIn(first?.text));
  expect((await rowOf(reservationId)).holdUntil).toEqual(before.holdUntil);
  expect(
    (await service.published('patron.notice.sent')).filter((event) =>
      JSON.stringify(event).includes(reservationId),
    ),
  ).toHaveLength(1);
});

test('the mail came back and another address was registered: sent again, the hold begins and nobody need call', async () => {
  const { reservationId, patronId } = await readyHere(104);
  await bounceOf(reservationId);
  expect(await callsAbout(reservationId)).toHaveLength(1);
  expect((await rowOf(reservationId)).holdUntil).toBeNull();
  await service.db.patron.update({ where: { id: patronId }, data: { emailStatus: 'verified' } });
  service.setClock('2026-11-27T01:00:00Z');
  expect(await again(reservationId, 'readyAtPrefectural')).toEqual({ ok: true, value: { told: 'byMail' } });
  await service.sendMails();
  expect(await callsAbout(reservationId)).toEqual([]);
  const { holdUntil } = await rowOf(reservationId);
  expect(holdUntil).toEqual(new Date('2026-12-04T00:00:00Z'));
  // Should that mail come back too, the hold has not begun either.
  await bounceOf(reservationId);
  expect((await rowOf(reservationId)).holdUntil).toBeNull();
  expect(await callsAbout(reservationId)).toHaveLength(1);
});

test('who has no address is telephoned instead, once a wish', async () => {
  const { reservationId, patronId } = await readyAtUto(105);
  await service.db.patron.update({ where: { id: patronId }, data: { email: null, emailStatus: 'none' } });
  const wishId = randomUUID();
  for (let time = 0; time < 2; time += 1) {
    expect(await again(reservationId, 'readyAtMunicipal', wishId)).toEqual({
      ok: true,
      value: { told: 'byTelephone' },
    });
  }
  expect(await callsAbout(reservationId)).toMatchObject([{ why: 'noAddress' }]);
  await service.sendMails();
  expect(service.mailbox.about('readyAtMunicipal')).toHaveLength(1);
});

test('what is no longer so is not said again, and nothing is said of a reservation that is not there', async () => {
  const { reservationId } = await readyAtUto(106);
  await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  expect(await sayable(reservationId)).not.toContain('readyAtMunicipal');
  expect(await again(reservationId, 'readyAtMunicipal')).toMatchObject({
    refusal: { code: 'STATE_CHANGED' },
  });
  expect(await again(randomUUID(), 'readyAtMunicipal')).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
});
