import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { RecordIdSchema } from '@toshobin/contracts';
import { calendarDate, instant } from '@toshobin/lending-rules';
import { titleAtDesk } from '../records/title-at-desk.ts';
import { catalogOfTests, granted, refusedWith } from '../testing/catalog-in-test.ts';
import { queuePositions } from './queue-positions.ts';

const catalog = catalogOfTests('2026-12-07T01:00:00Z');

test('twenty patrons for one copy: one gets it, nineteen wait in order', async () => {
  const { recordId, copyIds } = await catalog.shelve(1);
  const patrons = Array.from({ length: 20 }, (_, n) => ({
    reservationId: randomUUID(),
    joinedAt: instant(`2026-12-07T01:00:${String(n).padStart(2, '0')}Z`),
  }));
  const answers = await Promise.all(
    patrons.map((patron) =>
      catalog.activities.joinQueue({ ...patron, recordId, pickupLibrary: 'uto', channel: 'web' }),
    ),
  );
  const queued = answers.map(granted);
  const lucky = queued.flatMap(({ allocation }) => allocation ?? []);
  expect(lucky.map(({ copyId }) => copyId)).toEqual(copyIds);
  const waiting = patrons.filter(({ reservationId }) => reservationId !== lucky[0]?.reservationId);
  const places = await queuePositions(
    catalog.deps.db,
    patrons.map(({ reservationId }) => reservationId),
  );
  // The first to come gets the copy; the rest stand in the order of their applications.
  expect(places).toEqual(
    waiting.map(({ reservationId }, n) => ({ reservationId, position: n + 1, noCopyLeft: false })),
  );
});

test('a reservation that joins twice, also at once, has one place', async () => {
  const { recordId } = await catalog.shelve(1);
  await catalog.reserve(recordId);
  const command = {
    reservationId: randomUUID(),
    recordId,
    pickupLibrary: 'uto',
    channel: 'web',
    joinedAt: catalog.now,
  } as const;
  const answers = await Promise.all([1, 2, 3].map(() => catalog.activities.joinQueue(command)));
  expect(answers.map(granted)).toEqual([{ position: 1 }, { position: 1 }, { position: 1 }]);
});

test('one who has a copy hears of the same copy again', async () => {
  const { recordId } = await catalog.shelve(2);
  const { reservationId, allocation } = await catalog.reserve(recordId, 'uto');
  const again = await catalog.activities.joinQueue({
    reservationId,
    recordId,
    pickupLibrary: 'uto',
    channel: 'web',
    joinedAt: catalog.now,
  });
  expect(granted(again).allocation).toEqual(allocation);
  expect(allocation?.holdNumber).toMatch(/^[A-Z]-\d{4}$/);
});

test('a title that nobody may take home is refused by its rule, an unknown one is not found', async () => {
  const join = (recordId: string, channel: 'web' | 'phone' = 'web', pickupLibrary = 'pref') =>
    catalog.activities.joinQueue({
      reservationId: randomUUID(),
      recordId,
      pickupLibrary,
      channel,
      joinedAt: catalog.now,
    });
  const weekly = await catalog.shelve(1, { kind: 'magazineIssue', lending: 'inPersonOnly' });
  const atlas = await catalog.shelve(1, { lending: 'referenceOnly' });
  const unbought = await catalog.shelve(0);
  expect(refusedWith(await join(weekly.recordId))).toBe('IN_PERSON_ONLY');
  expect(refusedWith(await join(weekly.recordId, 'phone', 'uto'))).toBe('PICKUP_MUST_BE_PREFECTURAL');
  expect(refusedWith(await join(weekly.recordId, 'phone'))).toBe('granted');
  expect(refusedWith(await join(atlas.recordId))).toBe('REFERENCE_ONLY');
  expect(refusedWith(await join(unbought.recordId))).toBe('NO_LENDABLE_COPY');
  expect(refusedWith(await join('999999999'))).toBe('NOT_FOUND');
  expect(refusedWith(await join('not a number'))).toBe('NOT_FOUND');
});

