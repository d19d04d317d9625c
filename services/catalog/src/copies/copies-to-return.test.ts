import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { instant } from '@toshobin/lending-rules';
import type { FactKind } from '@toshobin/lending-rules/facts';
import { catalogOfTests, granted } from '../testing/catalog-in-test.ts';
import { copiesToReturn } from './copies-to-return.ts';
import { readCopy, titlesOfCopies } from './read-copy.ts';
import { recordMove } from './record-move.ts';

const catalog = catalogOfTests('2026-12-07T01:00:00Z');

/** A copy fetched for a reservation, and what can become of it. */
async function picked(pickupLibrary = 'pref') {
  const { recordId, barcodes, copyIds } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const [copyId = ''] = copyIds;
  const { reservationId, allocation } = await catalog.reserve(recordId, pickupLibrary);
  granted(await catalog.pick(barcode));
  const number = allocation?.allocation ?? 0;
  const move = (kind: FactKind) =>
    recordMove(catalog.deps, {
      fact: catalog.fact(kind, copyId, {
        reservationId,
        allocation: number,
        leg: kind === 'sentBack' ? 'return' : 'outward',
        place: pickupLibrary,
      }),
    });
  const cancel = () => catalog.activities.leaveQueue({ reservationId, by: 'patron', at: catalog.now });
  const expire = async () => {
    const key = { reservationId, allocation: number };
    if (pickupLibrary === 'pref') await catalog.readyUntil(reservationId, '2026-12-14');
    else await catalog.activities.openLoan({ ...key, startedAt: catalog.now });
    return catalog.activities.expireHold({ ...key, at: instant('2026-12-29T01:00:00Z') });
  };
  const listedAt = async (library: string) =>
    (await copiesToReturn(catalog.deps.db, library)).find((row) => row.barcode === barcode);
  return { recordId, reservationId, barcode, allocation, move, cancel, expire, listedAt };
}

test('a cancelled copy on the hold shelf is on the desk’s list until it is scanned back, and the next gets it', async () => {
  const { recordId, reservationId, barcode, allocation, cancel, listedAt } = await picked();
  const next = await catalog.reserve(recordId, 'uto');
  expect(await listedAt('pref')).toBeUndefined();
  await cancel();
  expect(await listedAt('pref')).toEqual({
    barcode,
    copyId: allocation?.copyId,
    reservationId,
    title: expect.any(String),
    shelfMark: '913.6/ナ',
    holdNumber: allocation?.holdNumber,
    place: 'onHoldShelf',
    since: catalog.now,
    why: 'cancelled',
    claimed: false,
    awaited: true,
  });
  expect(granted(await readCopy(catalog.deps.db, barcode)).toReturn).toBe('cancelled');
  expect(granted(await catalog.takeBack(barcode)).step).toMatchObject({
    next: 'toPacking',
    reservationId: next.reservationId,
  });
  expect(await listedAt('pref')).toBeUndefined();
  expect(granted(await readCopy(catalog.deps.db, barcode)).toReturn).toBeNull();
});

test('a copy whose hold ended at the prefectural library is listed as such', async () => {
  const { expire, listedAt } = await picked();
  await expire();
  expect(await listedAt('pref')).toMatchObject({ place: 'onHoldShelf', why: 'expired' });
  expect(await listedAt('uto')).toBeUndefined();
});

test('a copy for a branch that was cancelled at the packing desk is listed at the prefectural library', async () => {
  const { move, cancel, listedAt } = await picked('uto');
  await move('packed');
  await cancel();
  expect(await listedAt('pref')).toMatchObject({ place: 'beingPrepared', why: 'cancelled' });
  expect(await listedAt('uto')).toBeUndefined();
});

test('a copy cancelled on its way is listed where it arrives, until it is sent back', async () => {
  const { barcode, move, cancel, listedAt } = await picked('uto');
  await move('shipped');
  const toReturn = async () => (await titlesOfCopies(catalog.deps.db, [barcode]))[0]?.toReturn;
  expect(await toReturn()).toBeNull();
  await cancel();
  // The desk that opens its parcel hears it, also before the arrival was heard of here.
  expect(await toReturn()).toBe('cancelled');
  expect([await listedAt('pref'), await listedAt('uto')]).toEqual([undefined, undefined]);
  await move('arrived');
  expect(await listedAt('uto')).toMatchObject({ place: 'atPickupLibrary', why: 'cancelled' });
  expect([await listedAt('pref'), await listedAt('kikuyo')]).toEqual([undefined, undefined]);
  await move('sentBack');
  expect(await listedAt('uto')).toBeUndefined();
  granted(await catalog.takeBack(barcode));
  expect(await toReturn()).toBeNull();
});

