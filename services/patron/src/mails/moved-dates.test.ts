import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { calendarDate, deadlineOn } from '@toshobin/lending-rules';
import { z } from 'zod';
import { settle } from '../desk/settle.ts';
import { change, dueAt, ended, movedBack, movedBy, swapped, tellAgain } from '../testing/at-the-catalog.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve, say } from '../testing/reserve.ts';
import type { Mail } from './mailer.ts';
import { sendNotices } from './send-notices.ts';

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
const later = deadlineOn(calendarDate('2026-12-18'));
const rowOf = (reservationId: string) =>
  service.db.application.findUniqueOrThrow({ where: { reservationId } });
const movedMails = () => service.mailbox.about('datesMoved');
const calls = (reservationId: string) =>
  service.db.task.count({ where: { reservationId, kind: 'callPatron', clearedAt: null } });

/** A copy posted to its library, due on 15 December. */
async function posted(serial: number) {
  const { reservationId, number, patronId } = await reserve(service, serial);
  await hear(service, factOf(service, reservationId, 'shipped', { due }));
  return { reservationId, number, patronId };
}

/** A copy on the hold shelf of the prefectural library, its mail sent. */
async function held(serial: number) {
  const { reservationId, number } = await reserve(service, serial, { pickupLibrary: 'pref' });
  await record(service, reservationId, { milestone: 'readyAtPrefectural', allocation: 1 });
  await service.sendMails();
  service.mailbox.mails.length = 0;
  return { reservationId, number };
}

/** A mail of moved dates waits for the others of its closure. */
async function mailsGoOut(): Promise<void> {
  service.passMinutes(11);
  await service.sendMails();
}

test('all that a closure moves for a patron is told once, in one mail, while its processes need not run', async () => {
  const [lent, shelved] = [await posted(114), await held(114)];
  const closureId = randomUUID();
  await change(service, lent.reservationId, movedBy(closureId, later));
  service.passMinutes(7);
  const holdUntil = deadlineOn(calendarDate('2026-12-05'));
  await change(service, shelved.reservationId, movedBy(closureId, holdUntil));
  // The catalog tells an older version, and the newest once more.
  for (const back of [1, 0, 1]) await tellAgain(service, lent.reservationId, back);
  expect(await service.sendMails()).toBe(0);
  service.passMinutes(3);
  expect(await service.sendMails()).toBe(1);
  expect(service.mailbox.mails[0]?.text).toContain(`台風のため、次の資料の期限が変わりました。
・吾輩は猫である（${lent.number}）
　新しい返却期限：2026年12月18日（金）まで
・吾輩は猫である（${shelved.number}）
　新しい取り置き期限：2026年12月5日（土）まで

手続きは必要ありません。`);
  expect(await rowOf(lent.reservationId)).toMatchObject({ dueAt: new Date(later.at) });
  expect(await rowOf(shelved.reservationId)).toMatchObject({ holdUntil: new Date('2026-12-05T00:00:00Z') });
  // The catalog hears which dates were said, and that they bind it.
  expect(await service.published('patron.notice.sent')).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ reservationId: lent.reservationId, occasion: `1-${closureId}`, due: later }),
      expect.objectContaining({
        reservationId: shelved.reservationId,
        occasion: `1-${closureId}`,
        holdUntil,
      }),
    ]),
  );
  // The news comes once more: the patron was told.
  await change(service, lent.reservationId, swapped);
  await mailsGoOut();
  expect(movedMails()).toHaveLength(1);
});

test('taken back before anybody was told, there is no mail and the date is as it was', async () => {
  const { reservationId } = await posted(115);
  const closureId = randomUUID();
  await change(service, reservationId, movedBy(closureId, later));
  await change(service, reservationId, movedBack(closureId, due));
  expect(await rowOf(reservationId)).toMatchObject({ dueAt: new Date(due.at), movedBy: [] });
  await mailsGoOut();
  expect(movedMails()).toEqual([]);
});

