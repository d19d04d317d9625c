import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { ReservationIdSchema, topics } from '@toshobin/contracts';
import { inMemoryBus } from '@toshobin/events/testing';
import { instant } from '@toshobin/lending-rules';
import type { Fact, FactKind } from '@toshobin/lending-rules/facts';
import { createLogger } from '@toshobin/service';
import { hearFacts } from '../facts/hear-facts.ts';
import { readReservation } from '../http/read-reservation.ts';
import { queuePositions } from '../queue/queue-positions.ts';
import { catalogOfTests, granted, refusedWith } from '../testing/catalog-in-test.ts';
import { readCopy } from './read-copy.ts';

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

const positionOf = (reservationId: string) => catalog.activities.positionOf({ reservationId });
const placeOf = async (barcode: string) => granted(await readCopy(catalog.deps.db, barcode)).place;

async function tell(type: string, data: object, id: string = randomUUID()): Promise<void> {
  const envelope = {
    specversion: '1.0',
    id,
    source: 'shipping',
    type,
    subject: 'x',
    time: catalog.now,
    datacontenttype: 'application/json',
    sequence: '1',
    data,
  };
  bus.inject(topics.shipping, 'x', JSON.stringify(envelope));
  await bus.settle();
  expect(bus.deadLetters).toEqual([]);
}

/** A copy of a title on its way to 宇土市立図書館 for its reservation. */
async function shipped(copies = 1) {
  const { recordId, barcodes } = await catalog.shelve(copies);
  const { reservationId, allocation } = await catalog.reserve(recordId, 'uto');
  if (allocation === undefined) throw new Error('No copy is free');
  const { barcode, copyId } = allocation;
  const hear = (kind: FactKind, parts: Partial<Fact> = {}) =>
    tell('shipping.copy.moved', {
      fact: catalog.fact(kind, copyId, { reservationId, allocation: allocation.allocation, ...parts }),
    });
  granted(await catalog.pick(barcode));
  await hear('shipped');
  const lost = {
    reservationId,
    allocation: allocation.allocation,
    copyId,
    parcelNumber: '90000000001',
    direction: 'outward',
    at: catalog.now,
  };
  return { recordId, barcodes, barcode, reservationId, lost, hear };
}

test('a parcel lost on its way out: its reservation gets another copy, or its old place', async () => {
  const one = await shipped(2);
  const id = randomUUID();
  await tell('shipping.copy.lost', one.lost, id);
  await tell('shipping.copy.lost', one.lost, id);
  await tell('shipping.copy.lost', one.lost);
  expect(await placeOf(one.barcode)).toBe('unavailable');
  expect(await positionOf(one.reservationId)).toMatchObject({
    entry: 'allocated',
    allocation: { barcode: one.barcodes[1] },
  });
  expect(await catalog.endingsOf(one.reservationId)).toEqual(['lostInTransit', null]);
  // The steps of the lost copy stay on the reservation's way.
  const wayOf = async (id: string) => {
    const read = granted(
      await readReservation(catalog.deps, { reservationId: ReservationIdSchema.parse(id) }),
    );
    return read.ended.map(({ ending, facts }) => [ending, ...facts.map(({ kind }) => kind)]);
  };
  expect(await wayOf(one.reservationId)).toEqual([['lostInTransit', 'picked', 'shipped']]);

  const last = await shipped();
  await tell('shipping.copy.lost', last.lost);
  expect((await positionOf(last.reservationId)).entry).toBe('waiting');
  expect(await wayOf(last.reservationId)).toEqual([['lostInTransit', 'picked', 'shipped']]);
  // The process has not heard of the loss when the hold's end comes: nothing has expired.
  const { allocation } = last.lost;
  const expire = { reservationId: last.reservationId, allocation, at: catalog.now };
  expect(await catalog.activities.expireHold(expire)).toEqual({ state: 'home' });
  expect((await positionOf(last.reservationId)).entry).toBe('waiting');
  const unservable = await catalog.noCopyLeft();
  expect(unservable.at(-1)).toMatchObject({ reservationId: last.reservationId, why: 'copyMissing' });
  // The place in the queue is told with that: nobody is next where no copy is to come.
  expect(await queuePositions(catalog.deps.db, [last.reservationId])).toEqual([
    { reservationId: last.reservationId, position: 1, noCopyLeft: true },
  ]);
});

test('a lost copy is found by any scan: at the desk, at a branch, or by its parcel', async () => {
  const { barcode, lost, reservationId } = await shipped();
  await tell('shipping.copy.lost', lost);
  expect(granted(await catalog.takeBack(barcode)).step).toMatchObject({ reservationId, next: 'toPacking' });
  const atBranch = await shipped();
  await tell('shipping.copy.lost', atBranch.lost);
  granted(await catalog.takeBack(atBranch.barcode, { library: 'uto' }));
  expect(await placeOf(atBranch.barcode)).toBe('returning');
  const late = await shipped();
  await tell('shipping.copy.lost', late.lost);
  catalog.now = instant('2026-12-20T01:00:00Z');
  await late.hear('arrived', { occurredAt: instant('2026-12-06T01:00:00Z') });
  expect(await placeOf(late.barcode)).toBe('unavailable');
  await late.hear('arrived');
  expect(await placeOf(late.barcode)).toBe('atPickupLibrary');
});

