import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hunt, startTestPostgres, type TestPostgres } from '@toshobin/database/testing';
import { type FactKind, instant, plusDuration } from '@toshobin/lending-rules';
import fc from 'fast-check';
import { type CatalogInTest, catalogInTest } from '../testing/catalog-in-test.ts';
import { recordMove } from './record-move.ts';

// Two copies, four patrons who reserve again and again, and anything that can be done to them, in any order: staff scan
// what they hold and take it back, shipping's facts come late or twice, commands are repeated. Nothing may break what must always hold.
let postgres: TestPostgres;
let catalog: CatalogInTest;

beforeAll(async () => {
  postgres = await startTestPostgres();
  catalog = await catalogInTest(postgres);
});
afterAll(async () => {
  await catalog?.deps.close();
  await postgres?.stop();
});

const LIBRARIES = ['pref', 'uto'];
const who = fc.nat(3);
const which = fc.nat(1);
const where = fc.constantFrom(...LIBRARIES);
const kind = fc.constantFrom('packed', 'shipped', 'arrived', 'sentBack');
const bookDrop = fc.boolean();
const action = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('join' as const), who, where }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('leave' as const), who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pick' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('notOnShelf' as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('handOut' as const), which, where }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('takeBack' as const), which, where, bookDrop }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('hear' as const), which, kind }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('handedOver' as const), which, who, where }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('lend' as const), which, who, override: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('undo' as const), back: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('confirm' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('declare' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('allowLate' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('openLoan' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('expire' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('extend' as const), who }) },
);
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

const { runs, timeout } = hunt(16);

test(
  'whatever is done in whatever order, no copy is lost, doubled or kept from those who wait',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 20, maxLength: 50 }), async (actions) => {
        const { recordId, barcodes } = await catalog.shelve(2);
        const reservations = Array.from({ length: 4 }, () => randomUUID());
        catalog.now = instant('2026-12-07T01:00:00Z');
        for (const next of actions) {
          catalog.now = plusDuration(catalog.now, next.do === 'undo' ? 'PT1H' : 'PT7H');
          await carryOut(next, { recordId, barcodes, reservations });
          await expectAllHolds(recordId);
        }
      }),
      runs,
    );
  },
  timeout,
);

interface Scene {
  recordId: string;
  barcodes: string[];
  reservations: string[];
}

async function carryOut(next: Action, scene: Scene): Promise<void> {
  const { recordId, barcodes, reservations } = scene;
  const { activities, now } = catalog;
  const reservationId = 'who' in next ? (reservations[next.who] ?? '') : '';
  const barcode = 'which' in next ? (barcodes[next.which] ?? '') : '';
  const factId = randomUUID();
  /** Everything is done twice: the second time changes nothing. */
  const twice = async <T>(work: () => Promise<T>): Promise<void> => {
    const [first, second] = [await work(), await work()];
    expect(withoutRepeated(second)).toEqual(withoutRepeated(first));
  };
  switch (next.do) {
    case 'join': {
      const { entry } = await activities.positionOf({ reservationId });
      if (entry === 'left' || entry === 'closed') {
        reservations[next.who] = randomUUID();
        return carryOut(next, scene);
      }
      return twice(() =>
        activities.joinQueue({
          reservationId,
          recordId,
          pickupLibrary: next.where,
          channel: 'web',
          joinedAt: now,
        }),
      );
    }
    case 'leave':
      return twice(() => activities.leaveQueue({ reservationId, at: now }));
    case 'pick':
      return twice(() => catalog.pick(barcode, { factId }));
    case 'notOnShelf':
      return twice(() => catalog.notOnShelf(barcode, { factId }));
    case 'handOut':
      return twice(() => catalog.handOut(barcode, reservations, { factId, library: next.where }));
    case 'takeBack':
      return twice(() => catalog.takeBack(barcode, { factId, library: next.where, bookDrop: next.bookDrop }));
    case 'handedOver': {
      const scan = { factId, library: next.where };
      return twice(() => catalog.handedOver(barcode, [reservationId], scan));
    }
    case 'lend': {
      // Each time another visitor, or whoever waits.
      const { entry } = await activities.positionOf({ reservationId });
      const own = entry === 'waiting' ? reservationId : randomUUID();
      const reason = next.override ? { overrideReason: '急ぎ' } : {};
      return twice(() => catalog.lend(barcode, own, { factId, ...reason }));
    }
    case 'undo': {
      const [scan] = await catalog.deps.db.scan.findMany({
        where: { copy: { recordId: BigInt(recordId) }, voids: null },
        orderBy: { sequence: 'desc' },
        skip: next.back,
        take: 1,
      });
      return scan && twice(() => catalog.undo(scan.factId, { factId }));
    }
    case 'lose':
      return twice(() => catalog.declareLost(barcode, { factId }));
    case 'confirm':
      return twice(() => catalog.confirmHandOut(barcode, { factId }));
    case 'allowLate':
      return twice(() => catalog.allowLateHandOut(reservationId));
    case 'hear':
      return hear(barcode, next.kind as FactKind);
    case 'close': {
      // Whatever was lent is long overdue by then.
      const close = { reservationId, outcome: 'longOverdue', at: plusDuration(now, 'P90D') } as const;
      return twice(() => activities.closeReservation(close));
    }
    default:
      return onAllocation(next.do, reservationId, twice);
  }
}