test('the catalog has taken it back, and Kafka has not brought it yet: no mail is asked for that is not so any more', async () => {
  const { reservationId } = await posted(116);
  const closureId = randomUUID();
  await change(service, reservationId, movedBy(closureId, later));
  await change(service, reservationId, movedBack(closureId, due), { tell: false });
  await mailsGoOut();
  expect(movedMails()).toEqual([]);
});

/** What was published of mails that name a date which binds us. */
const toldOf = async (reservationId: string) =>
  (await service.published('patron.notice.sent')).filter(
    (one) => z.object({ reservationId: z.string() }).parse(one).reservationId === reservationId,
  );

/** The mails of this moment are with SES, which takes its time: something happens meanwhile. */
async function whileSesHasThem(meanwhile: () => Promise<void>, answers: 'yes' | 'never' = 'yes') {
  service.passMinutes(11);
  const send = async (mail: Mail) => {
    await meanwhile();
    if (answers === 'never') throw new Error('no answer');
    return service.mailbox.send(mail);
  };
  await sendNotices(service.deps, { send });
}

test('taken back while SES has the mail, the date that the patron reads there is told to the catalog', async () => {
  const [lent, shelved] = [await posted(101), await held(102)];
  const closureId = randomUUID();
  const [before, until] = [deadlineOn(calendarDate('2026-12-01')), deadlineOn(calendarDate('2026-12-05'))];
  await change(service, lent.reservationId, movedBy(closureId, later));
  await change(service, shelved.reservationId, movedBy(closureId, until));
  await whileSesHasThem(async () => {
    await change(service, lent.reservationId, movedBack(closureId, due));
    await change(service, shelved.reservationId, movedBack(closureId, before));
  });
  expect(await toldOf(lent.reservationId)).toEqual([
    expect.objectContaining({ kind: 'datesMoved', due: later }),
  ]);
  expect(await toldOf(shelved.reservationId)).toContainEqual(
    expect.objectContaining({ kind: 'datesMoved', holdUntil: until }),
  );
});

test('SES may have taken the mail and its answer was lost: taken back then, its date binds all the same', async () => {
  const { reservationId } = await posted(103);
  const closureId = randomUUID();
  await change(service, reservationId, movedBy(closureId, later));
  await whileSesHasThem(async () => {}, 'never');
  await change(service, reservationId, movedBack(closureId, due));
  await mailsGoOut();
  expect(movedMails()).toEqual([]);
  expect(await toldOf(reservationId)).toEqual([expect.objectContaining({ kind: 'datesMoved', due: later })]);
});

test('its sender was killed behind SES, and the closure taken back: the next sender tells the catalog of it', async () => {
  const { reservationId } = await posted(104);
  const closureId = randomUUID();
  await change(service, reservationId, movedBy(closureId, later));
  await whileSesHasThem(async () => {
    const killed = { reservationId, kind: 'datesMoved' };
    await change(service, reservationId, movedBack(closureId, due));
    // The lease of the killed sender ends.
    await service.db.notice.updateMany({ where: killed, data: { notBefore: new Date(service.deps.now()) } });
    await service.sendMails();
  }, 'never');
  expect(await toldOf(reservationId)).toEqual([expect.objectContaining({ kind: 'datesMoved', due: later })]);
});

test('a mail of the day it is ready names the date as it was when it was asked for: that binds as well', async () => {
  const { reservationId } = await posted(105);
  const closureId = randomUUID();
  await change(service, reservationId, movedBy(closureId, later));
  await record(service, reservationId, {
    milestone: 'readyAtMunicipal',
    allocation: 1,
    due: later,
    parcelNumber: '900000000019',
  });
  await change(service, reservationId, movedBack(closureId, due));
  await mailsGoOut();
  expect(service.mailbox.mails[0]?.text).toContain('取り置き期限・返却期限：2026年12月18日（金）まで');
  expect(await toldOf(reservationId)).toEqual([
    expect.objectContaining({ kind: 'readyAtMunicipal', due: later }),
  ]);
});

