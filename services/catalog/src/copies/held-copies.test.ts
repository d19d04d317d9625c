import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { LibraryCodeSchema, ReservationIdSchema } from '@toshobin/contracts';
import { openTasksOf } from '@toshobin/tasks';
import { z } from 'zod';
import { placesThatAre } from '../ledger/copy-place.ts';
import { reservationOfHold } from '../ledger/reservation-of-hold.ts';
import { leaveQueue } from '../queue/leave-queue.ts';
import { catalogOfTests, granted } from '../testing/catalog-in-test.ts';
import { handIn } from './hand-in.ts';
import { heldCopies } from './held-copies.ts';
import { holdMeasures } from './hold-measures.ts';
import { missHeldCopy } from './miss-held-copy.ts';
import { readCopy } from './read-copy.ts';
import { recordMove } from './record-move.ts';

const catalog = catalogOfTests('2026-12-07T01:00:00Z');

/** A copy fetched for a reservation to be picked up there. */
async function picked(pickupLibrary: string) {
  const { recordId, barcodes, copyIds } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const { reservationId, allocation } = await catalog.reserve(recordId, pickupLibrary);
  granted(await catalog.pick(barcode));
  const arrive = (kind: 'arrived' | 'sentBack' = 'arrived') =>
    recordMove(catalog.deps, {
      fact: catalog.fact(kind, copyIds[0] ?? '', {
        reservationId,
        allocation: allocation?.allocation ?? 0,
        leg: kind === 'arrived' ? 'outward' : 'return',
        place: pickupLibrary,
      }),
    });
  return { barcode, reservationId, holdNumber: allocation?.holdNumber, arrive };
}

test('what has arrived waits at its library alone, and missed there it is a task of the desk', async () => {
  const { barcode, reservationId, arrive } = await picked('uto');
  expect((await heldCopies(catalog.deps.db, 'uto')).map((row) => row.barcode)).not.toContain(barcode);
  await arrive();
  const [row] = (await heldCopies(catalog.deps.db, 'uto')).filter((one) => one.barcode === barcode);
  expect(row).toMatchObject({ reservationId, since: '2026-12-07T01:00:00.000Z', holdUntil: null });
  expect(row?.holdNumber).toMatch(/^[A-Z]-\d{4}$/);
  const missed = (library: string) =>
    missHeldCopy(catalog.deps, {
      reservationId: ReservationIdSchema.parse(reservationId),
      at: catalog.now,
      by: { account: 'desk', library },
    });
  expect(await missed('kikuyo')).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
  expect([await missed('uto'), await missed('uto')]).toEqual([
    { ok: true, value: { told: true } },
    { ok: true, value: { told: true } },
  ]);
  const tasks = (await openTasksOf(catalog.deps.db, 'pref')).filter((one) => one.subject.barcode === barcode);
  expect(tasks).toMatchObject([
    { kind: 'confirmHandOut', why: 'notOnHoldShelf', subject: { reservationId } },
  ]);
  expect((await heldCopies(catalog.deps.db, 'kikuyo')).map((one) => one.barcode)).not.toContain(barcode);
});

test('those who watch count what waits at the prefectural library and at branches, and nothing that is on its way', async () => {
  const counted = async () => {
    const rows = (await holdMeasures(catalog.deps.pool)[0]?.read()) ?? [];
    return ['prefectural', 'branch'].map((at) =>
      rows.reduce((sum, { labels, value }) => sum + (labels?.at === at ? value : 0), 0),
    );
  };
  const [prefectural = 0, branch = 0] = await counted();
  await picked('pref');
  const { arrive } = await picked('uto');
  expect(await counted()).toEqual([prefectural + 1, branch]);
  await arrive();
  expect(await counted()).toEqual([prefectural + 1, branch + 1]);
});

test('what desks list has an index of just those places', async () => {
  const { rows } = await catalog.deps.pool.query(
    `SELECT pg_get_expr(indpred, indrelid) AS places FROM pg_index WHERE indexrelid = 'copy_at_a_desk'::regclass`,
  );
  const places = z.tuple([z.object({ places: z.string() })]).parse(rows)[0].places;
  const listed = [...places.matchAll(/'(\w+)'/g)].map(([quoted]) => quoted);
  expect(listed.join(', ')).toBe(placesThatAre('listed').text);
});

