import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from '@jest/globals';
import { type CloudEvent, topics } from '@toshobin/contracts';
import { databaseAway, databaseBusy } from '@toshobin/database';
import { startOwnPostgres } from '@toshobin/database/testing';
import { NotNow, Poison } from '@toshobin/events';
import { inMemoryBus } from '@toshobin/events/testing';
import { instant } from '@toshobin/lending-rules';
import type { Fact } from '@toshobin/lending-rules/facts';
import { ofTheNextRelease } from '@toshobin/lending-rules/testing';
import { createLogger } from '@toshobin/service';
import { readCopy } from '../copies/read-copy.ts';
import { openDatabase } from '../database.ts';
import { standingOf } from '../ledger/standings.ts';
import { libraryOf } from '../libraries/find-library.ts';
import { catalogOfTests, granted } from '../testing/catalog-in-test.ts';
import { libraryInTest } from '../testing/library-in-test.ts';
import { hearFacts } from './hear-facts.ts';

const catalog = catalogOfTests('2026-12-07T01:00:00Z');
const bus = inMemoryBus();

beforeAll(async () => {
  bus.startConsumer({
    group: 'catalog',
    topics: [topics.shipping],
    handle: hearFacts(catalog.deps),
    log: createLogger('catalog', 'silent'),
  });
});

async function tell(type: string, data: unknown, sequence = '1'): Promise<void> {
  bus.inject(topics.shipping, 'x', JSON.stringify(envelopeOf(type, data, sequence)));
  await bus.settle();
}

function envelopeOf(type: string, data: unknown, sequence = '1'): CloudEvent {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: 'shipping',
    type,
    subject: 'x',
    time: catalog.now,
    datacontenttype: 'application/json',
    sequence,
    data,
  };
}

async function picked() {
  const { recordId, barcodes, copyIds } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const { reservationId, allocation } = await catalog.reserve(recordId, 'uto');
  granted(await catalog.pick(barcode));
  const of = { reservationId, allocation: allocation?.allocation ?? null };
  const step = (kind: Fact['kind'], at: string, parts: Partial<Fact> = {}) => ({
    fact: catalog.fact(kind, copyIds[0] ?? '', { ...of, occurredAt: instant(at), ...parts }),
  });
  const place = async () => granted(await readCopy(catalog.deps.db, barcode)).place;
  const facts = async () => {
    const position = await catalog.activities.positionOf({ reservationId });
    return position.facts.map(({ kind }) => kind);
  };
  return { recordId, barcode, reservationId, step, place, facts };
}

test('a parcel’s steps move the copy, each once, in whatever order they are heard', async () => {
  const { step, place, facts } = await picked();
  const shipped = step('shipped', '2026-12-07T05:00:00Z');
  const arrived = step('arrived', '2026-12-09T01:00:00Z');
  await tell('shipping.copy.moved', step('packed', '2026-12-07T02:00:00Z'));
  expect(await place()).toBe('beingPrepared');
  await tell('shipping.copy.moved', arrived);
  expect(await place()).toBe('atPickupLibrary');
  await tell('shipping.copy.moved', shipped);
  await tell('shipping.copy.moved', shipped);
  expect(await place()).toBe('atPickupLibrary');
  expect((await facts()).sort()).toEqual(['arrived', 'packed', 'picked', 'shipped']);
});

test('a copy taken out of its parcel is being prepared again', async () => {
  const { step, place, reservationId } = await picked();
  const packed = step('packed', '2026-12-07T02:00:00Z');
  await tell('shipping.copy.moved', packed);
  const leave = () => catalog.activities.leaveQueue({ reservationId, by: 'patron', at: catalog.now });
  await tell('shipping.copy.moved', step('packed', '2026-12-07T03:00:00Z', { voids: packed.fact.factId }));
  expect(await place()).toBe('beingPrepared');
  expect(await leave()).toMatchObject({ left: true, copyIs: 'atPrefectural' });
});