test('a refusal is kept and told, and heard again whatever became of the title', async () => {
  const { recordId } = await catalog.shelve(0);
  const reservationId = randomUUID();
  const join = (of = recordId) =>
    catalog.activities.joinQueue({
      reservationId,
      recordId: of,
      pickupLibrary: 'uto',
      channel: 'web',
      joinedAt: catalog.now,
    });
  const answers = await Promise.all([1, 2, 3].map(() => join()));
  expect(answers.map(refusedWith)).toEqual(answers.map(() => 'NO_LENDABLE_COPY'));
  granted(await catalog.buy(recordId));
  const other = await catalog.shelve(1);
  expect([refusedWith(await join()), refusedWith(await join(other.recordId))]).toEqual([
    'NO_LENDABLE_COPY',
    'NO_LENDABLE_COPY',
  ]);
  expect(await catalog.newsOf(reservationId)).toEqual(['refused']);
  expect(await catalog.untrueStandings()).toEqual([]);
});

test('of two titles that one reservation is asked for at once, one of which we do not have, it has one answer', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { recordId } = await catalog.shelve(1);
    const reservationId = randomUUID();
    const join = (of: string) =>
      catalog.activities.joinQueue({
        reservationId,
        recordId: of,
        pickupLibrary: 'uto',
        channel: 'web',
        joinedAt: catalog.now,
      });
    const answers = await Promise.all([join(recordId), join('999999999')]);
    expect(new Set(answers.map(refusedWith)).size).toBe(1);
  }
});

test('a counter loan that its process asked for in vain is not lent under the same number any more', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const reservationId = randomUUID();
  const loan = { reservationId, recordId, pickupLibrary: 'pref', channel: 'counter' } as const;
  expect(refusedWith(await catalog.activities.joinQueue({ ...loan, joinedAt: catalog.now }))).toBe(
    'NOT_FOUND',
  );
  expect(refusedWith(await catalog.lend(barcodes[0] ?? '', reservationId))).toBe('STATE_CHANGED');
  expect(refusedWith(await catalog.lend(barcodes[0] ?? '', randomUUID()))).toBe('granted');
});

test('whoever is suspended keeps the place and is skipped', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const [copy = ''] = barcodes;
  const first = await catalog.reserve(recordId);
  const asleep = await catalog.reserve(recordId);
  const third = await catalog.reserve(recordId);
  await catalog.deps.db.queueEntry.update({
    where: { reservationId: asleep.reservationId },
    data: { state: 'suspended' },
  });
  granted(await catalog.pick(copy));
  granted(await catalog.handOut(copy, [first.reservationId]));
  const { step } = granted(await catalog.takeBack(copy));
  expect(step).toMatchObject({ next: 'toHoldShelf', reservationId: third.reservationId });
});

test('a copy that was not fetched yet goes to the next when its reservation is cancelled', async () => {
  const { recordId } = await catalog.shelve(1);
  const first = await catalog.reserve(recordId, 'uto');
  const second = await catalog.reserve(recordId, 'uto');
  const cancel = { reservationId: first.reservationId, by: 'patron', at: catalog.now } as const;
  const left = await catalog.activities.leaveQueue(cancel);
  expect(left).toEqual({ left: true, copyIs: 'onShelf' });
  expect(await catalog.activities.leaveQueue(cancel)).toEqual(left);
  const position = await catalog.activities.positionOf({ reservationId: second.reservationId });
  expect(position).toMatchObject({ entry: 'allocated', allocation: { copyId: first.allocation?.copyId } });
  expect(await catalog.lastChosen()).toEqual(position.allocation);
});

