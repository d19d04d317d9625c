import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { calendarDate, instant } from '@toshobin/lending-rules';
import { recordMove } from '../copies/record-move.ts';
import { withdrawCopy } from '../copies/withdraw-copy.ts';
import { keepLibrary } from '../libraries/keep-library.ts';
import { catalogOfTests, refusedWith } from '../testing/catalog-in-test.ts';
import { libraryInTest } from '../testing/library-in-test.ts';
import { manyTitles } from '../testing/many-titles.ts';
import { both, FEW, faults, PAIRS, raceOver } from '../testing/race.ts';

// The races whose judge is the title's queue, both sides at once on the real database.
const catalog = catalogOfTests('2026-12-07T01:00:00Z');

beforeAll(async () => {
  await keepLibrary(catalog.deps.db, libraryInTest('uto', '宇土市立図書館'), 1n);
  await keepLibrary(catalog.deps.db, libraryInTest('minamata', '水俣市立図書館'), 1n);
});

let serial = 500_000;

/** So many titles of one copy each, allocated to the first of its reservations. */
function titles(pairs: number, parts: Parameters<typeof manyTitles>[3] = {}) {
  serial += 1_000;
  return manyTitles(catalog, pairs, serial, parts);
}

const leave = (reservationId: string) =>
  catalog.activities.leaveQueue({ reservationId, by: 'patron', at: catalog.now });
const entryOf = async (reservationId: string) =>
  (await catalog.activities.positionOf({ reservationId })).entry;

test('a cancellation against an allocation: whichever comes first, the copy is the next one’s', async () => {
  const outcomes = await raceOver(
    await titles(PAIRS, { waiting: 2 }),
    async ({ holder, next, last }, lead) => {
      const [, left] = await both(
        catalog,
        lead,
        () => leave(holder),
        () => leave(next),
      );
      expect(await entryOf(last)).toBe('allocated');
      return left.left ? `left, its copy ${left.copyIs}` : left.refusal;
    },
  );
  expect(outcomes).toEqual(['left, its copy none', 'left, its copy onShelf']);
  expect(await faults(catalog)).toEqual([]);
}, 120_000);

test('a suspension against an allocation: skipped, or too late', async () => {
  const until = calendarDate('2027-01-10');
  const outcomes = await raceOver(await titles(PAIRS, { waiting: 1 }), async ({ holder, next }, lead) => {
    const [, suspended] = await both(
      catalog,
      lead,
      () => leave(holder),
      () => catalog.activities.suspend({ reservationId: next, until, at: catalog.now }),
    );
    return `${refusedWith(suspended)} / ${await entryOf(next)}`;
  });
  expect(outcomes).toEqual(['SUSPEND_TOO_LATE / allocated', 'granted / suspended']);
  expect(await faults(catalog)).toEqual([]);
}, 120_000);

test('an extension against a new reservation: extended, or somebody waits', async () => {
  const lent = await titles(PAIRS, { stage: 'handedOut' });
  const outcomes = await raceOver(lent, async ({ recordId, holder, allocation }, lead) => {
    const askedAt = instant('2026-12-20T01:00:00Z');
    const [extended, joined] = await both(
      catalog,
      lead,
      () =>
        catalog.activities.extendIfNobodyWaits({
          reservationId: holder,
          allocation,
          askedAt,
          holderHasOtherOverdue: false,
        }),
      () => catalog.reserve(recordId, 'uto', askedAt),
    );
    expect(joined.position).toBe(1);
    const loan = await catalog.deps.db.loan.findUnique({ where: { allocation } });
    return `${refusedWith(extended)} / ${loan?.extendedAt ? 'extended' : 'not extended'}`;
  });
  expect(outcomes).toEqual(['OTHERS_WAITING / not extended', 'granted / extended']);
  expect(await faults(catalog)).toEqual([]);
}, 120_000);

test('a pick against “not on the shelf”: one of the two scans counts', async () => {
  const outcomes = await raceOver(await titles(PAIRS), async ({ barcode, holder }, lead) => {
    const [picked, missed] = await both(
      catalog,
      lead,
      () => catalog.pick(barcode),
      () => catalog.notOnShelf(barcode),
    );
    return `${refusedWith(picked)} / ${refusedWith(missed)}: ${await entryOf(holder)}`;
  });
  expect(outcomes).toEqual(['STATE_CHANGED / granted: waiting', 'granted / STATE_CHANGED: allocated']);
  expect(await faults(catalog)).toEqual([]);
}, 120_000);

test('another pickup library against the packing: changed before it, or too late', async () => {
  const picked = await titles(PAIRS, { stage: 'picked' });
  const outcomes = await raceOver(picked, async ({ copyId, holder: reservationId, allocation }, lead) => {
    const packed = catalog.fact('packed', copyId, { reservationId, allocation });
    const [changed, heard] = await both(
      catalog,
      lead,
      () => catalog.activities.changePickup({ reservationId, pickupLibrary: 'minamata', at: catalog.now }),
      () => recordMove(catalog.deps, { fact: packed }),
    );
    expect(heard).toBe('recorded');
    const { pickupLibrary } = await catalog.deps.db.queueEntry.findUniqueOrThrow({
      where: { reservationId },
    });
    return `${refusedWith(changed)} / ${pickupLibrary}`;
  });
  expect(outcomes).toEqual(['CHANGE_PICKUP_TOO_LATE / uto', 'granted / minamata']);
  expect(await faults(catalog)).toEqual([]);
}, 120_000);

test('R15: passing on against a new reservation: it gets the copy either way', async () => {
  const outcomes = await raceOver(
    await titles(FEW, { stage: 'picked' }),
    async ({ recordId, holder, allocation, copyId }, lead) => {
      const [passed, joined] = await both(
        catalog,
        lead,
        () => catalog.activities.passOnUnlessAlone({ reservationId: holder, allocation, at: catalog.now }),
        () => catalog.reserve(recordId),
      );
      const where = { reservationId: joined.reservationId, closedAt: null };
      expect(await catalog.deps.db.allocation.count({ where: { ...where, copyId: BigInt(copyId) } })).toBe(1);
      return `${passed.state}: ${await entryOf(holder)}`;
    },
  );
  expect(outcomes).toEqual(['kept: suspended', 'passedOn: suspended']);
  expect(await faults(catalog)).toEqual([]);
}, 120_000);

test('the last copy withdrawn against a new reservation: it is told, or refused', async () => {
  const outcomes = await raceOver(
    await Promise.all(Array.from({ length: FEW }, () => catalog.shelve(1))),
    async ({ recordId, barcodes }, lead) => {
      const reservationId = randomUUID();
      const by = { account: 'desk', library: 'pref' };
      const withdraw = { barcode: barcodes[0] ?? '', condition: 'withdrawn', at: catalog.now, by } as const;
      const [, joined] = await both(
        catalog,
        lead,
        () => withdrawCopy(catalog.deps, withdraw),
        () =>
          catalog.activities.joinQueue({
            reservationId,
            recordId,
            pickupLibrary: 'uto',
            channel: 'web',
            joinedAt: catalog.now,
          }),
      );
      const told = (await catalog.noCopyLeft()).filter((one) => one.reservationId === reservationId);
      return `${refusedWith(joined)} / ${told.length === 1 ? 'told' : 'not told'}`;
    },
  );
  expect(outcomes).toEqual(['NO_LENDABLE_COPY / not told', 'granted / told']);
  expect(await faults(catalog)).toEqual([]);
}, 120_000);