test('a copy that turns up at its library after all goes home in a parcel as nobody’s', async () => {
  const { barcode, lost, hear } = await shipped();
  await tell('shipping.copy.lost', lost);
  catalog.now = instant('2026-12-20T01:00:00Z');
  await hear('arrived');
  const { copyId, reservationId, place } = granted(await readCopy(catalog.deps.db, barcode));
  expect([reservationId, place]).toEqual([null, 'atPickupLibrary']);
  await tell('shipping.copy.moved', { fact: catalog.fact('sentBack', copyId, { leg: 'return' }) });
  expect(await placeOf(barcode)).toBe('returning');
});

test('a copy that was lost from its shelf arrives in a parcel: it is not on the shelf, and nobody waits beside a free copy', async () => {
  const { recordId, barcodes, copyIds } = await catalog.shelve(2);
  const [lent = '', barcode = ''] = barcodes;
  await catalog.reserve(recordId, 'uto');
  granted(await catalog.pick(lent));
  granted(await catalog.declareLost(barcode));
  const { reservationId } = await catalog.reserve(recordId, 'uto');
  catalog.now = instant('2026-12-08T01:00:00Z');
  await tell('shipping.copy.moved', {
    fact: catalog.fact('arrived', copyIds[1] ?? '', { leg: 'return', place: 'pref' }),
  });
  expect(await placeOf(barcode)).toBe('returning');
  expect((await positionOf(reservationId)).entry).toBe('waiting');
  expect(granted(await catalog.takeBack(barcode)).step).toMatchObject({ reservationId, next: 'toPacking' });
});

test('a copy seen since is not lost: handed out, home, or another reservation’s', async () => {
  const handedOut = await shipped();
  granted(await catalog.handOut(handedOut.barcode, [handedOut.reservationId], { library: 'uto' }));
  await tell('shipping.copy.lost', handedOut.lost);
  expect(await placeOf(handedOut.barcode)).toBe('onLoan');
  granted(await catalog.takeBack(handedOut.barcode));
  await tell('shipping.copy.lost', { ...handedOut.lost, direction: 'return' });
  expect(await placeOf(handedOut.barcode)).toBe('onShelf');
  const next = await catalog.reserve(handedOut.recordId);
  await tell('shipping.copy.lost', handedOut.lost);
  expect((await positionOf(next.reservationId)).entry).toBe('allocated');
});

test('a copy lost on its way home ends the loan, and nobody is blamed', async () => {
  const { barcode, reservationId, lost } = await shipped();
  granted(await catalog.handOut(barcode, [reservationId], { library: 'uto' }));
  granted(await catalog.takeBack(barcode, { library: 'uto' }));
  await tell('shipping.copy.lost', { ...lost, direction: 'return' });
  expect(await positionOf(reservationId)).toMatchObject({
    entry: 'closed',
    standing: { state: { stage: 'lost' } },
  });
  expect((await catalog.newsOf(reservationId)).at(-1)).toBe('lost');
  granted(await catalog.takeBack(barcode));
  expect(await placeOf(barcode)).toBe('onShelf');
  expect((await positionOf(reservationId)).standing?.state.stage).toBe('over');
});

test('a long-overdue copy that is handed in and lost on its way home is nobody’s loan: it is told once more', async () => {
  const { barcode, reservationId, lost } = await shipped();
  granted(await catalog.handOut(barcode, [reservationId], { library: 'uto' }));
  await catalog.activities.closeReservation({ reservationId, outcome: 'longOverdue', at: catalog.now });
  granted(await catalog.takeBack(barcode, { library: 'uto' }));
  await tell('shipping.copy.lost', { ...lost, direction: 'return' });
  expect((await catalog.newsOf(reservationId)).slice(-3)).toEqual(['handedOut', 'handedIn', 'lost']);
});

test('an unlent copy lost on its way home ends the wait for it', async () => {
  const { reservationId, lost } = await shipped();
  await catalog.activities.leaveQueue({ reservationId, by: 'patron', at: catalog.now });
  await tell('shipping.copy.lost', { ...lost, direction: 'return' });
  expect((await catalog.newsOf(reservationId)).at(-1)).toBe('lost');
  expect(await positionOf(reservationId)).toMatchObject({
    entry: 'closed',
    standing: { state: { stage: 'lost' } },
  });
});

