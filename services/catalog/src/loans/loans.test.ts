import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { ReservationIdSchema } from '@toshobin/contracts';
import { calendarDate, defaultPolicy, instant } from '@toshobin/lending-rules';
import { recordMove } from '../copies/record-move.ts';
import { keepLibrary } from '../libraries/keep-library.ts';
import { changePolicy } from '../policy/change-policy.ts';
import { tellPolicyAnew } from '../policy/tell-policy-anew.ts';
import { writeFirstPolicy } from '../policy/write-first-policy.ts';
import { catalogOfTests, granted, refusedWith } from '../testing/catalog-in-test.ts';
import { libraryInTest } from '../testing/library-in-test.ts';
import { previewExtension } from './preview-extension.ts';

const catalog = catalogOfTests('2026-12-07T01:00:00Z');

beforeAll(async () => {
  await writeFirstPolicy(catalog.deps);
});

/** A copy picked for a pickup library and its loan, opened at dispatch on 7 December. */
async function dispatched(library = 'uto') {
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const { reservationId, allocation } = await catalog.reserve(recordId, library);
  const number = allocation?.allocation ?? 0;
  granted(await catalog.pick(barcode));
  const { due } = await catalog.activities.openLoan({
    reservationId,
    allocation: number,
    startedAt: instant('2026-12-07T05:00:00Z'),
  });
  return { recordId, barcode, reservationId, allocation: number, library, due };
}

/** Such a copy, handed out on 10 December; it is now the day given. */
async function lent(day: string) {
  catalog.now = instant('2026-12-07T01:00:00Z');
  const loan = await dispatched();
  catalog.now = instant('2026-12-10T01:00:00Z');
  granted(await catalog.handOut(loan.barcode, [loan.reservationId], { library: loan.library }));
  catalog.now = instant(`${day}T03:00:00Z`);
  const { reservationId, allocation } = loan;
  const extension = { reservationId, allocation, askedAt: catalog.now, holderHasOtherOverdue: false };
  return { ...loan, extension };
}

test('a dispatch dated before the copy was chosen begins no loan in the past', async () => {
  const { recordId } = await catalog.shelve(1);
  const { reservationId, allocation } = await catalog.reserve(recordId, 'uto');
  const startedAt = instant('2000-01-01T00:00:00Z');
  const opened = { reservationId, allocation: allocation?.allocation ?? 0, startedAt };
  expect((await catalog.activities.openLoan(opened)).due?.date).toBe('2026-12-28');
});

test('the loan begins with dispatch and ends by the calendar of the pickup library', async () => {
  expect((await dispatched()).due?.date).toBe('2026-12-28');
  const closed = {
    closedWeekdays: [1],
    closedDates: [],
    closures: [{ from: calendarDate('2026-12-28'), until: calendarDate('2027-01-04') }],
  };
  await keepLibrary(catalog.deps.db, libraryInTest('minamata', '水俣市立図書館', { calendar: closed }), 1n);
  const loan = await dispatched('minamata');
  expect(loan.due).toEqual({ date: '2027-01-05', at: '2027-01-05T14:59:59.999Z' });
  const again = await catalog.activities.openLoan({ ...loan, startedAt: instant('2026-12-09T05:00:00Z') });
  expect(again.due).toEqual(loan.due);
  expect(again.policy).toEqual(defaultPolicy);
});

test('a dispatch that was taken back has begun no loan, and the next one begins its own', async () => {
  catalog.now = instant('2026-12-07T05:00:00Z');
  const { barcode, reservationId, allocation, ...loan } = await dispatched();
  for (const kind of ['packed', 'shipped'] as const) await catalog.move(barcode, kind);
  const standing = async () => (await catalog.activities.positionOf({ reservationId })).standing?.state;
  expect(await standing()).toMatchObject({ stage: 'inTransit', copy: { due: loan.due } });
  const [shipped] = await catalog.deps.db.scan.findMany({ where: { allocation, kind: 'shipped' } });
  if (!shipped) throw new Error('It has not left');
  const { factId: voids, copyId } = shipped;
  const fact = catalog.fact('shipped', String(copyId), { reservationId, allocation, voids });
  expect(await recordMove(catalog.deps, { fact })).toBe('recorded');
  expect(await standing()).toMatchObject({ stage: 'packed', copy: { due: null } });
  // The command of a process that has not heard of the return comes too late.
  const late = { reservationId, allocation, startedAt: catalog.now };
  await catalog.activities.openLoan(late);
  expect(await standing()).toMatchObject({ stage: 'packed', copy: { due: null } });
  expect((await catalog.newsOf(reservationId)).at(-1)).toBe('scanTakenBack');

  catalog.now = instant('2026-12-10T05:00:00Z');
  await catalog.move(barcode, 'shipped');
  await catalog.activities.openLoan({ ...late, startedAt: catalog.now });
  expect(await standing()).toMatchObject({ stage: 'inTransit', copy: { due: { date: '2026-12-31' } } });
  expect(await catalog.untrueStandings()).toEqual([]);
});

