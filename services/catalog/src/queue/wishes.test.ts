import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from '@jest/globals';
import { type Library, ReservationIdSchema } from '@toshobin/contracts';
import { calendarDate, instant } from '@toshobin/lending-rules';
import { readCopy } from '../copies/read-copy.ts';
import { recordMove } from '../copies/record-move.ts';
import { readReservation } from '../http/read-reservation.ts';
import { keepLibrary } from '../libraries/keep-library.ts';
import { catalogOfTests, granted, refusedWith } from '../testing/catalog-in-test.ts';
import { libraryInTest } from '../testing/library-in-test.ts';
import { allocateFreeCopies } from './allocate-free-copies.ts';
import { queuePositions } from './queue-positions.ts';

const catalog = catalogOfTests();
let sequence = 0n;

beforeEach(async () => {
  catalog.now = instant('2026-12-07T01:00:00Z');
  await known('pref', '県立図書館');
  await known('uto', '宇土市立図書館');
  await known('minamata', '水俣市立図書館');
});

async function known(code: string, name: string, parts: Partial<Library> = {}): Promise<void> {
  sequence += 1n;
  await keepLibrary(catalog.deps.db, libraryInTest(code, name, parts), sequence);
}
const day = calendarDate;
const suspend = (reservationId: string, until: string) =>
  catalog.activities.suspend({ reservationId, until: day(until), at: catalog.now });
const resume = (reservationId: string) =>
  catalog.activities.resume({ reservationId, wish: `resume ${randomUUID()}`, at: catalog.now });
const resumeWithSlot = (reservationId: string) =>
  catalog.activities.resume({ reservationId, at: catalog.now });
const change = (reservationId: string, pickupLibrary: string, parts: { wish?: string } = {}) =>
  catalog.activities.changePickup({ reservationId, pickupLibrary, at: catalog.now, ...parts });
const endRedirect = (reservationId: string, inTime: boolean) =>
  catalog.activities.endRedirect({ reservationId, inTime, at: catalog.now });
const redirectedFrom = async (reservationId: string) =>
  (await catalog.activities.positionOf({ reservationId })).standing?.state.redirectedFrom;
/** The changes of its library that came true, as the desk reads them. */
const changesOf = async (id: string) =>
  granted(await readReservation(catalog.deps, { reservationId: ReservationIdSchema.parse(id) }))
    .pickupChanges;
const toMove = (reservationId: string) =>
  catalog.deps.db.task.count({ where: { reservationId, kind: 'moveHold', clearedAt: null } });
const stateOf = async (reservationId: string) =>
  (await catalog.activities.positionOf({ reservationId })).entry;

/** A title of one copy, allocated to the first reservation; so many others wait. */
async function queueOf(waiting: number, pickupLibrary = 'uto') {
  const { recordId, barcodes } = await catalog.shelve(1);
  const holder = await catalog.reserve(recordId, pickupLibrary);
  const others: string[] = [];
  for (let n = 0; n < waiting; n += 1) {
    others.push((await catalog.reserve(recordId, pickupLibrary)).reservationId);
  }
  return { recordId, barcode: barcodes[0] ?? '', holder, others };
}

async function packed(reservationId: string): Promise<void> {
  const { allocation } = await catalog.activities.positionOf({ reservationId });
  const of = { reservationId, allocation: allocation?.allocation ?? null };
  const fact = catalog.fact('packed', allocation?.copyId ?? '', of);
  expect(await recordMove(catalog.deps, { fact })).toBe('recorded');
}

test('a reservation is suspended, skipped, and resumes at its old place', async () => {
  const { recordId, barcode, holder, others } = await queueOf(3);
  const [first = '', second = '', third = ''] = others;
  expect(granted(await suspend(first, '2027-01-10'))).toEqual({ until: '2027-01-10' });
  expect(granted(await suspend(first, '2027-01-10'))).toEqual({ until: '2027-01-10' });
  expect(granted(await suspend(first, '2027-02-01'))).toEqual({ until: '2027-02-01' });
  expect(await queuePositions(catalog.deps.db, others)).toEqual([
    { reservationId: second, position: 1, noCopyLeft: false },
    { reservationId: third, position: 2, noCopyLeft: false },
  ]);
  const row = await catalog.deps.db.queueEntry.findUnique({ where: { reservationId: first } });
  expect(row?.resumesOn?.toISOString()).toBe('2027-02-01T00:00:00.000Z');
  await catalog.activities.leaveQueue({ reservationId: holder.reservationId, by: 'patron', at: catalog.now });
  expect(await stateOf(second)).toBe('allocated');

  expect(granted(await resume(first))).toEqual({ position: 1 });
  expect(granted(await resume(first))).toEqual({ position: 1 });
  await catalog.activities.leaveQueue({ reservationId: second, by: 'patron', at: catalog.now });
  expect(await stateOf(first)).toBe('allocated');
  expect(granted(await resume(first)).allocation?.barcode).toBe(barcode);
  expect(
    await catalog.deps.db.queueEntry.count({ where: { recordId: BigInt(recordId), state: 'waiting' } }),
  ).toBe(1);
});

