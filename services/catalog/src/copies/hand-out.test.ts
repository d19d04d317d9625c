import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { holdNumberOf, ReservationIdSchema } from '@toshobin/contracts';
import { instant } from '@toshobin/lending-rules';
import type { FactKind } from '@toshobin/lending-rules/facts';
import { openTasksOf } from '@toshobin/tasks';
import { readReservation } from '../http/read-reservation.ts';
import { standingOf } from '../ledger/standings.ts';
import { keepLibrary } from '../libraries/keep-library.ts';
import { declaredHandOuts } from '../loans/declared-hand-outs.ts';
import { catalogOfTests, granted, refusedWith } from '../testing/catalog-in-test.ts';
import { libraryInTest } from '../testing/library-in-test.ts';
import { copiesToReturn } from './copies-to-return.ts';
import { readCopy } from './read-copy.ts';
import { recordMove } from './record-move.ts';

const catalog = catalogOfTests('2026-12-07T01:00:00Z');

beforeAll(async () => {
  await keepLibrary(catalog.deps.db, libraryInTest('uto', '宇土市立図書館'), 1n);
  await keepLibrary(catalog.deps.db, libraryInTest('pref', '県立図書館', { phone: '096-000-0000' }), 2n);
});

const positionOf = (reservationId: string) => catalog.activities.positionOf({ reservationId });
const kindsOf = async (reservationId: string) =>
  (await positionOf(reservationId)).facts.map(({ kind }) => kind);
const dueOf = async (reservationId: string) => (await positionOf(reservationId)).due?.date;
const tasksOf = async (...reservationIds: string[]) =>
  (await openTasksOf(catalog.deps.db, 'pref')).filter(({ subject }) =>
    reservationIds.some((id) => id === subject.reservationId),
  );
const tasksAbout = async (barcode: string) =>
  (await openTasksOf(catalog.deps.db, 'pref')).filter(({ subject }) => subject.barcode === barcode);
/** The hand-outs of a reservation's copy to others, as 経過 tells them: of which allocation, and whether taken back. */
async function toOthersOf({ reservationId }: { reservationId: string }) {
  const { handedToOthers, scans } = granted(
    await readReservation(catalog.deps, { reservationId: ReservationIdSchema.parse(reservationId) }),
  );
  expect(scans.map(({ factId }) => factId)).toEqual(
    expect.arrayContaining(handedToOthers.map(({ factId }) => factId)),
  );
  return handedToOthers.map(({ allocation, voids }) => [allocation, voids !== undefined]);
}
const declaredOf = async (barcode: string, library: string) =>
  (await declaredHandOuts(catalog.deps.db, library)).filter((row) => row.barcode === barcode);

async function hear(reservationId: string, kind: FactKind, at = catalog.now): Promise<void> {
  const { allocation } = await positionOf(reservationId);
  const of = { reservationId, allocation: allocation?.allocation ?? null, occurredAt: at };
  const fact = catalog.fact(kind, allocation?.copyId ?? '', of);
  expect(await recordMove(catalog.deps, { fact })).toBe('recorded');
}

/** A reservation whose copy of the title has arrived at 宇土市立図書館, dispatched on that day. */
async function arrived(recordId: string, startedAt = catalog.now) {
  const { reservationId, allocation } = await catalog.reserve(recordId, 'uto');
  if (allocation === undefined) throw new Error('No copy is free');
  granted(await catalog.pick(allocation.barcode));
  await hear(reservationId, 'shipped', startedAt);
  await catalog.activities.openLoan({ reservationId, allocation: allocation.allocation, startedAt });
  await hear(reservationId, 'arrived', startedAt);
  return { reservationId, barcode: allocation.barcode, allocation: allocation.allocation };
}
const atUto = { library: 'uto' };

