import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { calendarDate, deadlineOn } from '@toshobin/lending-rules';
import { openTask } from '@toshobin/tasks';
import { patronActivities } from '../activities/patron-activities.ts';
import { apply } from '../applications/apply.ts';
import { resolveCard } from '../desk/resolve-card.ts';
import { allocated, change, scanned } from '../testing/at-the-catalog.ts';
import { openPatronService, type PatronTestService, subjectOf } from '../testing/open-patron-service.ts';
import {
  factOf,
  hear,
  hearWaiting,
  record as recordOf,
  reserve,
  type Step,
  takingBack,
} from '../testing/reserve.ts';
import { readMyLibrary, readReservation } from './read-my-library.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
beforeEach(async () => {
  service.setClock('2026-11-24T01:00:00Z');
  // Another story's mails that wait are not this one's.
  await service.db.notice.deleteMany();
  service.mailbox.mails.length = 0;
});
afterAll(() => service.close());

const due = deadlineOn(calendarDate('2026-12-15'));
const record = (reservationId: string, step: Step) => recordOf(service, reservationId, step);
const stateOf = async (reservationId: string) =>
  (await service.db.application.findUniqueOrThrow({ where: { reservationId } })).state;

test('milestones and scans, repeated and in the wrong order, leave the furthest row and one mail of each kind', async () => {
  const { reservationId } = await reserve(service, 101);
  const ready: Step = { milestone: 'readyAtMunicipal', allocation: 1, due, parcelNumber: '900000000019' };
  await hear(
    service,
    factOf(service, reservationId, 'shipped', { expectedDate: calendarDate('2026-11-27') }),
  );
  // A patron who comes too early is told at the desk by when.
  const shown = { cardNumber: makeBarcode('card', 101), at: service.deps.now() };
  expect(await resolveCard(service.deps, shown)).toMatchObject({
    value: { reservations: [{ reservationId, state: 'shipped', expectedDate: '2026-11-27' }] },
  });
  await record(reservationId, ready);
  await record(reservationId, { milestone: 'queued', allocation: 0, position: 3, mail: 'accepted' });
  await hear(service, factOf(service, reservationId, 'picked'));
  await record(reservationId, ready);
  await record(reservationId, { milestone: 'allocated', allocation: 1, mail: 'yourTurn' });
  await record(reservationId, { milestone: 'queued', allocation: 0, position: 3, mail: 'accepted' });
  await service.sendMails();
  await service.sendMails();
  const { patronId } = await service.db.application.findUniqueOrThrow({ where: { reservationId } });
  expect(await readMyLibrary(service.deps, patronId)).toMatchObject([
    { reservationId, state: 'ready', due, holdUntil: due.date, expectedDate: '2026-11-27', open: true },
  ]);
  expect(service.mailbox.mails.map((mail) => mail.subject).sort()).toEqual([
    subjectOf('readyAtMunicipal'),
    subjectOf('accepted'),
  ]);
});

test('not on the shelf: back in the queue, and late scans of that copy change nothing any more', async () => {
  const { reservationId } = await reserve(service, 102);
  await record(reservationId, { milestone: 'queued', allocation: 0, mail: 'accepted' });
  await change(service, reservationId, allocated(1));
  await record(reservationId, { milestone: 'queued', allocation: 1, mail: 'none' });
  await hear(service, factOf(service, reservationId, 'picked'));
  expect(await stateOf(reservationId)).toBe('queued');
  await change(service, reservationId, allocated(2));
  expect(await stateOf(reservationId)).toBe('allocated');
  await record(reservationId, { milestone: 'queued', allocation: 1, mail: 'none' });
  expect(await stateOf(reservationId)).toBe('allocated');
});

test('the title of a cancelled reservation may be reserved again while its copy still travels', async () => {
  const first = await reserve(service, 103, { recordId: 5 });
  await record(first.reservationId, { milestone: 'cancelled', allocation: 1, by: 'patron' });
  const second = await reserve(service, 103, { recordId: 5 });
  expect(await stateOf(first.reservationId)).toBe('cancelled');
  await record(second.reservationId, { milestone: 'cancelled', allocation: 0, by: 'patron' });
});