test('whoever resumes while a copy is free hears of it in the answer', async () => {
  const { barcode, holder, others } = await queueOf(1);
  const [asleep = ''] = others;
  granted(await suspend(asleep, '2027-01-10'));
  await catalog.activities.leaveQueue({ reservationId: holder.reservationId, by: 'patron', at: catalog.now });
  expect(await stateOf(asleep)).toBe('suspended');
  const answers = await Promise.all([resume(asleep), resume(asleep)]);
  expect(answers.map((answer) => granted(answer).allocation?.barcode)).toEqual([barcode, barcode]);
  expect(await catalog.newsOf(asleep)).toEqual(['joinedTheQueue', 'suspended', 'copyChosen']);
});

test('suspending is refused with a copy, for too long, and after leaving', async () => {
  const { holder, others } = await queueOf(1);
  const [waiting = ''] = others;
  expect(refusedWith(await suspend(holder.reservationId, '2027-01-10'))).toBe('SUSPEND_TOO_LATE');
  expect(await suspend(waiting, '2027-06-06')).toEqual({
    ok: false,
    refusal: { code: 'SUSPEND_TOO_LONG', values: { maxDays: 180 } },
  });
  expect(refusedWith(await suspend(waiting, '2027-06-05'))).toBe('granted');
  expect(
    await catalog.activities.leaveQueue({ reservationId: waiting, by: 'patron', at: catalog.now }),
  ).toEqual({
    left: true,
    copyIs: 'none',
  });
  expect(refusedWith(await suspend(waiting, '2027-01-10'))).toBe('STATE_CHANGED');
  expect(refusedWith(await resume(waiting))).toBe('STATE_CHANGED');
  expect(refusedWith(await suspend(randomUUID(), '2027-01-10'))).toBe('STATE_CHANGED');
  expect(refusedWith(await resumeWithSlot(randomUUID()))).toBe('STATE_CHANGED');
});

test('a suspended reservation does not keep others from extending', async () => {
  const { barcode, holder, others } = await queueOf(1, 'pref');
  granted(await catalog.pick(barcode));
  granted(await catalog.handOut(barcode, [holder.reservationId]));
  catalog.now = instant('2026-12-20T01:00:00Z');
  const extend = () =>
    catalog.activities.extendIfNobodyWaits({
      reservationId: holder.reservationId,
      allocation: holder.allocation?.allocation ?? 0,
      askedAt: catalog.now,
      holderHasOtherOverdue: false,
    });
  expect(refusedWith(await extend())).toBe('OTHERS_WAITING');
  granted(await suspend(others[0] ?? '', '2027-03-01'));
  expect(refusedWith(await extend())).toBe('granted');
});

test('another pickup library until it is packed; asked twice it is answered the same', async () => {
  const { barcode, holder, others } = await queueOf(1);
  const [waiting = ''] = others;
  for (const _ of [1, 2])
    expect(granted(await change(waiting, 'minamata'))).toMatchObject({ name: '水俣市立図書館' });
  expect(await redirectedFrom(waiting)).toBeNull();
  expect(await catalog.activities.positionOf({ reservationId: waiting })).toMatchObject({
    entry: 'waiting',
    position: 1,
    pickupLibrary: 'minamata',
  });

  const { reservationId } = holder;
  granted(await catalog.pick(barcode));
  granted(await change(reservationId, 'pref'));
  expect(granted(await readCopy(catalog.deps.db, barcode))).toMatchObject({
    place: 'onHoldShelf',
    pickupLibrary: 'pref',
  });
  expect([await redirectedFrom(reservationId), await toMove(reservationId)]).toEqual(['uto', 0]);
  for (const _ of [1, 2]) expect((await endRedirect(reservationId, true)).name).toBe('県立図書館');
  expect([await redirectedFrom(reservationId), await toMove(reservationId)]).toEqual([null, 1]);
  catalog.now = instant('2026-12-07T02:00:00Z');
  granted(await change(reservationId, 'uto'));
  expect(await redirectedFrom(reservationId)).toBeNull();
  expect(granted(await readCopy(catalog.deps.db, barcode)).place).toBe('beingPrepared');
  await packed(reservationId);
  expect(refusedWith(await change(reservationId, 'minamata'))).toBe('CHANGE_PICKUP_TOO_LATE');
});