test('a copy given to the holder of the other copy: both are swapped, and each keeps the dates', async () => {
  const { recordId } = await catalog.shelve(2);
  const hana = await arrived(recordId, instant('2026-12-07T00:00:00Z'));
  catalog.now = instant('2026-12-10T01:00:00Z');
  const taro = await arrived(recordId, instant('2026-12-10T01:00:00Z'));
  const scan = { ...atUto, factId: randomUUID() };
  const { step } = granted(await catalog.handedOver(hana.barcode, [taro.reservationId], scan));
  const waits = granted(await readCopy(catalog.deps.db, taro.barcode));
  expect(waits).toMatchObject({
    reservationId: hana.reservationId,
    place: 'atPickupLibrary',
    stillHeld: true,
  });
  // The desk that hands out is told the number under which the other copy waits now: its slip names another.
  const relabel = { barcode: taro.barcode, holdNumber: holdNumberOf(waits.allocation ?? 0) };
  expect(step).toMatchObject({ next: 'handOver', due: { date: '2026-12-31' }, relabel });
  expect(granted(await catalog.handedOver(hana.barcode, [taro.reservationId], scan)).repeated).toBe(true);

  const taros = await positionOf(taro.reservationId);
  expect(taros).toMatchObject({ entry: 'allocated', allocation: { barcode: hana.barcode } });
  expect(await kindsOf(taro.reservationId)).toEqual(['picked', 'shipped', 'arrived', 'handedOut']);
  const hanas = await positionOf(hana.reservationId);
  expect(hanas).toMatchObject({
    entry: 'allocated',
    allocation: { barcode: taro.barcode },
    due: { date: '2026-12-28' },
  });
  expect(await kindsOf(hana.reservationId)).toEqual(['picked', 'shipped', 'arrived']);
  for (const { reservationId, allocation } of [hana, taro]) {
    expect(await catalog.endingsOf(reservationId)).toEqual(['swapped', null]);
    const stands = await standingOf(catalog.deps.db, reservationId);
    expect(stands?.state.copy?.journey).toBe(allocation);
  }
  expect(await catalog.newsOf(hana.reservationId)).toContain('copiesSwapped');
  for (const one of [hana, taro]) expect(await toOthersOf(one)).toEqual([]);
  // The copy that is left is handed to its patron like any other.
  granted(await catalog.handOut(taro.barcode, [hana.reservationId], atUto));
  granted(await catalog.takeBack(hana.barcode));
  expect((await positionOf(taro.reservationId)).entry).toBe('closed');
  expect(await tasksOf(hana.reservationId, taro.reservationId)).toEqual([]);
});

test('a copy given to somebody for whom nothing of the title is held: nobody is charged with it', async () => {
  const { recordId } = await catalog.shelve(2);
  const other = await catalog.shelve(1);
  const hana = await arrived(recordId);
  const taro = await arrived(other.recordId);
  const { factId, step } = granted(await catalog.handedOver(hana.barcode, [taro.reservationId], atUto));
  expect(step).toMatchObject({ next: 'handOver', wrongPerson: true });
  expect(await kindsOf(taro.reservationId)).toEqual(['picked', 'shipped', 'arrived']);
  const hanas = await positionOf(hana.reservationId);
  expect(hanas).toMatchObject({ entry: 'allocated', facts: [] });
  expect(hanas.allocation?.barcode).not.toBe(hana.barcode);
  // The task names the reservation held for the person who has the copy: by it the desk knows whom to telephone.
  const asked = {
    kind: 'wrongPerson',
    subject: { barcode: hana.barcode, reservationId: taro.reservationId },
  };
  expect(await tasksAbout(hana.barcode)).toMatchObject([asked]);
  expect(granted(await readCopy(catalog.deps.db, hana.barcode)).place).toBe('onLoan');
  // The hand-out is taken back: the reservation has fetched another copy by now, so this one goes home.
  granted(await catalog.pick(hanas.allocation?.barcode ?? ''));
  granted(await catalog.undo(factId));
  const goesBack = await copiesToReturn(catalog.deps.db, 'uto');
  expect(goesBack).toContainEqual(expect.objectContaining({ barcode: hana.barcode, why: 'closed' }));
  expect(await tasksAbout(hana.barcode)).toEqual([]);
  expect(granted(await readCopy(catalog.deps.db, hana.barcode)).place).toBe('atPickupLibrary');
  granted(await catalog.takeBack(hana.barcode));
});