test('an extension too early is refused, naming the first day that helps, and is not used up', async () => {
  const early = await lent('2026-12-14');
  expect(await catalog.activities.extendIfNobodyWaits(early.extension)).toMatchObject({
    refusal: { code: 'EXTENSION_WOULD_SHORTEN', values: { firstUsefulDay: '2026-12-15' } },
  });
  const askedAt = instant('2026-12-20T03:00:00Z');
  const preview = await previewExtension(catalog.deps, {
    ...early.extension,
    reservationId: ReservationIdSchema.parse(early.reservationId),
    askedAt,
  });
  expect(granted(preview)).toMatchObject({ due: { date: '2027-01-03' }, present: { date: '2026-12-28' } });
  const confirmed = { ...early.extension, askedAt, confirmDue: calendarDate('2027-01-03') };
  const due = granted(await catalog.activities.extendIfNobodyWaits(confirmed));
  expect(due.date).toBe('2027-01-03');
  expect(granted(await catalog.activities.extendIfNobodyWaits(confirmed))).toEqual(due);
  const second = { ...early.extension, askedAt: instant('2026-12-30T03:00:00Z') };
  expect(refusedWith(await catalog.activities.extendIfNobodyWaits(second))).toBe('EXTENSION_USED');
});

test('a date shown before midnight may be confirmed after it, one shown an hour ago is asked again', async () => {
  const { extension } = await lent('2026-12-20');
  const confirmDue = calendarDate('2027-01-03');
  const { extendIfNobodyWaits } = catalog.activities;
  const tooLate = instant('2026-12-20T16:00:00Z');
  expect(await extendIfNobodyWaits({ ...extension, askedAt: tooLate, confirmDue })).toMatchObject({
    refusal: { code: 'PREVIEW_CHANGED', values: { newDueDate: '2027-01-04' } },
  });
  const afterMidnight = instant('2026-12-20T15:05:00Z');
  const due = granted(await extendIfNobodyWaits({ ...extension, askedAt: afterMidnight, confirmDue }));
  expect(due.date).toBe('2027-01-03');
});

test('an extension asks whether somebody waits, whether it was picked up and handed in', async () => {
  const { recordId, barcode, extension } = await lent('2026-12-20');
  const { extendIfNobodyWaits } = catalog.activities;
  const overdue = { ...extension, holderHasOtherOverdue: true };
  expect(refusedWith(await extendIfNobodyWaits(overdue))).toBe('OTHER_LOAN_OVERDUE');
  const waiting = await catalog.reserve(recordId);
  expect(refusedWith(await extendIfNobodyWaits(extension))).toBe('OTHERS_WAITING');
  await catalog.activities.leaveQueue({
    reservationId: waiting.reservationId,
    by: 'patron',
    at: catalog.now,
  });
  granted(await catalog.takeBack(barcode, { library: 'uto' }));
  expect(refusedWith(await extendIfNobodyWaits(extension))).toBe('ALREADY_HANDED_IN');
  granted(await catalog.takeBack(barcode));
  expect(refusedWith(await extendIfNobodyWaits(extension))).toBe('NOT_ON_LOAN');

  const unfetched = await dispatched();
  const askedAt = instant('2026-12-20T03:00:00Z');
  const early = { ...unfetched, askedAt, holderHasOtherOverdue: false };
  expect(refusedWith(await extendIfNobodyWaits(early))).toBe('EXTENSION_BEFORE_PICKUP');
});