test('a cancellation decided before the process heard of the copy still ends the row, and is told', async () => {
  const { reservationId } = await reserve(service, 112);
  await record(reservationId, { milestone: 'queued', allocation: 0, mail: 'none' });
  await hear(service, factOf(service, reservationId, 'picked'));
  await record(reservationId, { milestone: 'cancelled', allocation: 0, by: 'patron' });
  await record(reservationId, { milestone: 'closed', allocation: 0, outcome: 'cancelled' });
  expect(await stateOf(reservationId)).toBe('cancelled');
  await service.sendMails();
  const { number } = await service.db.application.findUniqueOrThrow({ where: { reservationId } });
  const texts = service.mailbox.about('cancelledByPatron').map(({ text }) => text);
  expect(texts.filter((text) => text.includes(`（${number}）`))).toHaveLength(1);
});

test('a cancellation that is told after its process has told that it is closed is told once', async () => {
  const { reservationId } = await reserve(service, 114);
  await record(reservationId, { milestone: 'queued', allocation: 0, mail: 'none' });
  await record(reservationId, { milestone: 'closed', allocation: 0, outcome: 'cancelled' });
  const cancelled: Step = { milestone: 'cancelled', allocation: 0, by: 'patron' };
  await record(reservationId, cancelled);
  await record(reservationId, cancelled);
  await record(reservationId, { ...cancelled, by: 'library', reason: 'library' });
  const notices = await service.db.notice.findMany({ where: { reservationId } });
  expect(notices.map(({ kind }) => kind)).toEqual(['cancelledByPatron']);
});

test('a hand-out that is heard of after the expiry makes it a loan', async () => {
  const { reservationId } = await reserve(service, 104, { recordId: 6 });
  await record(reservationId, {
    milestone: 'expired',
    allocation: 1,
    until: calendarDate('2026-12-01'),
    comesHome: true,
  });
  await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  await record(reservationId, {
    milestone: 'expired',
    allocation: 1,
    until: calendarDate('2026-12-01'),
    comesHome: true,
  });
  const row = await service.db.application.findUniqueOrThrow({
    where: { reservationId },
    include: { loanSlot: true },
  });
  expect(row).toMatchObject({ state: 'handedOut', endedAt: null, loanSlot: { kind: 'loan' } });
  const again = await apply(service.deps, {
    patronId: row.patronId,
    reservationId: '7b6f1b0a-6c2b-4a35-9a50-0d2a2a0a2a11',
    recordId: '6',
    title: '本',
    pickupLibrary: 'uto',
    appliedAt: service.deps.now(),
  });
  expect(again).toEqual({ ok: false, refusal: { code: 'ALREADY_ON_LOAN' } });
  await service.sendMails();
  expect(service.mailbox.about('expired')).toEqual([]);
});

test('a loan whose title they reserved again before its hand-out was heard of is open until it is over', async () => {
  const { reservationId, patronId } = await reserve(service, 112, { recordId: 61 });
  await hear(service, factOf(service, reservationId, 'shipped'));
  const until = calendarDate('2026-12-01');
  await record(reservationId, { milestone: 'expired', allocation: 1, until, comesHome: true });
  const again = await reserve(service, 112, { recordId: 61 });
  const openRows = async () =>
    (await readMyLibrary(service.deps, patronId)).flatMap((row) => (row.open ? row.reservationId : []));
  expect(await openRows()).toEqual([again.reservationId]);
  await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  expect(await openRows()).toEqual([reservationId, again.reservationId]);
  const at = service.deps.now();
  expect(await readReservation(service.deps, { patronId, reservationId, at })).toMatchObject({
    value: { row: { state: 'handedOut', open: true, extended: false } },
  });
  await hear(service, factOf(service, reservationId, 'handedIn', { place: 'uto' }));
  expect(await openRows()).toEqual([reservationId, again.reservationId]);
  await hear(service, factOf(service, reservationId, 'home'));
  expect(await openRows()).toEqual([again.reservationId]);
});

test('a copy that came home before its hand-out was heard of takes no loan slot', async () => {
  const { reservationId, patronId } = await reserve(service, 105);
  await hear(service, factOf(service, reservationId, 'home'));
  await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  expect(await stateOf(reservationId)).toBe('returned');
  expect(await service.db.loanSlot.count({ where: { patronId } })).toBe(0);
});