test('a copy given to the wrong person is asked for until a library has it again, and again when that was a mistake', async () => {
  const { recordId } = await catalog.shelve(1);
  const hana = await arrived(recordId);
  granted(await catalog.handedOver(hana.barcode, [], atUto));
  const asked = [expect.objectContaining({ kind: 'wrongPerson', subject: { barcode: hana.barcode } })];
  expect(await tasksAbout(hana.barcode)).toEqual(asked);
  const { factId } = granted(await catalog.takeBack(hana.barcode, atUto));
  expect(await tasksAbout(hana.barcode)).toEqual([]);
  granted(await catalog.undo(factId, atUto));
  expect(await tasksAbout(hana.barcode)).toEqual(asked);
  expect(granted(await readCopy(catalog.deps.db, hana.barcode)).place).toBe('onLoan');
  granted(await catalog.takeBack(hana.barcode, atUto));
  expect(await tasksAbout(hana.barcode)).toEqual([]);
});

test('a copy given to the wrong person, and how it came home, is found by its number until it is there', async () => {
  const { recordId } = await catalog.shelve(1);
  const hana = await arrived(recordId);
  const wentFor = async () => granted(await readCopy(catalog.deps.db, hana.barcode)).wentFor;
  const given = granted(await catalog.handedOver(hana.barcode, [], atUto));
  granted(await catalog.undo(granted(await catalog.takeBack(hana.barcode, atUto)).factId, atUto));
  granted(await catalog.takeBack(hana.barcode, atUto));
  expect(await wentFor()).toBe(hana.reservationId);
  await catalog.activities.leaveQueue({ reservationId: hana.reservationId, by: 'patron', at: catalog.now });
  granted(await catalog.takeBack(hana.barcode));
  expect(await wentFor()).toBe(null);
  const id = ReservationIdSchema.parse(hana.reservationId);
  const { handedToOthers } = granted(await readReservation(catalog.deps, { reservationId: id }));
  expect(handedToOthers[0]?.factId).toBe(given.factId);
  expect(handedToOthers.map(({ kind, voids }) => [kind, voids !== undefined])).toEqual([
    ['handedOut', false],
    ['handedIn', false],
    ['handedIn', false],
    ['home', false],
    ['handedIn', true],
  ]);
});

test('what was handed over to a card that nobody has is not recorded: the desk makes sure, until it is scanned or brought back', async () => {
  const { recordId } = await catalog.shelve(1);
  const hana = await arrived(recordId);
  const toNobody = () => catalog.handedOver(hana.barcode, null, atUto);
  expect(refusedWith(await toNobody())).toBe('CARD_OF_NOBODY');
  expect(refusedWith(await toNobody())).toBe('CARD_OF_NOBODY');
  expect(await kindsOf(hana.reservationId)).toEqual(['picked', 'shipped', 'arrived']);
  const { reservationId, barcode } = hana;
  const asked = { kind: 'confirmHandOut', why: 'cardOfNobody', subject: { barcode } };
  expect(await tasksAbout(barcode)).toEqual([expect.objectContaining(asked)]);
  // A process that begins anew clears its own tasks, and not this one.
  await catalog.activities.clearTasks({ reservationId, kinds: ['confirmHandOut'], at: catalog.now });
  expect(await tasksAbout(barcode)).toMatchObject([asked]);
  const scanned = granted(await catalog.handedOver(barcode, [reservationId], atUto));
  expect(await tasksAbout(barcode)).toEqual([]);
  // A copy read once more is recorded already.
  expect(granted(await toNobody())).toMatchObject({ factId: scanned.factId, repeated: true });
  granted(await catalog.undo(scanned.factId, atUto));
  expect(refusedWith(await toNobody())).toBe('CARD_OF_NOBODY');
  expect(await tasksAbout(barcode)).toMatchObject([asked]);
  granted(await catalog.takeBack(barcode, atUto));
  expect(await tasksAbout(barcode)).toEqual([]);
  expect(refusedWith(await toNobody())).toBe('NOTHING_HELD');
});