test('an extension and a new reservation at once: one wins', async () => {
  const wins = { extended: 0, refused: 0 };
  for (let round = 0; round < 50; round += 1) {
    const { recordId, extension } = await lent('2026-12-20');
    const reservationId = randomUUID();
    const join = {
      reservationId,
      recordId,
      pickupLibrary: 'uto',
      channel: 'web',
      joinedAt: catalog.now,
    } as const;
    const extend = () => catalog.activities.extendIfNobodyWaits(extension);
    const joinQueue = () => catalog.activities.joinQueue(join);
    // The two take turns in being asked first.
    const [extended, joined] =
      round % 2 === 0
        ? await Promise.all([extend(), joinQueue()])
        : (await Promise.all([joinQueue(), extend()])).toReversed();
    expect(refusedWith(joined ?? { ok: true, value: undefined })).toBe('granted');
    const answer = refusedWith(extended ?? { ok: true, value: undefined });
    expect(['granted', 'OTHERS_WAITING']).toContain(answer);
    const extendedAt = await catalog.deps.db.loan.findUniqueOrThrow({
      where: { allocation: extension.allocation },
      select: { extendedAt: true },
    });
    expect(extendedAt.extendedAt !== null).toBe(answer === 'granted');
    wins[answer === 'granted' ? 'extended' : 'refused'] += 1;
  }
  expect(wins.extended + wins.refused).toBe(50);
});

test('a ready mail that went out late moves the due date, and only then', async () => {
  const { reservationId, allocation, due } = await dispatched();
  const { moveDueAfterLateMail } = catalog.activities;
  const command = { reservationId, allocation, mailAcceptedAt: instant('2026-12-10T01:00:00Z') };
  expect(await moveDueAfterLateMail(command)).toEqual(due);
  const late = { ...command, mailAcceptedAt: instant('2026-12-18T01:00:00Z') };
  expect((await moveDueAfterLateMail(late))?.date).toBe('2027-01-01');
  expect((await moveDueAfterLateMail(late))?.date).toBe('2027-01-01');
  expect((await moveDueAfterLateMail(command))?.date).toBe('2027-01-01');
});

test('a hold that ended frees the copy, which is handed out for a week if the patron comes after all', async () => {
  const { barcode, reservationId, allocation } = await dispatched();
  const expire = { reservationId, allocation, at: instant('2026-12-28T15:00:00Z') };
  expect(await catalog.activities.expireHold(expire)).toEqual({ state: 'expired' });
  expect(await catalog.activities.expireHold(expire)).toEqual({ state: 'expired' });
  catalog.now = instant('2026-12-29T03:00:00Z');
  granted(await catalog.allowLateHandOut(reservationId));
  const { step } = granted(await catalog.handOut(barcode, [reservationId], { library: 'uto' }));
  expect(step).toMatchObject({ next: 'handOver', due: { date: '2027-01-05' } });
  expect(await catalog.activities.expireHold(expire)).toEqual({ state: 'handedOut' });
  granted(await catalog.takeBack(barcode));
  expect(await catalog.activities.expireHold(expire)).toEqual({ state: 'home' });
});

test('a hand-out before the hold ended, heard of afterwards, is an ordinary loan', async () => {
  const { barcode, reservationId, allocation, due } = await dispatched();
  await catalog.activities.expireHold({ reservationId, allocation, at: instant('2026-12-28T15:00:00Z') });
  catalog.now = instant('2026-12-29T03:00:00Z');
  const at = instant('2026-12-28T08:00:00Z');
  const { step } = granted(await catalog.handOut(barcode, [reservationId], { library: 'uto', at }));
  expect(step).toMatchObject({ next: 'handOver', due, dueToday: true });
});

test('the mail comes back, or a branch is chosen, while the end of a hold is on its way: it has not ended', async () => {
  await keepLibrary(catalog.deps.db, libraryInTest('uto', '宇土市立図書館'), 2n);
  for (const meanwhile of [
    (id: string, journey: string) => catalog.mailFailed(id, 'readyAtPrefectural', journey),
    async (reservationId: string) => {
      const change = { reservationId, pickupLibrary: 'uto', at: catalog.now };
      granted(await catalog.activities.changePickup(change));
    },
  ]) {
    const { recordId, barcodes } = await catalog.shelve(1);
    const { reservationId, allocation } = await catalog.reserve(recordId);
    granted(await catalog.pick(barcodes[0] ?? ''));
    await catalog.readyUntil(reservationId, '2026-12-14');
    const number = allocation?.allocation ?? 0;
    await meanwhile(reservationId, String(number));
    const expire = { reservationId, allocation: number, at: instant('2026-12-14T15:00:00Z') };
    expect(await catalog.activities.expireHold(expire)).toEqual({ state: 'notYet' });
    expect((await catalog.activities.positionOf(expire)).entry).toBe('allocated');
  }
});