test('cancelling says where the copy is: waiting, on the hold shelf, or nowhere', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const first = await catalog.reserve(recordId);
  const second = await catalog.reserve(recordId);
  const leave = (reservationId: string) =>
    catalog.activities.leaveQueue({ reservationId, by: 'patron', at: catalog.now });
  expect(await leave(second.reservationId)).toEqual({ left: true, copyIs: 'none' });
  expect(await leave(randomUUID())).toEqual({ left: true, copyIs: 'none' });
  granted(await catalog.pick(barcodes[0] ?? ''));
  expect(await leave(first.reservationId)).toMatchObject({ left: true, copyIs: 'atPrefectural' });
  const { step } = granted(await catalog.takeBack(barcodes[0] ?? ''));
  expect(step).toEqual({ next: 'toShelf', shelfMark: '913.6/ナ' });
  const [home] = (await catalog.written('catalog.copy.scanned')).slice(-1);
  expect(home?.fact).toMatchObject({ kind: 'home', reservationId: first.reservationId });
});

test('nobody is cancelled for want of a copy while there is one, whatever was said of the title', async () => {
  const { recordId } = await catalog.shelve(1);
  await catalog.reserve(recordId);
  const { reservationId } = await catalog.reserve(recordId);
  const said = () =>
    catalog.deps.db.queueEntry.update({
      where: { reservationId },
      data: { unservableAt: new Date(catalog.now), unservableWhy: 'withdrawn' },
    });
  const leave = () =>
    catalog.activities.leaveQueue({ reservationId, by: 'library', reason: 'withdrawn', at: catalog.now });
  await said();
  expect(await leave()).toEqual({ left: false, refusal: 'STATE_CHANGED' });
  const { entry, standing } = await catalog.activities.positionOf({ reservationId });
  expect([entry, standing?.state.unservable]).toEqual(['waiting', null]);
  const lost = { where: { recordId: BigInt(recordId) }, data: { condition: 'missing' } } as const;
  await catalog.deps.db.copy.updateMany(lost);
  await said();
  expect(await leave()).toMatchObject({ left: true });
});

test('cancel against hand-out: whoever comes first wins, and never both', async () => {
  for (let round = 0; round < 20; round += 1) {
    const { recordId, barcodes } = await catalog.shelve(1);
    const { reservationId } = await catalog.reserve(recordId);
    granted(await catalog.pick(barcodes[0] ?? ''));
    const [left, given] = await Promise.all([
      catalog.activities.leaveQueue({ reservationId, by: 'patron', at: catalog.now }),
      catalog.handOut(barcodes[0] ?? '', [reservationId]),
    ]);
    const outcome = `${left.left ? 'cancelled' : left.refusal} / ${refusedWith(given)}`;
    expect(['cancelled / DO_NOT_HAND_OUT', 'CANCEL_TOO_LATE / granted']).toContain(outcome);
  }
});

test('the desk sees a title’s queue in its order, who is next and why, and whose each copy is and was', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const holder = await catalog.reserve(recordId, 'kikuyo');
  const asked = [
    instant('2026-12-07T01:01:00Z'),
    instant('2026-12-07T01:02:00Z'),
    instant('2026-12-07T01:03:00Z'),
  ];
  const [first, second, third] = [
    await catalog.reserve(recordId, 'uto', asked[0]),
    await catalog.reserve(recordId, 'uto', asked[1]),
    await catalog.reserve(recordId, 'pref', asked[2]),
  ];
  const suspend = { reservationId: first.reservationId, until: calendarDate('2026-12-20'), at: catalog.now };
  granted(await catalog.activities.suspend(suspend));
  granted(await catalog.pick(barcode));
  const desk = await titleAtDesk(catalog.deps, RecordIdSchema.parse(recordId));
  expect(desk.next).toBe(second.reservationId);
  expect(
    desk.queue.map(({ reservationId, position, resumesOn }) => [reservationId, position, resumesOn]),
  ).toEqual([
    [first.reservationId, null, '2026-12-20'],
    [second.reservationId, 1, null],
    [third.reservationId, 2, null],
  ]);
  expect(desk.copies).toMatchObject([
    {
      ...{ barcode, place: 'beingPrepared', due: null },
      of: { reservationId: holder.reservationId, pickupLibrary: 'kikuyo', since: '2026-12-07T01:00:00.000Z' },
      home: { soonest: expect.any(Number), latest: expect.any(Number) },
      history: [{ kind: 'picked', place: 'pref' }],
    },
  ]);
});