/** For how many copies that list asks what they were chosen for. */
const copiesLookedAtFor = (library: string) =>
  catalog.deps.db.$transaction(async (tx) => {
    const looked = async () => {
      const [counted] = await tx.$queryRaw<{ times: number }[]>`
        SELECT (seq_scan + idx_scan)::int AS times FROM pg_stat_xact_user_tables WHERE relname = 'allocation'`;
      return counted?.times ?? 0;
    };
    const before = await looked();
    await copiesToReturn(tx, library);
    return (await looked()) - before;
  });

test('the list of a library looks at none of the copies that wait at others', async () => {
  const { move } = await picked('uto');
  await move('shipped');
  const looked = async () => ({
    pref: await copiesLookedAtFor('pref'),
    kikuyo: await copiesLookedAtFor('kikuyo'),
    uto: await copiesLookedAtFor('uto'),
  });
  const before = await looked();
  await move('arrived');
  expect(await looked()).toEqual({ ...before, uto: before.uto + 1 });
});

test('a copy whose hold ended at a branch is listed there, also in the return box, until it is sent', async () => {
  const { barcode, move, expire, listedAt } = await picked('uto');
  await move('shipped');
  await move('arrived');
  await expire();
  expect(await listedAt('uto')).toMatchObject({ why: 'expired', awaited: false });
  granted(await catalog.takeBack(barcode, { library: 'uto' }));
  expect(await listedAt('uto')).toMatchObject({ why: 'handedIn', place: 'returning', since: catalog.now });
  await move('sentBack');
  expect(await listedAt('uto')).toBeUndefined();
});

test('a copy handed in at another library than it was picked up at is listed where it is', async () => {
  const { barcode, reservationId, move, listedAt } = await picked('uto');
  await move('shipped');
  await move('arrived');
  granted(await catalog.handOut(barcode, [reservationId], { library: 'uto' }));
  granted(await catalog.takeBack(barcode, { library: 'kikuyo' }));
  expect(await listedAt('kikuyo')).toMatchObject({ why: 'handedIn', awaited: false });
  expect([await listedAt('uto'), await listedAt('pref')]).toEqual([undefined, undefined]);
  granted(await catalog.takeBack(barcode));
  expect(await listedAt('kikuyo')).toBeUndefined();
});

test('a copy cancelled before it was fetched stands on its shelf and is on no list', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const { reservationId } = await catalog.reserve(recordId);
  await catalog.activities.leaveQueue({ reservationId, by: 'patron', at: catalog.now });
  const listed = await copiesToReturn(catalog.deps.db, 'pref');
  expect(listed.map(({ barcode }) => barcode)).not.toContain(barcodes[0]);
});

test('a copy lent from its shelf at the counter by mistake is on the list until it is put back, and has no hold number', async () => {
  const { barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const { factId } = granted(await catalog.lend(barcode, randomUUID()));
  granted(await catalog.undo(factId));
  const listed = await copiesToReturn(catalog.deps.db, 'pref');
  expect(listed.find((row) => row.barcode === barcode)).toMatchObject({ why: 'cancelled', holdNumber: null });
});

test('what a branch took in that nobody had reserved is on its list until it is sent home, and has no hold number', async () => {
  const { barcodes, copyIds } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const [copyId = ''] = copyIds;
  const listedAt = async (library: string) =>
    (await copiesToReturn(catalog.deps.db, library)).find((row) => row.barcode === barcode);
  const told = (kind: FactKind, voids?: string) => {
    const fact = catalog.fact(kind, copyId, { leg: 'return', ...(voids === undefined ? {} : { voids }) });
    return recordMove(catalog.deps, { fact }).then(() => fact.factId);
  };
  granted(await catalog.takeBack(barcode, { library: 'uto' }));
  const listed = {
    why: 'handedIn',
    place: 'returning',
    since: catalog.now,
    holdNumber: null,
    awaited: false,
  };
  expect(await listedAt('uto')).toMatchObject(listed);
  expect([await listedAt('kikuyo'), await listedAt('pref')]).toEqual([undefined, undefined]);
  await told('packed');
  expect(await listedAt('uto')).toMatchObject(listed);
  const sent = await told('sentBack');
  expect(await listedAt('uto')).toBeUndefined();
  await told('sentBack', sent);
  expect(await listedAt('uto')).toMatchObject(listed);
  await told('sentBack');
  granted(await catalog.takeBack(barcode));
  expect(await listedAt('uto')).toBeUndefined();
});

test('a copy that a branch took in without a reservation once, and that was lent since, is listed where it is now', async () => {
  const { recordId, barcode, cancel, listedAt } = await picked('uto');
  await cancel();
  granted(await catalog.takeBack(barcode));
  granted(await catalog.takeBack(barcode, { library: 'uto' }));
  expect(await listedAt('uto')).toMatchObject({ holdNumber: null, why: 'handedIn' });
  granted(await catalog.takeBack(barcode));
  await catalog.reserve(recordId, 'uto');
  granted(await catalog.pick(barcode));
  granted(await catalog.takeBack(barcode, { library: 'uto' }));
  expect(await listedAt('uto')).toMatchObject({ holdNumber: expect.any(String), why: 'handedIn' });
});