test('when packing was quicker, the change is put back, and the wish is answered so from then on', async () => {
  const { barcode, holder } = await queueOf(0);
  const { reservationId } = holder;
  granted(await catalog.pick(barcode));
  const asked = () => change(reservationId, 'minamata', { wish: 'change-1' });
  granted(await asked());
  expect(await redirectedFrom(reservationId)).toBe('uto');
  expect(await changesOf(reservationId)).toEqual([{ from: 'uto', to: 'minamata', at: catalog.now }]);
  await packed(reservationId);
  for (const _ of [1, 2]) expect((await endRedirect(reservationId, false)).name).toBe('宇土市立図書館');
  expect(await catalog.activities.positionOf({ reservationId })).toMatchObject({ pickupLibrary: 'uto' });
  expect(refusedWith(await asked())).toBe('CHANGE_PICKUP_TOO_LATE');
  expect(await changesOf(reservationId)).toEqual([]);
});

test('a wish asked again by its id is answered as it was, whatever has come since; another is judged', async () => {
  const { holder, others } = await queueOf(1);
  const [waiting = ''] = others;
  const wish = (id: string) =>
    catalog.activities.suspend({
      reservationId: waiting,
      until: day('2027-01-10'),
      at: catalog.now,
      wish: id,
    });
  granted(await wish('suspend-1'));
  granted(await catalog.activities.resume({ reservationId: waiting, wish: 'resume-1', at: catalog.now }));
  await catalog.activities.leaveQueue({ reservationId: holder.reservationId, by: 'patron', at: catalog.now });
  expect(await stateOf(waiting)).toBe('allocated');
  expect(granted(await wish('suspend-1'))).toEqual({ until: '2027-01-10' });
  expect(refusedWith(await wish('suspend-2'))).toBe('SUSPEND_TOO_LATE');
  await catalog.activities.leaveQueue({ reservationId: waiting, by: 'patron', at: catalog.now });
  // A refusal is kept as well, though it would be another one by now.
  expect(refusedWith(await wish('suspend-2'))).toBe('SUSPEND_TOO_LATE');
  const { wishes } = await catalog.activities.positionOf({ reservationId: waiting });
  expect([...wishes].sort()).toEqual(['resume-1', 'suspend-1', 'suspend-2']);
});

test('a wish asked twice at once is decided once', async () => {
  const { others } = await queueOf(1);
  const [waiting = ''] = others;
  const ask = () =>
    catalog.activities.leaveQueue({
      reservationId: waiting,
      by: 'patron',
      at: catalog.now,
      wish: 'cancel-1',
    });
  const answers = await Promise.allSettled([ask(), ask()]);
  expect(answers.some(({ status }) => status === 'fulfilled')).toBe(true);
  expect(await ask()).toEqual({ left: true, copyIs: 'none' });
  expect(await catalog.deps.db.wish.count({ where: { reservationId: waiting } })).toBe(1);
});

test('what waits for a loan slot is not resumed by a wish', async () => {
  const { barcode, holder } = await queueOf(1);
  const { reservationId } = holder;
  granted(await catalog.pick(barcode));
  const key = { reservationId, allocation: holder.allocation?.allocation ?? 0, at: catalog.now };
  expect(await catalog.activities.passOnUnlessAlone(key)).toEqual({ state: 'passedOn' });
  const wish = { reservationId, at: catalog.now, wish: 'resume-1' };
  expect(refusedWith(await catalog.activities.resume(wish))).toBe('STATE_CHANGED');
  granted(await resumeWithSlot(reservationId));
});