test('a hand-out before the parcel’s own scans were heard begins the loan, and they change nothing', async () => {
  const { barcode, reservationId, step, place } = await picked();
  catalog.now = instant('2026-12-10T01:00:00Z');
  granted(await catalog.handOut(barcode, [reservationId], { library: 'uto' }));
  const { due } = await catalog.activities.positionOf({ reservationId });
  expect(due?.date).toBe('2026-12-31');
  await tell('shipping.copy.moved', step('shipped', '2026-12-07T05:00:00Z'));
  await tell('shipping.copy.moved', step('arrived', '2026-12-09T01:00:00Z'));
  expect(await place()).toBe('onLoan');
  expect((await catalog.activities.positionOf({ reservationId })).due).toEqual(due);
});

test('facts of the way back move a copy of nobody, but never one that is home', async () => {
  const { barcode, reservationId, step, place } = await picked();
  await tell('shipping.copy.moved', step('shipped', '2026-12-07T05:00:00Z'));
  expect(await catalog.activities.leaveQueue({ reservationId, by: 'patron', at: catalog.now })).toMatchObject(
    {
      left: true,
      copyIs: 'away',
    },
  );
  const sentBack = step('shipped', '2026-12-11T05:00:00Z', { leg: 'return', place: 'pref' });
  await tell('shipping.copy.moved', sentBack);
  expect(await place()).toBe('returning');
  granted(await catalog.takeBack(barcode));
  expect(await place()).toBe('onShelf');
  const nobody = { leg: 'return', reservationId: null, allocation: null } as const;
  await tell('shipping.copy.moved', step('shipped', '2026-12-11T05:00:00Z', nobody));
  await tell('shipping.copy.moved', step('arrived', '2026-12-12T05:00:00Z', { leg: 'return' }));
  expect(await place()).toBe('onShelf');
});

test('a late fact of a journey that is over leaves the copy where it was seen since', async () => {
  const { barcode, step, place } = await picked();
  await tell('shipping.copy.moved', step('shipped', '2026-12-07T05:00:00Z'));
  granted(await catalog.takeBack(barcode));
  granted(await catalog.takeBack(barcode, { library: 'uto' }));
  expect(await place()).toBe('returning');
  await tell('shipping.copy.moved', step('arrived', '2026-12-09T01:00:00Z'));
  expect(await place()).toBe('returning');
});

test('the newest word on a library counts', async () => {
  const name = async () => (await libraryOf(catalog.deps.db, 'uki')).name;
  expect(await name()).toBe('uki');
  await tell('shipping.library.changed', libraryInTest('uki', '宇城市立図書館(中央館)'), '7');
  await tell('shipping.library.changed', libraryInTest('uki', '旧名'), '6');
  expect(await name()).toBe('宇城市立図書館(中央館)');
  await tell('shipping.library.changed', libraryInTest('uki', '新名'), '12');
  expect(await name()).toBe('新名');
});

test('what the next release tells, and what it has stored, is read without the fields that this one does not know', async () => {
  const { reservationId, barcode, step, place } = await picked();
  for (const moved of [step('packed', '2026-12-07T02:00:00Z'), step('arrived', '2026-12-09T01:00:00Z')])
    await tell('shipping.copy.moved', ofTheNextRelease(moved));
  await tell('shipping.library.changed', ofTheNextRelease(libraryInTest('uki', '次の名')), '20');
  expect(bus.deadLetters).toEqual([]);
  expect([await place(), (await libraryOf(catalog.deps.db, 'uki')).name]).toEqual([
    'atPickupLibrary',
    '次の名',
  ]);
  const { db } = catalog.deps;
  const { standing } = await db.reservationState.findUniqueOrThrow({ where: { reservationId } });
  await db.reservationState.update({
    where: { reservationId },
    data: { standing: Object(ofTheNextRelease(standing)) },
  });
  expect((await standingOf(db, reservationId))?.state).toEqual(Object(standing).state);
  granted(await catalog.handOut(barcode, [reservationId], { library: 'uto' }));
  expect((await standingOf(db, reservationId))?.state.stage).toBe('onLoan');
});