test('a copy of nobody’s reservation is lost on its way, but not from its shelf', async () => {
  const { barcodes, copyIds } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const ofNobody = { reservationId: null, allocation: null, copyId: copyIds[0], direction: 'return' };
  const lost = { ...ofNobody, parcelNumber: '90000000001', at: catalog.now };
  await tell('shipping.copy.lost', lost);
  expect(await placeOf(barcode)).toBe('onShelf');
  granted(await catalog.takeBack(barcode, { library: 'uto' }));
  await tell('shipping.copy.lost', lost);
  expect(await placeOf(barcode)).toBe('unavailable');
});

test('a borrower lost the copy: the loan ends, once, and it may still turn up', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const { reservationId } = await catalog.reserve(recordId);
  granted(await catalog.pick(barcode));
  granted(await catalog.handOut(barcode, [reservationId]));
  const waiting = await catalog.reserve(recordId);
  const request = { factId: randomUUID() };
  const both = await Promise.all([
    catalog.declareLost(barcode, request),
    catalog.declareLost(barcode, request),
  ]);
  expect(both.map(granted)).toMatchObject([{ barcode }, { barcode }]);
  expect(refusedWith(await catalog.declareLost(barcode))).toBe('STATE_CHANGED');
  expect((await catalog.newsOf(reservationId)).filter((news) => news === 'lost')).toHaveLength(1);
  expect((await positionOf(reservationId)).entry).toBe('closed');
  const [unservable] = (await catalog.noCopyLeft()).slice(-1);
  expect(unservable).toMatchObject({ reservationId: waiting.reservationId });
  expect(granted(await catalog.takeBack(barcode)).step).toMatchObject({
    reservationId: waiting.reservationId,
  });
  expect(refusedWith(await catalog.declareLost('4901234567894'))).toBe('BARCODE_NOT_OURS');
});

test('a lost copy that is handed in at a library is said to be found there', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const { reservationId } = await catalog.reserve(recordId);
  granted(await catalog.pick(barcode));
  granted(await catalog.handOut(barcode, [reservationId]));
  granted(await catalog.declareLost(barcode));
  const found = granted(await catalog.takeBack(barcode, { library: 'uto' }));
  expect(found.step).toEqual({ next: 'sendHome', toPrefectural: true, found: true });
});

test('a held copy that is lost: its reservation keeps its place, whatever is scanned of it later', async () => {
  const { recordId, barcodes } = await catalog.shelve(2);
  const [copyA = '', copyB = ''] = barcodes;
  const { reservationId } = await catalog.reserve(recordId);
  granted(await catalog.pick(copyA));
  granted(await catalog.declareLost(copyA));
  expect(await positionOf(reservationId)).toMatchObject({
    entry: 'allocated',
    allocation: { barcode: copyB },
  });
  // The copy is found beside the hold shelf: it goes to its shelf, and the reservation keeps what it has.
  expect(granted(await catalog.takeBack(copyA)).step).toMatchObject({ next: 'toShelf', found: true });
  expect((await positionOf(reservationId)).allocation?.barcode).toBe(copyB);
  granted(await catalog.declareLost(copyA));
  expect(await placeOf(copyA)).toBe('unavailable');
});

test('a scan of a closed reservation moves the copy, and reopens nothing', async () => {
  const { barcode, reservationId } = await shipped();
  granted(await catalog.handOut(barcode, [reservationId], { library: 'uto' }));
  const close = { reservationId, outcome: 'longOverdue', at: instant('2027-02-01T01:00:00Z') } as const;
  expect(await catalog.activities.closeReservation(close)).toEqual({ closed: true });
  granted(await catalog.takeBack(barcode, { library: 'uto' }));
  expect(await placeOf(barcode)).toBe('returning');
  expect(refusedWith(await catalog.handOut(barcode, [reservationId], { library: 'uto' }))).toBe(
    'NOTHING_HELD',
  );
  const home = granted(await catalog.takeBack(barcode));
  expect((await positionOf(reservationId)).entry).toBe('closed');
  granted(await catalog.undo(home.factId));
  expect(await placeOf(barcode)).toBe('returning');
  expect((await positionOf(reservationId)).entry).toBe('closed');
});

test('a device a day ahead or behind: the loan’s dates stay between the choice and the record', async () => {
  const { barcode, reservationId } = await shipped();
  catalog.now = instant('2026-12-10T01:00:00Z');
  const ahead = { library: 'uto', at: instant('2026-12-11T01:00:00Z') };
  granted(await catalog.handOut(barcode, [reservationId], ahead));
  const behind = { library: 'uto', at: instant('2026-12-09T01:00:00Z') };
  granted(await catalog.takeBack(barcode, behind));
  const { facts } = await positionOf(reservationId);
  const at = (kind: FactKind) => facts.find((fact) => fact.kind === kind)?.occurredAt;
  expect(at('handedOut')).toBe(instant('2026-12-10T01:00:00Z'));
  expect(at('handedIn')).toBe(instant('2026-12-10T01:00:00Z'));
});
