import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { LibrarySchema, makeBarcode } from '@toshobin/contracts';
import { calendarDate, dayOf, deadlineOn, type LibraryReason } from '@toshobin/lending-rules';
import { openTasksOf, reopenTask } from '@toshobin/tasks';
import { patronActivities } from '../activities/patron-activities.ts';
import { apply } from '../applications/apply.ts';
import { settle } from '../desk/settle.ts';
import { hearFacts } from '../facts/hear-facts.ts';
import { previewPickupPause } from '../facts/hear-library.ts';
import {
  eventOf,
  openPatronService,
  type PatronTestService,
  testLibraries,
} from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve } from '../testing/reserve.ts';
import { recordFailed } from './record-failed.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
beforeEach(async () => {
  service.setClock('2026-11-24T01:00:00Z');
  service.mailbox.away = false;
  service.mailbox.refusing = false;
  await service.sendMails();
  service.mailbox.mails.length = 0;
});
afterAll(() => service.close());

const due = deadlineOn(calendarDate('2026-12-15'));
const later = deadlineOn(calendarDate('2026-12-18'));
const by = { account: 'kaori', library: 'pref' };

const tasksOf = async (reservationId: string) =>
  (await openTasksOf(service.db, 'pref')).filter(({ subject }) => subject.reservationId === reservationId);
const rowOf = async (reservationId: string) => {
  await service.carryMails();
  return service.db.application.findUniqueOrThrow({ where: { reservationId } });
};
const activities = () => patronActivities(service.deps);

/** A copy ready at the prefectural desk for somebody without an address, whose reservation staff entered. */
async function heldWithoutAddress(): Promise<string> {
  const patronId = await service.patronId(makeBarcode('card', 10));
  const reservationId = randomUUID();
  const answer = await apply(service.deps, {
    patronId,
    reservationId,
    recordId: String(Math.ceil(Math.random() * 1e9)),
    title: '暮しの手帖',
    pickupLibrary: 'pref',
    appliedAt: service.deps.now(),
    channel: 'phone',
  });
  if (!answer.ok) throw new Error(answer.refusal.code);
  await record(service, reservationId, { milestone: 'queued', allocation: 0, mail: 'accepted' });
  await record(service, reservationId, { milestone: 'readyAtPrefectural', allocation: 1 });
  await service.sendMails();
  return reservationId;
}

test('without an address the desk telephones, and the hold begins on the day the patron was reached', async () => {
  const reservationId = await heldWithoutAddress();
  expect(service.mailbox.mails).toEqual([]);
  const failed = await service.published('patron.notice.failed');
  expect(failed).toContainEqual({
    reservationId,
    kind: 'readyAtPrefectural',
    occasion: '1',
    why: 'noAddress',
    on: dayOf(service.deps.now()),
  });
  // The mail of an accepted application need not reach: there is one call, about the copy that waits.
  const tasks = await tasksOf(reservationId);
  expect(tasks).toMatchObject([{ kind: 'callPatron', why: 'noAddress', library: 'pref' }]);
  expect(await activities().positionOf({ reservationId, allocation: 1 })).toMatchObject({
    toldReady: true,
    waitsForSlot: false,
  });

  const at = service.setClock('2026-11-26T05:00:00Z');
  const [task] = tasks;
  if (task === undefined) throw new Error('nobody is to be called');
  const settled = () => settle(service.deps, { taskId: task.taskId, at, by, reached: true });
  expect(await Promise.all([settled(), settled()])).toEqual(
    Array(2).fill({ ok: true, value: { settled: true, mayReopen: false } }),
  );
  // The call has begun the hold.
  const reopened = await reopenTask(service.deps.db, { taskId: task.taskId, at });
  expect(reopened).toMatchObject({ refusal: { code: 'TASK_OVER' } });
  const holdUntil = deadlineOn(calendarDate('2026-12-03'));
  expect(await rowOf(reservationId)).toMatchObject({ holdUntil: new Date('2026-12-03T00:00:00Z') });
  expect(await activities().positionOf({ reservationId, allocation: 1 })).toMatchObject({
    toldReady: true,
    waitsForSlot: false,
  });
  const sent = (await service.published('patron.notice.sent')).filter((event) =>
    JSON.stringify(event).includes(reservationId),
  );
  expect(sent).toEqual([
    { reservationId, kind: 'readyAtPrefectural', occasion: '1', sentOn: '2026-11-26', holdUntil },
  ]);
  expect(await settle(service.deps, { taskId: randomUUID(), at, by })).toMatchObject({
    refusal: { code: 'NOT_FOUND' },
  });
});