test('the last copy given to the wrong person, and brought back at once: held again for its patron', async () => {
  const { recordId } = await catalog.shelve(1);
  const hana = await arrived(recordId);
  const { factId } = granted(await catalog.handedOver(hana.barcode, [], atUto));
  expect((await positionOf(hana.reservationId)).entry).toBe('waiting');
  expect(await toOthersOf(hana)).toEqual([[hana.allocation, false]]);
  granted(await catalog.undo(factId, atUto));
  expect(await toOthersOf(hana)).toEqual([
    [hana.allocation, false],
    [hana.allocation, true],
  ]);
  const again = await positionOf(hana.reservationId);
  expect(again).toMatchObject({ entry: 'allocated', due: { date: '2026-12-28' } });
  // The slip in the copy bears its number, and no scan says anything untrue of it.
  expect(again.allocation?.allocation).toBe(hana.allocation);
  expect(await kindsOf(hana.reservationId)).toEqual(['picked', 'shipped', 'arrived']);
  expect(await catalog.endingsOf(hana.reservationId)).toEqual([null]);
  expect(await catalog.newsOf(hana.reservationId)).toEqual(expect.arrayContaining(['backInTheQueue']));
  const { copy, stage } = (await standingOf(catalog.deps.db, hana.reservationId))?.state ?? {};
  expect(stage).toBe('held');
  expect(copy?.journey).toBe(hana.allocation);
  expect(granted(await readCopy(catalog.deps.db, hana.barcode)).place).toBe('atPickupLibrary');
  granted(await catalog.handOut(hana.barcode, [hana.reservationId], atUto));
  expect(await toOthersOf(hana)).toHaveLength(2);

  const other = await catalog.shelve(1);
  const ume = await arrived(other.recordId);
  granted(await catalog.handedOver(ume.barcode, [], atUto));
  expect(granted(await catalog.takeBack(ume.barcode)).step).toMatchObject({
    next: 'toPacking',
    reservationId: ume.reservationId,
  });
});

test('brought back before another copy was fetched in its place: held as before, the other on its shelf', async () => {
  const { recordId } = await catalog.shelve(2);
  const hana = await arrived(recordId);
  const { factId } = granted(await catalog.handedOver(hana.barcode, [], atUto));
  const other = (await positionOf(hana.reservationId)).allocation?.barcode ?? '';
  expect(other).not.toBe(hana.barcode);
  granted(await catalog.undo(factId, atUto));
  expect(await positionOf(hana.reservationId)).toMatchObject({
    entry: 'allocated',
    allocation: { barcode: hana.barcode, allocation: hana.allocation },
  });
  expect(granted(await readCopy(catalog.deps.db, other)).place).toBe('onShelf');
  expect((await catalog.reserve(recordId)).allocation?.barcode).toBe(other);
  expect(await catalog.untrueStandings(recordId)).toEqual([]);
});

test('what was handed over is recorded, though it was cancelled, at another library, or too late', async () => {
  const title = await catalog.shelve(3);
  const cancelled = await arrived(title.recordId);
  await catalog.activities.leaveQueue({
    reservationId: cancelled.reservationId,
    by: 'patron',
    at: catalog.now,
  });
  expect(refusedWith(await catalog.handOut(cancelled.barcode, [cancelled.reservationId], atUto))).toBe(
    'DO_NOT_HAND_OUT',
  );
  granted(await catalog.handedOver(cancelled.barcode, [cancelled.reservationId], atUto));
  expect(await positionOf(cancelled.reservationId)).toMatchObject({
    entry: 'allocated',
    due: { date: '2026-12-28' },
  });
  const elsewhere = await arrived(title.recordId);
  granted(await catalog.handedOver(elsewhere.barcode, [elsewhere.reservationId], { library: 'uki' }));
  const late = await arrived(title.recordId);
  catalog.now = instant('2026-12-29T03:00:00Z');
  await catalog.activities.expireHold({ ...late, at: instant('2026-12-28T15:00:00Z') });
  granted(await catalog.handedOver(late.barcode, [late.reservationId], atUto));
  expect(await dueOf(late.reservationId)).toBe('2027-01-05');
  expect(refusedWith(await catalog.handedOver(late.barcode, [], atUto))).toBe('granted');
});