test('a library must be known and open for pickup, and a weekly stays at the prefectural one', async () => {
  const { others } = await queueOf(1);
  const [waiting = ''] = others;
  await known('minamata', '水俣市立図書館', { pausedFrom: day('2026-12-01'), reopens: day('2027-02-01') });
  expect(await change(waiting, 'minamata')).toEqual({
    ok: false,
    refusal: {
      code: 'PICKUP_LIBRARY_PAUSED',
      values: { pickupLibrary: '水俣市立図書館', reopenDate: '2027-02-01' },
    },
  });
  expect(refusedWith(await change(waiting, 'nowhere'))).toBe('PICKUP_LIBRARY_UNKNOWN');
  expect(refusedWith(await change(randomUUID(), 'uto'))).toBe('STATE_CHANGED');
  await catalog.activities.leaveQueue({ reservationId: waiting, by: 'patron', at: catalog.now });
  expect(refusedWith(await change(waiting, 'uto'))).toBe('STATE_CHANGED');

  const weekly = await catalog.shelve(1, { kind: 'magazineIssue', lending: 'inPersonOnly' });
  const reservationId = randomUUID();
  const byPhone = {
    reservationId,
    recordId: weekly.recordId,
    pickupLibrary: 'pref',
    channel: 'phone',
  } as const;
  granted(await catalog.activities.joinQueue({ ...byPhone, joinedAt: catalog.now }));
  expect(refusedWith(await change(reservationId, 'uto'))).toBe('PICKUP_MUST_BE_PREFECTURAL');
});

test('nobody gets a copy for a paused library; its place is kept until it reopens', async () => {
  await known('minamata', '水俣市立図書館', { pausedFrom: day('2026-12-01'), reopens: day('2026-12-20') });
  const { recordId } = await catalog.shelve(1);
  const paused = await catalog.reserve(recordId, 'minamata');
  expect(paused.allocation).toBeUndefined();
  const next = await catalog.reserve(recordId, 'uto');
  expect(next.allocation).toBeDefined();
  const third = await catalog.reserve(recordId, 'uto');
  expect(third.position).toBe(2);

  await known('minamata', '水俣市立図書館');
  await catalog.activities.leaveQueue({ reservationId: next.reservationId, by: 'patron', at: catalog.now });
  expect(await stateOf(paused.reservationId)).toBe('allocated');
});

test('a library that reopens, or another one chosen, gives a free copy at once', async () => {
  const closed = { pausedFrom: day('2026-12-01'), reopens: day('2026-12-20') };
  await known('minamata', '水俣市立図書館', closed);
  const { recordId } = await catalog.shelve(1);
  const first = await catalog.reserve(recordId, 'minamata');
  await known('minamata', '水俣市立図書館');
  expect(await allocateFreeCopies(catalog.deps, new Date(catalog.now), 'minamata')).toBe(1);
  expect(await stateOf(first.reservationId)).toBe('allocated');

  await known('minamata', '水俣市立図書館', closed);
  const other = await catalog.shelve(1);
  const second = await catalog.reserve(other.recordId, 'minamata');
  granted(await change(second.reservationId, 'uto'));
  const { allocation } = await catalog.activities.positionOf(second);
  expect(allocation?.barcode).toBe(other.barcodes[0]);
  expect(await catalog.lastChosen()).toEqual(allocation);

  // The library is open again by its date, without a word from shipping: the nightly look gives the copy.
  const third = await catalog.shelve(1);
  const waits = await catalog.reserve(third.recordId, 'minamata');
  const look = async (at: string) =>
    (await catalog.activities.lookAtWhatWaits({ at: instant(at) })).allocated;
  expect(await look('2026-12-18T18:00:00Z')).toBe(0);
  expect(await look('2026-12-19T18:00:00Z')).toBe(1);
  expect(await stateOf(waits.reservationId)).toBe('allocated');
});

test('R15: without a loan slot the copy passes on, picked already, and the reservation keeps its place', async () => {
  const { barcode, holder, others } = await queueOf(2);
  const [next = '', last = ''] = others;
  granted(await catalog.pick(barcode));
  const key = { reservationId: holder.reservationId, allocation: holder.allocation?.allocation ?? 0 };
  const passOn = () => catalog.activities.passOnUnlessAlone({ ...key, at: catalog.now });
  expect(await passOn()).toEqual({ state: 'passedOn' });
  expect(await passOn()).toEqual({ state: 'passedOn' });
  expect(await catalog.endingsOf(holder.reservationId)).toEqual(['passedOn']);
  expect(await catalog.activities.positionOf(key)).toMatchObject({
    standing: { state: { stage: 'suspended', resumesOn: null } },
    pickupLibrary: 'uto',
    facts: [],
  });
  const following = await catalog.activities.positionOf({ reservationId: next });
  expect(following).toMatchObject({ entry: 'allocated', facts: [{ kind: 'picked' }] });
  expect(await stateOf(last)).toBe('waiting');

  // A slot is free again: this reservation comes before the later one.
  expect(granted(await resumeWithSlot(holder.reservationId))).toEqual({ position: 1 });
  expect(await queuePositions(catalog.deps.db, [last])).toEqual([
    { reservationId: last, position: 2, noCopyLeft: false },
  ]);
});