async function onAllocation(
  what: 'openLoan' | 'expire' | 'extend' | 'declare',
  reservationId: string,
  twice: <T>(work: () => Promise<T>) => Promise<void>,
): Promise<void> {
  const { activities, now } = catalog;
  const { allocation } = await activities.positionOf({ reservationId });
  if (allocation === undefined) return;
  const command = { reservationId, allocation: allocation.allocation, at: now, startedAt: now, askedAt: now };
  if (what === 'openLoan') return twice(() => activities.openLoan(command));
  if (what === 'declare') return twice(() => activities.declarePickedUp(command));
  if (what === 'expire') return twice(() => activities.expireHold(command));
  return twice(() => activities.extendIfNobodyWaits({ ...command, holderHasOtherOverdue: false }));
}

async function hear(barcode: string, kind: FactKind): Promise<void> {
  const copy = await catalog.deps.db.copy.findUniqueOrThrow({
    where: { barcode },
    include: { allocations: { orderBy: { number: 'desc' } } },
  });
  const [latest] = copy.allocations;
  const fact = {
    factId: randomUUID(),
    kind,
    copyId: String(copy.id),
    reservationId: latest?.reservationId ?? null,
    allocation: latest?.number ?? null,
    leg: kind === 'sentBack' ? 'return' : 'outward',
    place: 'uto',
    occurredAt: catalog.now,
    recordedAt: catalog.now,
  } as const;
  expect(await recordMove(catalog.deps, { fact })).toBe('recorded');
  expect(await recordMove(catalog.deps, { fact })).toBe('known');
}

function withoutRepeated(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer, (key, value) => (key === 'repeated' ? undefined : value)));
}

/** What must hold after every step; each line of the answer is a fault. */
async function expectAllHolds(recordId: string): Promise<void> {
  const { rows } = await catalog.deps.pool.query(
    `WITH entry AS (SELECT * FROM queue_entry WHERE record_id = $1),
       free AS (SELECT * FROM copy WHERE record_id = $1 AND place = 'onShelf' AND condition = 'inService'),
       chosen AS (SELECT allocation.*, entry.state FROM allocation JOIN entry USING (reservation_id))
     SELECT 'a copy on the shelf while somebody waits' AS fault
       WHERE EXISTS (TABLE free) AND EXISTS (SELECT FROM entry WHERE state = 'waiting')
     UNION ALL SELECT 'a free copy that is chosen' FROM free JOIN chosen ON chosen.copy_id = free.id AND closed_at IS NULL
     UNION ALL SELECT 'an open allocation of one who is ' || state FROM chosen
       WHERE closed_at IS NULL AND state <> 'allocated'
     UNION ALL SELECT 'allocated without a copy' FROM entry WHERE state = 'allocated'
       AND NOT EXISTS (SELECT FROM chosen WHERE chosen.reservation_id = entry.reservation_id AND closed_at IS NULL)
     UNION ALL SELECT 'a loan that ended apart from its allocation' FROM loan JOIN chosen ON number = allocation
       WHERE (ended_at IS NULL) <> (closed_at IS NULL)`,
    [recordId],
  );
  expect(rows).toEqual([]);
  expect(await catalog.untrueStandings(recordId)).toEqual([]);
}
