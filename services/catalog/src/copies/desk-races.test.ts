import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Decision } from '@toshobin/lending-rules';
import { catalogOfTests, granted, refusedWith } from '../testing/catalog-in-test.ts';
import { both, FEW, faults, race } from '../testing/race.ts';

// Both sides at once, on the real database, many titles at a time: exactly one wins, the other hears the refusal that
// is meant for it, and what must always hold holds.
const catalog = catalogOfTests('2026-12-07T01:00:00Z');

interface Scene {
  recordId: string;
  barcode: string;
  copyId: bigint;
}

async function scene(): Promise<Scene> {
  const { recordId, barcodes, copyIds } = await catalog.shelve(1);
  return { recordId, barcode: barcodes[0] ?? '', copyId: BigInt(copyIds[0] ?? '0') };
}

const word = (decision: Decision<unknown>) => refusedWith(decision);

test('a counter loan against a new reservation: reserved for it, or it waits', async () => {
  const outcomes = await race(scene, async ({ recordId, barcode }, lead) => {
    const visitor = randomUUID();
    const [lent, { reservationId, allocation }] = await both(
      catalog,
      lead,
      () => catalog.lend(barcode, visitor),
      () => catalog.reserve(recordId),
    );
    const { entry } = await catalog.activities.positionOf({ reservationId });
    expect(allocation === undefined).toBe(lent.ok);
    return `${word(lent)} / ${entry}`;
  });
  expect(outcomes).toEqual(['RESERVED_FOR_OTHER / allocated', 'granted / waiting']);
  expect(await faults(catalog)).toEqual([]);
}, 120_000);

test('a pick against a counter loan with a reason: the copy is fetched and lent away, or is not to be fetched', async () => {
  const prepare = async () => {
    const title = await scene();
    return { ...title, ...(await catalog.reserve(title.recordId)) };
  };
  const outcomes = await race(
    prepare,
    async ({ barcode, reservationId }, lead) => {
      const [picked, lent] = await both(
        catalog,
        lead,
        () => catalog.pick(barcode),
        () => catalog.lend(barcode, randomUUID(), { overrideReason: '急ぎ' }),
      );
      granted(lent);
      expect((await catalog.activities.positionOf({ reservationId })).entry).toBe('waiting');
      return word(picked);
    },
    FEW,
  );
  // The copy is picked, for the reservation before it was taken from that, or as the lent copy.
  expect(outcomes).toEqual(['STATE_CHANGED', 'granted']);
  expect(await faults(catalog)).toEqual([]);
}, 120_000);

test('a hand-out against a cancellation: one of them is too late', async () => {
  const prepare = async () => {
    const title = await scene();
    const { reservationId } = await catalog.reserve(title.recordId);
    granted(await catalog.pick(title.barcode));
    return { ...title, reservationId };
  };
  const outcomes = await race(prepare, async ({ barcode, reservationId }, lead) => {
    const [given, left] = await both(
      catalog,
      lead,
      () => catalog.handOut(barcode, [reservationId]),
      () => catalog.activities.leaveQueue({ reservationId, by: 'patron', at: catalog.now }),
    );
    return `${word(given)} / ${left.left ? 'left' : left.refusal}`;
  });
  expect(outcomes).toEqual(['DO_NOT_HAND_OUT / left', 'granted / CANCEL_TOO_LATE']);
  expect(await faults(catalog)).toEqual([]);
}, 120_000);

test('two desks lend the same copy: one of them hears that it has gone', async () => {
  const outcomes = await race(scene, async ({ barcode, copyId }) => {
    const desks = await Promise.all([1, 2].map(() => catalog.lend(barcode, randomUUID())));
    const loans = await catalog.deps.db.loan.count({ where: { of: { copyId } } });
    expect(loans).toBe(1);
    return desks.map(word).sort().join(' / ');
  });
  expect(outcomes).toEqual(['STATE_CHANGED / granted']);
  expect(await faults(catalog)).toEqual([]);
}, 120_000);

test('two desks take the same mis-scan back: one of them does', async () => {
  const prepare = async () => {
    const title = await scene();
    const { factId } = granted(await catalog.lend(title.barcode, randomUUID()));
    return { ...title, factId };
  };
  const outcomes = await race(
    prepare,
    async ({ factId }) => {
      const desks = await Promise.all([1, 2].map(() => catalog.undo(factId)));
      return desks.map(word).sort().join(' / ');
    },
    FEW,
  );
  expect(outcomes).toEqual(['STATE_CHANGED / granted']);
  expect(await faults(catalog)).toEqual([]);
}, 120_000);

test('a return taken back against the next one’s hand-out: the copy is one patron’s', async () => {
  const prepare = async () => {
    const title = await scene();
    const visitor = randomUUID();
    granted(await catalog.lend(title.barcode, visitor));
    const next = await catalog.reserve(title.recordId);
    const { factId } = granted(await catalog.takeBack(title.barcode));
    return { ...title, factId, next: next.reservationId, visitor };
  };
  const outcomes = await race(
    prepare,
    async ({ barcode, factId, next, visitor }, lead) => {
      const [undone, given] = await both(
        catalog,
        lead,
        () => catalog.undo(factId),
        () => catalog.handOut(barcode, [next]),
      );
      const entries = await Promise.all(
        [visitor, next].map((reservationId) => catalog.activities.positionOf({ reservationId })),
      );
      return `${word(undone)} / ${word(given)}: ${entries.map(({ entry }) => entry).join(', ')}`;
    },
    FEW,
  );
  expect(outcomes).toEqual([
    'STATE_CHANGED / granted: closed, allocated',
    'granted / CARD_DOES_NOT_MATCH: allocated, waiting',
  ]);
  expect(await faults(catalog)).toEqual([]);
}, 120_000);