test('a call that reached nobody begins no hold, and one about a copy that was handed out is not needed', async () => {
  const unreached = await heldWithoutAddress();
  const [task] = await tasksOf(unreached);
  const at = service.deps.now();
  const taskId = task?.taskId ?? '';
  await settle(service.deps, { taskId, at, by, reached: false });
  expect(await rowOf(unreached)).toMatchObject({ holdUntil: null });
  // Staff settled it by a slip of the finger: the call is still to be made.
  expect(await reopenTask(service.deps.db, { taskId, at })).toEqual({ ok: true, value: { reopened: true } });
  expect(await tasksOf(unreached)).toMatchObject([{ kind: 'callPatron' }]);
  const picked = await heldWithoutAddress();
  expect(await tasksOf(picked)).toHaveLength(1);
  await hear(service, factOf(service, picked, 'handedOut', { due }));
  expect(await tasksOf(picked)).toEqual([]);
});

test('an address that is refused for good: the patron registers another, and the desk asks once', async () => {
  const { reservationId, patronId } = await reserve(service, 111);
  const other = await reserve(service, 111);
  service.mailbox.refusing = true;
  await record(service, reservationId, {
    milestone: 'readyAtMunicipal',
    allocation: 1,
    due,
    parcelNumber: '900000000019',
  });
  await record(service, other.reservationId, { milestone: 'queued', allocation: 0, mail: 'accepted' });
  await service.sendMails();
  service.mailbox.refusing = false;
  const patron = await service.db.patron.findUniqueOrThrow({ where: { id: patronId } });
  expect(patron.emailStatus).toBe('undeliverable');
  const kinds = [...(await tasksOf(reservationId)), ...(await tasksOf(other.reservationId))].map(
    ({ kind }) => kind,
  );
  expect(kinds.sort()).toEqual(['addressUndeliverable', 'callPatron']);
});

test('a mail that nobody takes for two days is said on the telephone', async () => {
  const { reservationId, patronId } = await reserve(service, 112);
  service.mailbox.away = true;
  await record(service, reservationId, {
    milestone: 'cancelled',
    allocation: 0,
    by: 'library',
    reason: 'copyMissing',
  });
  const tries = async () =>
    (await service.db.notice.findFirstOrThrow({ where: { reservationId, kind: 'cancelledByLibrary' } }))
      .attempts;
  for (let minutes = 0; minutes < 2 * 24 * 60; minutes += 30) {
    await service.sendMails();
    service.passMinutes(30);
  }
  expect(await tries()).toBeLessThan(40);
  await service.sendMails();
  service.passMinutes(24 * 60);
  await service.sendMails();
  expect(await tasksOf(reservationId)).toMatchObject([{ kind: 'callPatron', why: 'refused' }]);
  const patron = await service.db.patron.findUniqueOrThrow({ where: { id: patronId } });
  expect(patron.emailStatus).toBe('verified');
});

test.each<[LibraryReason | undefined, string]>([
  [undefined, '図書館の都合の'],
  ['copyMissing', '資料が見当たらない'],
  ['withdrawn', '資料を提供できなくなった'],
  ['loanLimit', '貸出が上限の点数のまま、お預かり期限が過ぎた'],
  ['unreached', 'ご連絡がつかなかった'],
  ['lost', '配送中に紛失した'],
])('cancelled by the library (%s) says why', async (reason, words) => {
  const { reservationId } = await reserve(service, 113);
  await record(service, reservationId, {
    milestone: 'cancelled',
    allocation: 0,
    by: 'library',
    ...(reason ? { reason } : {}),
  });
  await service.sendMails();
  expect(service.mailbox.mails[0]?.text).toContain(
    `申し訳ございません。次の資料は${words}ため、ご用意できなくなりました。\n`,
  );
});

test('kept at the loan limit: the mail names the day, and what comes after it', async () => {
  const { reservationId } = await reserve(service, 116);
  await hear(service, factOf(service, reservationId, 'picked'));
  await record(service, reservationId, {
    milestone: 'heldForLoanLimit',
    allocation: 1,
    keptUntil: calendarDate('2026-12-01'),
  });
  await service.sendMails();
  expect(service.mailbox.mails[0]?.text).toContain(`お預かり期限：2026年12月1日（火）まで

貸出中の資料を返却してください。返却処理が済みしだい発送します。
すでに受取館に返却された資料の配送中は、お預かり期限は進みません。
期限を過ぎると、次の方にお回しします。予約の順番は残ります。
`);
});