test('a copy that was given up for lost and handed over all the same is its patron’s loan', async () => {
  const { recordId } = await catalog.shelve(1);
  const hana = await arrived(recordId);
  granted(await catalog.declareLost(hana.barcode));
  expect((await positionOf(hana.reservationId)).entry).toBe('waiting');
  expect(refusedWith(await catalog.handOut(hana.barcode, [hana.reservationId], atUto))).toBe(
    'DO_NOT_HAND_OUT',
  );
  granted(await catalog.handedOver(hana.barcode, [hana.reservationId], atUto));
  expect(await positionOf(hana.reservationId)).toMatchObject({
    entry: 'allocated',
    due: { date: '2026-12-28' },
  });
  expect(await kindsOf(hana.reservationId)).toEqual(['picked', 'shipped', 'arrived', 'handedOut']);
  expect(granted(await readCopy(catalog.deps.db, hana.barcode)).place).toBe('onLoan');
});

test('after the hold ended a copy is handed out once the desk has allowed it, due a week later', async () => {
  const { recordId } = await catalog.shelve(2);
  const hana = await arrived(recordId);
  const allowLate = () => catalog.allowLateHandOut(hana.reservationId);
  expect(refusedWith(await allowLate())).toBe('STATE_CHANGED');
  expect(refusedWith(await catalog.allowLateHandOut(randomUUID()))).toBe('NOT_FOUND');
  await catalog.activities.expireHold({ ...hana, at: instant('2026-12-28T15:00:00Z') });
  catalog.now = instant('2026-12-29T03:00:00Z');
  const give = () => catalog.handOut(hana.barcode, [hana.reservationId], atUto);
  expect(await give()).toEqual({
    ok: false,
    refusal: { code: 'HAND_OUT_AFTER_EXPIRY', values: { holdUntil: '2026-12-28', phone: '096-000-0000' } },
  });
  expect(granted(await allowLate())).toEqual({ allocation: hana.allocation });
  expect(granted(await allowLate())).toEqual({ allocation: hana.allocation });
  expect(granted(await give()).step).toMatchObject({ due: { date: '2027-01-05' } });
  const told = (await catalog.written('catalog.reservation.changed')).at(-1);
  expect(told).toMatchObject({ reservationId: hana.reservationId, state: { stage: 'onLoan', ended: null } });
  expect(refusedWith(await allowLate())).toBe('STATE_CHANGED');

  const ume = await catalog.reserve(recordId);
  await catalog.activities.leaveQueue({ reservationId: ume.reservationId, by: 'patron', at: catalog.now });
  expect(refusedWith(await catalog.allowLateHandOut(ume.reservationId))).toBe('DO_NOT_HAND_OUT');
});

test('the end of a hold at the prefectural library is the day before it was said', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const { reservationId, allocation } = await catalog.reserve(recordId);
  granted(await catalog.pick(barcodes[0] ?? ''));
  await catalog.readyUntil(reservationId, '2026-12-14');
  const at = instant('2026-12-14T15:00:00.250Z');
  await catalog.activities.expireHold({ reservationId, allocation: allocation?.allocation ?? 0, at });
  catalog.now = instant('2026-12-15T03:00:00Z');
  expect(await catalog.handOut(barcodes[0] ?? '', [reservationId])).toMatchObject({
    refusal: { code: 'HAND_OUT_AFTER_EXPIRY', values: { holdUntil: '2026-12-14' } },
  });
});