test('the branch was asked and has not answered, and the patron comes the day after the due date: due a week later', async () => {
  const { barcode, reservationId, allocation } = await dispatched();
  const { expireHold } = catalog.activities;
  catalog.now = instant('2026-12-29T01:00:00Z');
  const give = () => catalog.handOut(barcode, [reservationId], { library: 'uto' });
  expect(granted(await give()).step).toMatchObject({ next: 'handOver', due: { date: '2027-01-05' } });
  expect(await expireHold({ reservationId, allocation, at: catalog.now })).toEqual({ state: 'handedOut' });
  catalog.now = instant('2026-12-30T01:00:00Z');
  expect(granted(await give())).toMatchObject({ repeated: true, step: { due: { date: '2027-01-05' } } });
});

test('the same scan, heard after the hold was ended: due a week later as well', async () => {
  const { barcode, reservationId, allocation } = await dispatched();
  const at = instant('2026-12-29T01:00:00Z');
  await catalog.activities.expireHold({ reservationId, allocation, at: instant('2026-12-29T02:00:00Z') });
  catalog.now = instant('2026-12-29T03:00:00Z');
  const { step } = granted(await catalog.handOut(barcode, [reservationId], { library: 'uto', at }));
  expect(step).toMatchObject({ next: 'handOver', due: { date: '2027-01-05' } });
});

test('“I have picked it up” after the due date leaves the date as it is, also when a desk scans it afterwards', async () => {
  const { barcode, reservationId, allocation, due } = await dispatched();
  for (const kind of ['packed', 'shipped'] as const) await catalog.move(barcode, kind);
  catalog.now = instant('2026-12-29T01:00:00Z');
  const said = await catalog.activities.declarePickedUp({ reservationId, allocation, at: catalog.now });
  expect(granted(said)).toEqual({ due });
  const { step } = granted(await catalog.handOut(barcode, [reservationId], { library: 'uto' }));
  expect(step).toMatchObject({ next: 'handOver', due });
});

test('a loan that is long overdue ends, and its copy is found by an ordinary return', async () => {
  const { barcode, reservationId, recordId } = await lent('2027-02-01');
  const close = { reservationId, outcome: 'longOverdue', at: catalog.now } as const;
  expect(await catalog.activities.closeReservation(close)).toEqual({ closed: true });
  const next = await catalog.reserve(recordId);
  expect(next.allocation).toBeUndefined();
  const { step } = granted(await catalog.takeBack(barcode));
  expect(step).toMatchObject({ next: 'toHoldShelf', reservationId: next.reservationId });
});

test('new numbers hold for the next decision, and two who change them at once do not overwrite each other', async () => {
  const policy = { ...defaultPolicy, loanPeriod: 'P10D' };
  const change = { basedOnVersion: 1, policy, account: 'operator' };
  const answers = await Promise.all([1, 2].map(() => changePolicy(catalog.deps, change)));
  expect(answers.map(refusedWith).sort()).toEqual(['STATE_CHANGED', 'granted']);
  expect((await catalog.activities.policyInForce()).loanPeriod).toBe('P10D');
  expect((await dispatched()).due?.date).toBe('2026-12-17');
  granted(
    await changePolicy(catalog.deps, { basedOnVersion: 2, policy: defaultPolicy, account: 'operator' }),
  );
  const told = await catalog.written('catalog.policy.changed');
  expect(told.map(({ version }) => version)).toEqual([1, 2, 3]);
  expect(await writeFirstPolicy(catalog.deps)).toBe(false);
});

test('after a restore that has lost changes of the numbers, those in force are told as newer than any of them', async () => {
  const { db } = catalog.deps;
  const before = await db.policy.findFirstOrThrow({ orderBy: { version: 'desc' } });
  for (const loanLimit of [7, 8]) {
    const { version } = await db.policy.findFirstOrThrow({ orderBy: { version: 'desc' } });
    const policy = { ...defaultPolicy, loanLimit };
    granted(await changePolicy(catalog.deps, { basedOnVersion: version, policy, account: 'operator' }));
  }
  const lost = (await catalog.written('catalog.policy.changed')).at(-1);
  await db.policy.deleteMany({ where: { version: { gt: before.version } } });

  await tellPolicyAnew(catalog.deps);
  const told = (await catalog.written('catalog.policy.changed')).at(-1);
  expect(told?.policy).toEqual(before.policy);
  expect(told?.version).toBeGreaterThan(lost?.version ?? 0);
  // The change after it is news too.
  const policy = { ...defaultPolicy, loanLimit: 9 };
  const change = { basedOnVersion: told?.version ?? 0, policy, account: 'operator' };
  granted(await changePolicy(catalog.deps, change));
  expect((await catalog.activities.policyInForce()).loanLimit).toBe(9);
});