test('handed out before the ready milestone came: the row learns the due date and nobody is called to the desk', async () => {
  const { reservationId } = await reserve(service, 106);
  await hear(service, factOf(service, reservationId, 'handedOut', { place: 'uto' }));
  await record(reservationId, {
    milestone: 'readyAtMunicipal',
    allocation: 1,
    due,
    parcelNumber: '900000000019',
  });
  const row = await service.db.application.findUniqueOrThrow({ where: { reservationId } });
  expect(row).toMatchObject({ state: 'handedOut', dueAt: new Date(due.at) });
  await service.sendMails();
  expect(service.mailbox.about('readyAtMunicipal')).toEqual([]);
});

test('an extension moves the date, and an older word of the date does not move it back', async () => {
  const { reservationId, patronId } = await reserve(service, 107);
  await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  const later = deadlineOn(calendarDate('2026-12-29'));
  await record(reservationId, { milestone: 'extended', allocation: 1, due: later });
  await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  expect(await readMyLibrary(service.deps, patronId)).toMatchObject([
    { state: 'handedOut', due: later, extended: true },
  ]);
});

test('R8: a loan says that somebody waits for its title, from the newest word of it; who waits is no such somebody', async () => {
  const loan = await reserve(service, 119, { recordId: 1120 });
  const queued = await reserve(service, 120, { recordId: 1120 });
  await hear(service, factOf(service, loan.reservationId, 'handedOut', { due }));
  await record(queued.reservationId, { milestone: 'queued', allocation: 0, mail: 'accepted' });
  const waits = async ({ patronId, reservationId }: typeof loan) => {
    const listed = await readMyLibrary(service.deps, patronId);
    const alone = await readReservation(service.deps, { patronId, reservationId, at: service.deps.now() });
    expect(listed).toMatchObject([alone.ok ? alone.value.row : alone]);
    return listed[0]?.othersWaiting;
  };
  expect(await waits(loan)).toBe(false);
  await hearWaiting(service, 1120, true, '8');
  expect(await waits(loan)).toBe(true);
  expect(await waits(queued)).toBe(false);
  // The catalog tells an older word, and the same one again.
  await hearWaiting(service, 1120, false, '7');
  await hearWaiting(service, 1120, true, '8');
  expect(await waits(loan)).toBe(true);
  await hearWaiting(service, 1120, false, '10');
  expect(await waits(loan)).toBe(false);
});

test('a loan past its due date is seen from the other reservations of its holder alone', async () => {
  const loan = await reserve(service, 108);
  const other = await reserve(service, 108);
  await hear(service, factOf(service, loan.reservationId, 'handedOut', { due }));
  const read = (reservationId: string, at: string) =>
    readReservation(service.deps, { patronId: loan.patronId, reservationId, at: service.setClock(at) });
  const on = async (reservationId: string, at: string) => {
    const answer = await read(reservationId, at);
    return answer.ok && answer.value.holderHasOtherOverdue;
  };
  expect(await on(other.reservationId, '2026-12-15T14:59:59Z')).toBe(false);
  expect(await on(other.reservationId, '2026-12-15T15:00:00Z')).toBe(true);
  expect(await on(loan.reservationId, '2026-12-15T15:00:00Z')).toBe(false);
  await hear(service, factOf(service, loan.reservationId, 'handedIn', { place: 'uto' }));
  expect(await on(other.reservationId, '2026-12-16T00:00:00Z')).toBe(false);
});

test("nobody reads somebody else's reservation", async () => {
  const { reservationId } = await reserve(service, 109);
  const patronId = await service.patronId(makeBarcode('card', 110));
  expect(await readReservation(service.deps, { patronId, reservationId, at: service.deps.now() })).toEqual({
    ok: false,
    refusal: { code: 'NOT_FOUND' },
  });
});