test('extended while the mail waits, or moved once more: no mail names a date that is not in force', async () => {
  const [extended, movedTwice] = [await posted(106), await posted(107)];
  await hear(service, factOf(service, extended.reservationId, 'handedOut', { due }));
  const until = deadlineOn(calendarDate('2026-12-22'));
  for (const { reservationId } of [extended, movedTwice])
    await change(service, reservationId, movedBy(randomUUID(), later, '台風'));
  await change(service, extended.reservationId, dueAt(until, true));
  await change(service, movedTwice.reservationId, movedBy(randomUUID(), until, '停電'));
  await mailsGoOut();
  expect(movedMails()).toHaveLength(1);
  expect(movedMails()[0]?.text).toContain('停電のため');
  expect(movedMails()[0]?.text).toContain('新しい返却期限：2026年12月22日（火）まで');
});

test('the end of a hold was moved, and the book handed out before the mail: nothing is said of the hold', async () => {
  const { reservationId } = await held(108);
  await change(service, reservationId, movedBy(randomUUID(), deadlineOn(calendarDate('2026-12-05'))));
  await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  await mailsGoOut();
  expect(movedMails()).toEqual([]);
});

test('moved while the first ready mail waits, or before it is asked for: it names the date in force', async () => {
  const [waits, late, alone] = [await posted(109), await posted(109), await posted(110)];
  const ready = { milestone: 'readyAtMunicipal', allocation: 1, due, parcelNumber: '900000000019' } as const;
  for (const { reservationId } of [waits, alone]) await record(service, reservationId, ready);
  for (const { reservationId } of [waits, late])
    await change(service, reservationId, movedBy(randomUUID(), later));
  await hear(service, factOf(service, late.reservationId, 'arrived'));
  await say(service, late.reservationId, ready);
  await service.sendMails();
  const texts = service.mailbox.about('readyAtMunicipal').map(({ text }) => text);
  expect(texts).toHaveLength(2);
  const ofDay = (day: string) =>
    texts.find((text) => text.includes(`取り置き期限・返却期限：2026年12月${day}まで`));
  expect(ofDay('18日（金）')).toContain(waits.number);
  expect(ofDay('18日（金）')).toContain(late.number);
  expect(ofDay('15日（火）')).toContain(alone.number);
  expect(await toldOf(waits.reservationId)).toContainEqual(
    expect.objectContaining({ kind: 'readyAtMunicipal', due: later }),
  );
});

test('no mail reaches the patron: the desk telephones, and need not once the closure is taken back', async () => {
  const { reservationId, patronId } = await posted(117);
  await service.db.patron.update({ where: { id: patronId }, data: { emailStatus: 'undeliverable' } });
  const closureId = randomUUID();
  await change(service, reservationId, movedBy(closureId, later));
  await mailsGoOut();
  expect(await calls(reservationId)).toBe(1);
  await change(service, reservationId, movedBack(closureId, due));
  expect(await calls(reservationId)).toBe(0);
});

test('told on the telephone, the date is said as in a mail', async () => {
  const { reservationId, patronId } = await posted(118);
  await service.db.patron.update({ where: { id: patronId }, data: { emailStatus: 'undeliverable' } });
  const closureId = randomUUID();
  await change(service, reservationId, movedBy(closureId, later));
  await mailsGoOut();
  const call = await service.db.task.findFirstOrThrow({ where: { reservationId, kind: 'callPatron' } });
  const done = {
    taskId: call.id,
    at: service.deps.now(),
    by: { account: 'kaori', library: 'pref' },
    reached: true,
  };
  await settle(service.deps, done);
  expect(await service.published('patron.notice.sent')).toContainEqual(
    expect.objectContaining({ reservationId, kind: 'datesMoved', occasion: `1-${closureId}`, due: later }),
  );
});

test('what was told of one copy is nothing of the next', async () => {
  const { reservationId } = await posted(119);
  await change(service, reservationId, movedBy(randomUUID(), later));
  await change(service, reservationId, ended('lostInTransit'));
  await mailsGoOut();
  expect(movedMails()).toEqual([]);
  expect((await rowOf(reservationId)).movedBy).toEqual([]);
});