test('the desk confirms a hand-out that nobody scanned: due a week after the confirmation, never earlier', async () => {
  const { recordId } = await catalog.shelve(1);
  const hana = await arrived(recordId);
  catalog.now = instant('2026-12-30T03:00:00Z');
  const task = { ...hana, kind: 'confirmHandOut', library: 'pref', why: 'notOnHoldShelf' } as const;
  await catalog.activities.openTask({ ...task, since: catalog.now, at: catalog.now });
  // An older release called the reason so: the list is there all the same.
  const { reservationId } = hana;
  await catalog.deps.db.task.updateMany({ where: { reservationId }, data: { why: 'notOnItsShelf' } });
  expect(await tasksOf(reservationId)).toMatchObject([{ kind: 'confirmHandOut', why: null }]);
  const { step } = granted(await catalog.confirmHandOut(hana.barcode));
  expect(step).toMatchObject({ next: 'handOver', due: { date: '2027-01-06' } });
  expect(await dueOf(hana.reservationId)).toBe('2027-01-06');
  expect(await tasksOf(hana.reservationId)).toEqual([]);
  expect(refusedWith(await catalog.confirmHandOut(hana.barcode))).toBe('STATE_CHANGED');
  granted(await catalog.takeBack(hana.barcode, atUto));
  expect(refusedWith(await catalog.confirmHandOut(hana.barcode))).toBe('NOTHING_HELD');
  const { barcodes } = await catalog.shelve(1);
  expect(refusedWith(await catalog.confirmHandOut(barcodes[0] ?? ''))).toBe('NOTHING_HELD');
});

test('“I have picked it up” is a hand-out that the branch sees, and takes back while the copy is there', async () => {
  const { recordId } = await catalog.shelve(2);
  const hana = await arrived(recordId);
  const declare = (at = catalog.now) => catalog.activities.declarePickedUp({ ...hana, at });
  const [one, two] = await Promise.all([declare(), declare()]);
  expect(granted(one).due.date).toBe('2026-12-28');
  expect(two).toEqual(one);
  const said = (await catalog.written('catalog.copy.scanned')).filter(
    ({ fact }) => fact.kind === 'handedOut' && fact.reservationId === hana.reservationId,
  );
  expect(said).toHaveLength(1);
  const rows = await declaredOf(hana.barcode, 'uto');
  expect(rows).toMatchObject([{ barcode: hana.barcode, due: { date: '2026-12-28' } }]);
  expect(await declaredOf(hana.barcode, 'pref')).toEqual([]);

  // Weeks later the branch finds it on its shelf.
  catalog.now = instant('2026-12-20T03:00:00Z');
  granted(await catalog.undo(rows[0]?.handOutFactId ?? '', atUto));
  expect(await declaredOf(hana.barcode, 'uto')).toEqual([]);
  expect(granted(await readCopy(catalog.deps.db, hana.barcode)).place).toBe('atPickupLibrary');
  expect(refusedWith(await declare(instant('2026-12-07T01:00:00Z')))).toBe('NOT_ON_LOAN');
  granted(await declare());
  granted(await catalog.handOut(hana.barcode, [hana.reservationId], atUto));
  expect(await declaredOf(hana.barcode, 'uto')).toEqual([]);
  granted(await catalog.takeBack(hana.barcode, atUto));
  expect(refusedWith(await declare())).toBe('ALREADY_HANDED_IN');
});

test('nobody can have picked up what was not posted, or what has ended', async () => {
  const { recordId } = await catalog.shelve(1);
  const { reservationId, allocation } = await catalog.reserve(recordId, 'uto');
  const command = { reservationId, allocation: allocation?.allocation ?? 0, at: catalog.now };
  expect(refusedWith(await catalog.activities.declarePickedUp(command))).toBe('NOT_ON_LOAN');
  granted(await catalog.pick(allocation?.barcode ?? ''));
  await hear(reservationId, 'shipped');
  await catalog.activities.leaveQueue({ reservationId, by: 'patron', at: catalog.now });
  expect(refusedWith(await catalog.activities.declarePickedUp(command))).toBe('NOT_ON_LOAN');
});