test('what came home and was closed is erased: no join is left, in rows, slots or notices', async () => {
  const { reservationId, patronId } = await reserve(service, 111);
  const { eraseClosed, openReservations } = patronActivities(service.deps);
  await record(reservationId, { milestone: 'queued', allocation: 0, mail: 'accepted' });
  await service.sendMails();
  await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  service.setClock('2026-11-24T12:00:00Z');
  await hear(service, factOf(service, reservationId, 'home'));
  const task = { kind: 'overLimit', library: 'pref', subject: { reservationId }, why: 'lateFact' } as const;
  await openTask(service.db, { ...task, at: new Date(service.deps.now()) });
  await record(reservationId, { milestone: 'closed', allocation: 1, outcome: 'returned' });
  const [opened] = await service.db.task.findMany({ where: { reservationId } });
  expect(opened).toMatchObject({ clearedBy: 'process' });
  expect(await openReservations({ after: null })).not.toContain(reservationId);

  // 02:00 in Tokyo: the mail 「返却処理が済みました」 goes out at eight, so the row still waits for it.
  const night = service.setClock('2026-11-24T17:00:00Z');
  await eraseClosed({ before: night });
  expect(await service.db.application.count({ where: { reservationId } })).toBe(1);
  service.setClock('2026-11-24T23:00:00Z');
  await service.sendMails();
  expect(service.mailbox.about('returned')).toHaveLength(1);
  await eraseClosed({ before: service.setClock('2026-11-25T17:00:00Z') });

  expect(await readMyLibrary(service.deps, patronId)).toEqual([]);
  expect(await service.db.application.count({ where: { reservationId } })).toBe(0);
  expect(await service.db.notice.count({ where: { OR: [{ reservationId }, { patronId }] } })).toBe(0);
  const left = await service.db.task.findUniqueOrThrow({ where: { id: opened?.id ?? '' } });
  expect(JSON.stringify(left)).not.toContain(reservationId);
  // A late repetition brings nothing back.
  await record(reservationId, { milestone: 'closed', allocation: 1, outcome: 'returned' });
  expect(await service.db.notice.count({ where: { reservationId } })).toBe(0);
});

test('what processes are started with carries neither person nor title', async () => {
  const { requestsOf } = patronActivities(service.deps);
  const { reservationId: a } = await reserve(service, 113);
  const requests = await requestsOf({ reservationIds: [a, randomUUID()] });
  expect(requests).toMatchObject([
    {
      reservationId: a,
      pickupLibrary: 'uto',
      pickupLibraryName: '宇土市立図書館',
      applied: { channel: 'web' },
    },
  ]);
  expect(JSON.stringify(requests)).not.toMatch(/吾輩/);
});

test('one that is over has no process any more, until its return is taken back, also while Kafka has not brought it', async () => {
  const { reservationId } = await reserve(service, 114);
  await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  const home = factOf(service, reservationId, 'home');
  await hear(service, home);
  await record(reservationId, { milestone: 'closed', allocation: 1, outcome: 'returned' });
  const requests = () => patronActivities(service.deps).requestsOf({ reservationIds: [reservationId] });
  expect(await requests()).toEqual([]);
  await change(service, reservationId, scanned(takingBack(service, home)), { tell: false });
  expect(await requests()).toMatchObject([{ reservationId }]);
});

test('still on loan when the reservation made meanwhile is cancelled: the title is not reserved a third time', async () => {
  const { reservationId, patronId } = await reserve(service, 113, { recordId: 62 });
  await hear(service, factOf(service, reservationId, 'shipped'));
  const until = calendarDate('2026-12-01');
  await record(reservationId, { milestone: 'expired', allocation: 1, until, comesHome: true });
  const again = await reserve(service, 113, { recordId: 62 });
  await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  await record(again.reservationId, { milestone: 'cancelled', allocation: 0, by: 'patron' });
  const third = () =>
    apply(service.deps, {
      patronId,
      reservationId: '7b6f1b0a-6c2b-4a35-9a50-0d2a2a0a2a12',
      recordId: '62',
      title: '本',
      pickupLibrary: 'uto',
      appliedAt: service.deps.now(),
    });
  expect(await third()).toEqual({ ok: false, refusal: { code: 'ALREADY_ON_LOAN' } });
  await hear(service, factOf(service, reservationId, 'home'));
  expect(await third()).toMatchObject({ ok: true });
});