test('what can’t be understood becomes a dead letter, other facts are let pass', async () => {
  const { step } = await picked();
  await tell('shipping.parcel.arrived', { parcelNumber: '90000000001', at: catalog.now, assumed: false });
  await tell('shipping.something.new', { any: 'thing' });
  expect(bus.deadLetters).toHaveLength(0);
  await tell('shipping.copy.moved', { fact: { kind: 'shipped' } });
  await tell('shipping.copy.moved', step('shipped', '2026-12-07T05:00:00Z', { allocation: 999_999 }));
  await tell('shipping.copy.moved', step('shipped', '2026-12-07T05:00:00Z', { copyId: '999999' }));
  const huge = { copyId: '99999999999999999999', allocation: 9_999_999_999 };
  await tell('shipping.copy.moved', step('shipped', '2026-12-07T05:00:00Z', huge));
  expect(bus.deadLetters).toHaveLength(4);
});

test('with the database away, or a connection cut, a fact waits; a fault of ours is no reason to wait', async () => {
  const own = await startOwnPostgres();
  const migrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
  const url = await own.createMigrated('catalog', migrations);
  const { db, close } = openDatabase(url);
  const hear = hearFacts({ ...catalog.deps, db });
  const { step } = await picked();
  const moved = (data: unknown) => hear(envelopeOf('shipping.copy.moved', data));
  const arrived = step('arrived', '2026-12-09T01:00:00Z');
  await expect(moved(arrived)).rejects.toThrow(Poison);
  const cut = db.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`;
  expect(databaseAway(await cut.catch((fault: unknown) => fault))).toBe(true);

  // An operator does this before taking the database out of use.
  const server = openDatabase(url.replace(/\/catalog\b/, '/postgres'));
  await server.db.$executeRaw`ALTER DATABASE catalog ALLOW_CONNECTIONS false`;
  await server.db
    .$executeRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'catalog'`;
  await expect(moved(arrived)).rejects.toThrow(NotNow);
  await expect(moved(arrived)).rejects.toThrow(NotNow);
  await server.db.$executeRaw`ALTER DATABASE catalog ALLOW_CONNECTIONS true`;
  await server.close();

  await db.$executeRaw`DROP SCHEMA public CASCADE`;
  await expect(moved(arrived)).rejects.toMatchObject({ name: 'PrismaClientKnownRequestError' });
  await own.stop();
  await expect(moved(arrived)).rejects.toThrow(NotNow);
  await close();
});

test('a statement or a transaction that lasts too long says that the database is busy; one that finds no connection, that it is away', async () => {
  const { db } = catalog.deps;
  const faultOf = (work: Promise<unknown>) => work.catch((fault: unknown) => fault);
  const statement = db.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL statement_timeout = 20`;
    await tx.$executeRaw`SELECT pg_sleep(5)`;
  });
  const transaction = db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_sleep(0.3)`;
      await tx.$executeRaw`SELECT 1`;
    },
    { timeout: 50 },
  );
  for (const fault of [await faultOf(statement), await faultOf(transaction)]) {
    expect([databaseAway(fault), databaseBusy(fault)]).toEqual([false, true]);
  }
  const all = Array.from({ length: 40 }, () =>
    faultOf(db.$transaction((tx) => tx.$executeRaw`SELECT pg_sleep(0.5)`, { maxWait: 100 })),
  );
  const faults = (await Promise.all(all)).filter((answer) => answer instanceof Error);
  expect(faults.length).toBeGreaterThan(0);
  for (const fault of faults) expect([databaseAway(fault), databaseBusy(fault)]).toEqual([true, false]);
});