test('the reminder offers no extension that the row knows is not to be had', async () => {
  const extended = await reserve(service, 117);
  await hear(service, factOf(service, extended.reservationId, 'handedOut', { due }));
  await record(service, extended.reservationId, { milestone: 'extended', allocation: 1, due: later });
  const soon = { milestone: 'dueSoon', allocation: 1, extensionPossible: true } as const;
  await record(service, extended.reservationId, { ...soon, due: later });
  const overdue = await reserve(service, 118);
  const beside = await reserve(service, 118);
  const passed = deadlineOn(calendarDate('2026-11-20'));
  await hear(service, factOf(service, overdue.reservationId, 'handedOut', { due: passed }));
  await hear(service, factOf(service, beside.reservationId, 'handedOut', { due }));
  await record(service, beside.reservationId, { ...soon, due });
  // The reminder names a date that the extension after it has moved: it is not true any more.
  const moved = await reserve(service, 119);
  await hear(service, factOf(service, moved.reservationId, 'handedOut', { due }));
  await record(service, moved.reservationId, { ...soon, due });
  await record(service, moved.reservationId, { milestone: 'extended', allocation: 1, due: later });
  await service.sendMails();
  const reminders = service.mailbox.about('dueSoon');
  expect(reminders.map(({ to }) => to).sort()).toEqual(['shiken17@example.jp', 'shiken18@example.jp']);
  for (const { text } of reminders) expect(text).not.toMatch(/延長/);
});

test('a pickup library that will be paused: whoever is not packed yet is asked to choose another, once', async () => {
  const waiting = await reserve(service, 120, { title: '門' });
  const travels = await reserve(service, 120);
  await hear(service, factOf(service, travels.reservationId, 'packed'));
  const uto = LibrarySchema.parse(testLibraries[1]);
  const pause = (pausedFrom: string | null, sequence: string) =>
    hearFacts(service.deps)(
      eventOf(
        'shipping.library.changed',
        LibrarySchema.parse({ ...uto, pausedFrom, reopens: pausedFrom === null ? null : '2027-03-01' }),
        sequence,
      ),
    );
  const { waiting: foretold } = await previewPickupPause(service.deps, 'uto');
  await pause('2026-12-20', '50');
  await pause('2026-12-20', '50');
  await pause('2026-12-20', '51');
  expect(await service.db.notice.count({ where: { kind: 'pickupLibraryPaused' } })).toBe(foretold);
  await service.sendMails();
  const asked = service.mailbox.about('pickupLibraryPaused').filter(({ to }) => to === 'shiken20@example.jp');
  expect(asked).toHaveLength(1);
  expect(asked[0]?.text).toContain(`宇土市立図書館は2026年12月20日（日）から受け取りに使えなくなります。
・門（${waiting.number}）

2026年12月19日（土）までに、Myライブラリで別の受取館を選んでください。予約の順番は変わりません。
`);
  // The pause is taken back before it was told: nobody hears of it.
  service.mailbox.mails.length = 0;
  await pause('2027-01-15', '52');
  await pause(null, '53');
  await service.sendMails();
  expect(service.mailbox.mails).toEqual([]);
});

test('a sender that is late says nothing of a mail that another has sent since; a bounce does', async () => {
  const { reservationId } = await reserve(service, 104);
  await record(service, reservationId, { milestone: 'queued', allocation: 0, mail: 'accepted' });
  await service.sendMails();
  const sent = await service.db.notice.findFirstOrThrow({ where: { reservationId, status: 'sent' } });
  const statusNow = async () =>
    (await service.db.notice.findUniqueOrThrow({ where: { id: sent.id } })).status;
  // The notice as it was when the late sender took it.
  const notices = [{ ...sent, status: 'sending' as const }];
  const failed = { notices, why: 'refused', at: service.deps.now() } as const;
  await recordFailed(service.deps, { ...failed, bySender: true });
  expect(await statusNow()).toBe('sent');
  await recordFailed(service.deps, failed);
  expect(await statusNow()).toBe('failed');
});