test('a hold number leads to its reservation, however it is typed, and after the hold to the last one that had it', async () => {
  const { reservationId, holdNumber = '' } = await picked('pref');
  const found = { ok: true, value: { reservationId } };
  for (const typed of [holdNumber, holdNumber.toLowerCase().replace('-', ''), `Ａ${holdNumber.slice(1)}`])
    expect(await reservationOfHold(catalog.deps.db, typed)).toEqual(found);
  await catalog.activities.leaveQueue({ reservationId, by: 'patron', at: catalog.now });
  expect(await reservationOfHold(catalog.deps.db, holdNumber)).toEqual(found);
  for (const none of ['Y-9999', 'I-0001', 'A-1', '', '鴎-0001'])
    expect(await reservationOfHold(catalog.deps.db, none)).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
});

test('at the prefectural library it waits once it is on the hold shelf, and no longer when cancelled', async () => {
  const { barcode, reservationId } = await picked('pref');
  const listed = async () =>
    (await heldCopies(catalog.deps.db, 'pref')).find((row) => row.barcode === barcode);
  expect(await listed()).toMatchObject({ due: null });
  await catalog.activities.leaveQueue({ reservationId, by: 'patron', at: catalog.now });
  expect(await listed()).toBeUndefined();
});

test('a copy is still held from when it is fetched until it is handed out, sent back or nobody’s any more', async () => {
  const isHeld = async (barcode: string) => granted(await readCopy(catalog.deps.db, barcode)).stillHeld;
  const { barcodes } = await catalog.shelve(1);
  expect(await isHeld(barcodes[0] ?? '')).toBe(false);

  const lent = await picked('uto');
  expect(await isHeld(lent.barcode)).toBe(true);
  await lent.arrive();
  expect(await isHeld(lent.barcode)).toBe(true);
  // The hand-in at a branch asks about the copy, and has taken nothing in.
  const back = {
    ...{ factId: randomUUID(), barcode: lent.barcode, occurredAt: catalog.now },
    by: { account: 'uto', library: LibraryCodeSchema.parse('uto') },
    ...{ bookDrop: false, firstEmptyingOfDay: false, asksIfHeld: true },
  };
  expect(await handIn(catalog.deps, back)).toMatchObject({ refusal: { code: 'STILL_HELD' } });
  expect(await isHeld(lent.barcode)).toBe(true);
  granted(await catalog.handOut(lent.barcode, [lent.reservationId], { library: 'uto' }));
  expect(await isHeld(lent.barcode)).toBe(false);
  expect(granted(await handIn(catalog.deps, back)).copy.title).not.toBe('');
  // The scan is sent again after an upgrade: the answer that an older release kept lacks what is told today.
  await catalog.deps.db.scanAnswer.update({
    where: { factId: back.factId },
    data: { answer: { step: null } },
  });
  expect(await handIn(catalog.deps, back)).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });

  const sentBack = await picked('uto');
  await sentBack.arrive('sentBack');
  expect(await isHeld(sentBack.barcode)).toBe(false);

  const cancelled = await picked('uto');
  await cancelled.arrive();
  await leaveQueue(catalog.deps, { reservationId: cancelled.reservationId, by: 'patron', at: catalog.now });
  expect(await isHeld(cancelled.barcode)).toBe(false);
  // The branch means to send the copy back, which was nobody's loan.
  const asRead = { ...back, factId: randomUUID(), barcode: cancelled.barcode };
  expect(await handIn(catalog.deps, asRead)).toMatchObject({ refusal: { code: 'HELD_NO_MORE' } });
  const stated = () =>
    catalog.deps.db.scan.count({ where: { kind: 'handedIn', copy: { barcode: cancelled.barcode } } });
  expect(await stated()).toBe(0);
  granted(await handIn(catalog.deps, { ...asRead, asksIfHeld: false }));
  expect(await stated()).toBe(1);
});

test('what comes out of a book drop was with somebody, unless it has not arrived and lies at another library', async () => {
  const { barcode } = await picked('uto');
  for (const kind of ['packed', 'shipped'] as const) await catalog.move(barcode, kind);
  const dropped = (library: string) =>
    handIn(catalog.deps, {
      ...{ factId: randomUUID(), barcode, occurredAt: catalog.now },
      by: { account: library, library: LibraryCodeSchema.parse(library) },
      ...{ bookDrop: true, firstEmptyingOfDay: true, asksIfHeld: true },
    });
  expect(await dropped('kikuyo')).toMatchObject({ refusal: { code: 'STILL_HELD' } });
  granted(await dropped('uto'));
  // The copy has not lain there since the day before it was dispatched.
  const steps = await catalog.deps.db.scan.findMany({
    where: { kind: { in: ['shipped', 'handedIn'] }, copy: { barcode } },
    orderBy: [{ occurredAt: 'asc' }, { sequence: 'asc' }],
  });
  expect(steps.map(({ kind }) => kind)).toEqual(['shipped', 'handedIn']);
});