test('a hand-out of a copy that was handed out to the same reservation is a repetition: one loan, one scan, nothing told', async () => {
  const { recordId } = await catalog.shelve(1);
  const hana = await arrived(recordId);
  const handOut = () => catalog.handOut(hana.barcode, [hana.reservationId], atUto);
  const answers = await Promise.all(Array.from({ length: 8 }, handOut));
  expect(answers.map((answer) => granted(answer).repeated).sort()).toEqual([false, ...Array(7).fill(true)]);
  const due = { date: await dueOf(hana.reservationId) };
  for (const answer of answers) expect(granted(answer).step).toMatchObject({ next: 'handOver', due });
  const ofHana = { where: { reservationId: hana.reservationId, kind: 'handedOut' as const } };
  expect(await catalog.deps.db.scan.count(ofHana)).toBe(1);
  expect(await catalog.deps.db.loan.count({ where: { allocation: hana.allocation } })).toBe(1);
  const told = await catalog.deps.db.outbox.count();
  for (let n = 0; n < 60; n += 1) expect(granted(await handOut()).repeated).toBe(true);
  expect(await catalog.deps.db.outbox.count()).toBe(told);

  // The desk that scanned the copy last takes it back, the same as the first.
  const last = { ...atUto, factId: randomUUID() };
  granted(await catalog.handOut(hana.barcode, [hana.reservationId], last));
  granted(await catalog.undo(last.factId, atUto));
  expect((await positionOf(hana.reservationId)).facts.at(-1)).toMatchObject({ kind: 'handedOut' });
  expect(granted(await handOut()).repeated).toBe(false);
});

test('a hand-out that is taken back ends what its patron had said of it, and whoever takes it back is told', async () => {
  const { recordId } = await catalog.shelve(2);
  const [hana, taro] = [await arrived(recordId), await arrived(recordId)];
  await catalog.activities.declarePickedUp({ ...hana, at: catalog.now });
  const undo = async ({ barcode, reservationId }: typeof hana) => {
    const { factId } = granted(await catalog.handOut(barcode, [reservationId], atUto));
    return granted(await catalog.undo(factId, atUto));
  };
  expect(await undo(hana)).toMatchObject({ undone: 'handedOut', declaredToo: true });
  expect(granted(await readCopy(catalog.deps.db, hana.barcode)).place).toBe('atPickupLibrary');
  // Nothing of the swap is left, and nobody has said anything of the other copy.
  for (const copy of [hana, taro]) expect(await undo(copy)).toMatchObject({ declaredToo: false });
});

test('what only its patron said is made certain by a scan, and a scan of an earlier day is news', async () => {
  const { recordId } = await catalog.shelve(2);
  const [hana, taro] = [await arrived(recordId), await arrived(recordId)];
  await catalog.activities.declarePickedUp({ ...hana, at: catalog.now });
  const scanned = granted(await catalog.handOut(hana.barcode, [hana.reservationId], atUto));
  expect(scanned.repeated).toBe(false);
  catalog.now = instant('2026-12-10T01:00:00Z');
  granted(await catalog.handOut(taro.barcode, [taro.reservationId], atUto));
  for (const [at, repeated] of [
    ['2026-12-09T23:00:00Z', true],
    ['2026-12-08T02:00:00Z', false],
  ] as const) {
    const late = await catalog.handedOver(taro.barcode, [taro.reservationId], { ...atUto, at });
    expect([at, granted(late).repeated]).toEqual([at, repeated]);
  }
  const loan = await catalog.deps.db.loan.findUnique({ where: { allocation: taro.allocation } });
  expect(loan?.handedOutAt).toEqual(new Date('2026-12-08T02:00:00Z'));
});