test('R15: kept while nobody waits, and whoever joins the queue gets it', async () => {
  const { recordId, barcode, holder } = await queueOf(0);
  granted(await catalog.pick(barcode));
  const key = { reservationId: holder.reservationId, allocation: holder.allocation?.allocation ?? 0 };
  expect(await catalog.activities.passOnUnlessAlone({ ...key, at: catalog.now })).toEqual({ state: 'kept' });
  const joined = await catalog.reserve(recordId, 'pref');
  expect(joined.allocation?.barcode).toBe(barcode);
  expect(await stateOf(holder.reservationId)).toBe('suspended');
  expect(await catalog.endingsOf(holder.reservationId)).toEqual(['passedOn']);
  expect(granted(await readCopy(catalog.deps.db, barcode)).place).toBe('onHoldShelf');
  granted(await catalog.handOut(barcode, [joined.reservationId]));
  expect(await catalog.deps.db.task.count({ where: { barcode, kind: 'moveHold', clearedAt: null } })).toBe(0);
});

test('R15: kept while nobody waited, and changed to the counter: it needs no slot there, and passes to nobody', async () => {
  const { recordId, barcode, holder } = await queueOf(0);
  granted(await catalog.pick(barcode));
  const key = { reservationId: holder.reservationId, allocation: holder.allocation?.allocation ?? 0 };
  const passOn = () => catalog.activities.passOnUnlessAlone({ ...key, at: catalog.now });
  expect(await passOn()).toEqual({ state: 'kept' });
  const change = { reservationId: key.reservationId, pickupLibrary: 'pref', at: catalog.now };
  granted(await catalog.activities.changePickup(change));
  expect(await passOn()).toEqual({ state: 'gone' });
  const joined = await catalog.reserve(recordId);
  expect(joined.allocation).toBeUndefined();
  expect(await passOn()).toEqual({ state: 'gone' });
  expect(await stateOf(key.reservationId)).toBe('allocated');
});

test('R15: a copy that is packed, or whose reservation left, does not pass on', async () => {
  const { barcode, holder } = await queueOf(1);
  granted(await catalog.pick(barcode));
  await packed(holder.reservationId);
  const key = { reservationId: holder.reservationId, allocation: holder.allocation?.allocation ?? 0 };
  expect(await catalog.activities.passOnUnlessAlone({ ...key, at: catalog.now })).toEqual({ state: 'gone' });
  const second = await queueOf(1);
  const gone = {
    reservationId: second.holder.reservationId,
    allocation: second.holder.allocation?.allocation ?? 0,
  };
  await catalog.activities.leaveQueue({ reservationId: gone.reservationId, by: 'patron', at: catalog.now });
  expect(await catalog.activities.passOnUnlessAlone({ ...gone, at: catalog.now })).toEqual({ state: 'gone' });
});

test('a process asks staff once, and what it asked is settled', async () => {
  const { barcode, holder } = await queueOf(0);
  const { reservationId } = holder;
  const ask = (kind: 'searchUnlent' | 'askBranch') =>
    catalog.activities.openTask({
      kind,
      reservationId,
      allocation: holder.allocation?.allocation ?? 0,
      library: 'uto',
      why: 'notHome',
      since: catalog.now,
      at: catalog.now,
    });
  await ask('searchUnlent');
  await ask('searchUnlent');
  await ask('askBranch');
  const open = () => catalog.deps.db.task.findMany({ where: { reservationId, clearedAt: null } });
  expect((await open()).map(({ kind, barcode: of }) => [kind, of]).sort()).toEqual([
    ['askBranch', barcode],
    ['searchUnlent', barcode],
  ]);
  await catalog.activities.clearTasks({ reservationId, kinds: ['askBranch'], at: catalog.now });
  expect((await open()).map(({ kind }) => kind)).toEqual(['searchUnlent']);
  await catalog.activities.clearTasks({ reservationId, at: catalog.now });
  expect(await open()).toEqual([]);
});