test('a copy whose parcel is on its way is asked about, and who never had it has returned nothing', async () => {
  const inParcel = async () => {
    const { barcode, reservationId } = await picked('uto');
    const standing = async () => (await catalog.activities.positionOf({ reservationId })).standing?.state;
    for (const kind of ['packed', 'shipped'] as const) await catalog.move(barcode, kind);
    return { barcode, reservationId, standing, ended: async () => (await standing())?.ended };
  };
  const asked = await inParcel();
  expect(await catalog.takeBack(asked.barcode, { fromParcel: 'ask' })).toMatchObject({
    refusal: { code: 'STILL_IN_PARCEL', values: { pickupLibrary: 'uto' } },
  });
  expect(await asked.ended()).toBeNull();
  // A copy that comes out of a book drop was lent.
  granted(await catalog.takeBack(asked.barcode, { fromParcel: 'ask', bookDrop: true }));
  expect(await asked.ended()).toBe('returned');

  const lent = await inParcel();
  granted(await catalog.takeBack(lent.barcode, { fromParcel: 'lent' }));
  expect(await lent.ended()).toBe('returned');

  // A patron who never had the copy keeps the place in the queue, and is given the same copy again.
  const notLent = await inParcel();
  const back = granted(await catalog.takeBack(notLent.barcode, { fromParcel: 'notLent' }));
  expect(back.step.next).toBe('toPacking');
  expect(await notLent.standing()).toMatchObject({ ended: null, stage: 'fetched' });
  expect(await catalog.endingsOf(notLent.reservationId)).toEqual(['cameBack', null]);
  granted(await catalog.undo(back.factId));
  expect(await notLent.standing()).toMatchObject({ ended: null, stage: 'inTransit' });
  expect(await catalog.endingsOf(notLent.reservationId)).toEqual([null, 'returnUndone']);
  expect(await catalog.takeBack(notLent.barcode, { fromParcel: 'ask' })).toMatchObject({
    refusal: { code: 'STILL_IN_PARCEL' },
  });
  expect(await catalog.untrueStandings()).toEqual([]);

  // The answer counts although the parcel has arrived meanwhile; a copy that was lent since is returned.
  await catalog.move(notLent.barcode, 'arrived');
  granted(await catalog.takeBack(notLent.barcode, { fromParcel: 'notLent' }));
  expect(await notLent.ended()).toBeNull();
  const handedOut = await inParcel();
  granted(await catalog.handOut(handedOut.barcode, [handedOut.reservationId], { library: 'uto' }));
  granted(await catalog.takeBack(handedOut.barcode, { fromParcel: 'notLent' }));
  expect(await handedOut.ended()).toBe('returned');
  expect(await catalog.untrueStandings()).toEqual([]);

  const told = await inParcel();
  await catalog.move(told.barcode, 'arrived');
  granted(await catalog.takeBack(told.barcode, { fromParcel: 'ask' }));
  expect(await told.ended()).toBe('returned');
});

test('whose copy the post brings back has returned nothing, and keeps the place; what a library sends back is over', async () => {
  const sentBack = async (place: string) => {
    const { barcode, reservationId } = await picked('uto');
    for (const kind of ['packed', 'shipped'] as const) await catalog.move(barcode, kind);
    await catalog.move(barcode, 'sentBack', place);
    const standing = async () => (await catalog.activities.positionOf({ reservationId })).standing?.state;
    expect(await standing()).toMatchObject({ ended: null, stage: 'comingHome' });
    return { barcode, standing, endings: () => catalog.endingsOf(reservationId) };
  };
  const byPost = await sentBack('pref');
  const back = granted(await catalog.takeBack(byPost.barcode, { fromParcel: 'ask' }));
  expect(back.step.next).toBe('toPacking');
  expect(await byPost.standing()).toMatchObject({ ended: null, stage: 'fetched' });
  expect(await byPost.endings()).toEqual(['cameBack', null]);
  granted(await catalog.undo(back.factId));
  expect(await byPost.standing()).toMatchObject({ ended: null, stage: 'comingHome' });
  expect(await byPost.endings()).toEqual([null, 'returnUndone']);
  granted(await catalog.takeBack(byPost.barcode, { fromParcel: 'ask' }));
  expect(await byPost.standing()).toMatchObject({ ended: null, stage: 'fetched' });

  const byLibrary = await sentBack('uto');
  granted(await catalog.takeBack(byLibrary.barcode, { fromParcel: 'ask' }));
  expect(await byLibrary.standing()).toMatchObject({ stage: 'over', ended: 'cancelled' });
  expect(await catalog.untrueStandings()).toEqual([]);
});
