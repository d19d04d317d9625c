import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTestPostgres, type TestPostgres } from '@toshobin/database/testing';
import { type Decision, instant } from '@toshobin/lending-rules';
import { type CatalogInTest, catalogInTest, granted, refusedWith } from '../testing/catalog-in-test.ts';

// Both sides at once, on the real database, many titles at a time: exactly one wins, the other hears the refusal that is
// meant for it, and what must always hold holds.
let postgres: TestPostgres;
let catalog: CatalogInTest;
const PAIRS = 200;
const FEW = 40;
/** At once; the pool has twelve connections. */
const TOGETHER = 10;
/** How many round trips to the database the second side sets off after the first; less than none: before it. */
const LEADS = [0, 1, -1, 2, -2, 3, -3, 4, -4, 0];

beforeAll(async () => {
  postgres = await startTestPostgres();
  catalog = await catalogInTest(postgres);
});
afterAll(async () => {
  await catalog?.deps.close();
  await postgres?.stop();
});
beforeEach(() => {
  catalog.now = instant('2026-12-07T01:00:00Z');
});

interface Scene {
  recordId: string;
  barcode: string;
  copyId: bigint;
}

async function scene(): Promise<Scene> {
  const { recordId, barcodes, copyIds } = await catalog.shelve(1);
  return { recordId, barcode: barcodes[0] ?? '', copyId: BigInt(copyIds[0] ?? '0') };
}

/** Runs every pair, ten at a time, one side or the other ahead by a little; answers how often each outcome came. */
async function race<T>(
  prepare: () => Promise<T>,
  pair: (scene: T, lead: number) => Promise<string>,
  pairs = PAIRS,
): Promise<string[]> {
  const outcomes = new Set<string>();
  for (let done = 0; done < pairs; done += TOGETHER) {
    const scenes = await Promise.all(Array.from({ length: TOGETHER }, prepare));
    const came = await Promise.all(scenes.map((one, n) => pair(one, LEADS[n] ?? 0)));
    for (const outcome of came) outcomes.add(outcome);
  }
  return [...outcomes].sort();
}

/** Both sides under way at once; the second one sets off so many round trips after the first. */
function both<A, B>(a: () => Promise<A>, b: () => Promise<B>, lead: number): Promise<[A, B]> {
  return Promise.all([after(-lead, a), after(lead, b)]);
}

async function after<T>(trips: number, side: () => Promise<T>): Promise<T> {
  for (let n = 0; n < trips; n += 1) await catalog.deps.pool.query('SELECT 1');
  return side();
}

/** What must hold of all titles; each line is a fault. */
async function faults(): Promise<unknown[]> {
  const { rows } = await catalog.deps.pool.query(
    `SELECT allocation.copy_id AS of, 'handed out twice' AS fault FROM allocation
       JOIN scan ON scan.allocation = number WHERE kind = 'handedOut' AND scan.voids IS NULL AND closed_at IS NULL
       AND NOT EXISTS (SELECT FROM scan undone WHERE undone.voids = scan.fact_id)
       GROUP BY allocation.copy_id HAVING count(*) > 1
     UNION ALL SELECT record_id, 'allocated without an open allocation' FROM queue_entry entry WHERE state = 'allocated'
       AND NOT EXISTS (SELECT FROM allocation WHERE allocation.reservation_id = entry.reservation_id AND closed_at IS NULL)
     UNION ALL SELECT allocation.copy_id, 'an open allocation of one who is not allocated' FROM allocation
       JOIN queue_entry entry USING (reservation_id) WHERE closed_at IS NULL AND state <> 'allocated'
     UNION ALL SELECT copy.id, 'free while somebody waits' FROM copy JOIN queue_entry entry USING (record_id)
       WHERE place = 'onShelf' AND condition = 'inService' AND state = 'waiting'`,
  );
  return rows;
}

const word = (decision: Decision<unknown>) => refusedWith(decision);

test('a counter loan against a new reservation: reserved for it, or it waits', async () => {
  const outcomes = await race(scene, async ({ recordId, barcode }, lead) => {
    const visitor = randomUUID();
    const [lent, { reservationId, allocation }] = await both(
      () => catalog.lend(barcode, visitor),
      () => catalog.reserve(recordId),
      lead,
    );
    const { entry } = await catalog.activities.positionOf({ reservationId });
    expect(allocation === undefined).toBe(lent.ok);
    return `${word(lent)} / ${entry}`;
  });
  expect(outcomes).toEqual(['RESERVED_FOR_OTHER / allocated', 'granted / waiting']);
  expect(await faults()).toEqual([]);
}, 60_000);

test('a pick against a counter loan with a reason: the copy is fetched and lent away, or is not to be fetched', async () => {
  const prepare = async () => {
    const title = await scene();
    return { ...title, ...(await catalog.reserve(title.recordId)) };
  };
  const outcomes = await race(
    prepare,
    async ({ barcode, reservationId }, lead) => {
      const [picked, lent] = await both(
        () => catalog.pick(barcode),
        () => catalog.lend(barcode, randomUUID(), { overrideReason: '急ぎ' }),
        lead,
      );
      granted(lent);
      expect((await catalog.activities.positionOf({ reservationId })).entry).toBe('waiting');
      return word(picked);
    },
    FEW,
  );
  // Picked for the reservation before it was taken from it, or as the lent copy (which is picked already).
  expect(outcomes).toEqual(['STATE_CHANGED', 'granted']);
  expect(await faults()).toEqual([]);
}, 60_000);

test('a hand-out against a cancellation: one of them is too late', async () => {
  const prepare = async () => {
    const title = await scene();
    const { reservationId } = await catalog.reserve(title.recordId);
    granted(await catalog.pick(title.barcode));
    return { ...title, reservationId };
  };
  const outcomes = await race(prepare, async ({ barcode, reservationId }, lead) => {
    const [given, left] = await both(
      () => catalog.handOut(barcode, [reservationId]),
      () => catalog.activities.leaveQueue({ reservationId, at: catalog.now }),
      lead,
    );
    return `${word(given)} / ${left.left ? 'left' : left.refusal}`;
  });
  expect(outcomes).toEqual(['DO_NOT_HAND_OUT / left', 'granted / CANCEL_TOO_LATE']);
  expect(await faults()).toEqual([]);
}, 60_000);

test('two desks lend the same copy: one of them hears that it has gone', async () => {
  const outcomes = await race(scene, async ({ barcode, copyId }) => {
    const desks = await Promise.all([1, 2].map(() => catalog.lend(barcode, randomUUID())));
    const loans = await catalog.deps.db.loan.count({ where: { of: { copyId } } });
    expect(loans).toBe(1);
    return desks.map(word).sort().join(' / ');
  });
  expect(outcomes).toEqual(['STATE_CHANGED / granted']);
  expect(await faults()).toEqual([]);
}, 60_000);

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
  expect(await faults()).toEqual([]);
}, 60_000);

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
        () => catalog.undo(factId),
        () => catalog.handOut(barcode, [next]),
        lead,
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
  expect(await faults()).toEqual([]);
}, 60_000);
