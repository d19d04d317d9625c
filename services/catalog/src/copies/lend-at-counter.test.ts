import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { instant } from '@toshobin/lending-rules';
import { standingOf } from '../ledger/standings.ts';
import { catalogOfTests, granted, refusedWith } from '../testing/catalog-in-test.ts';
import { readCopy } from './read-copy.ts';

const catalog = catalogOfTests('2026-12-07T01:00:00Z');

const joinCounter = (reservationId: string, recordId: string) =>
  catalog.activities.joinQueue({
    reservationId,
    recordId,
    pickupLibrary: 'pref',
    channel: 'counter',
    joinedAt: catalog.now,
  });
const positionOf = (reservationId: string) => catalog.activities.positionOf({ reservationId });
const overrideReason = '来館の方に急ぎで';

test('a visitor borrows a copy from its shelf: the loan begins now, and the process finds it', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const reservationId = randomUUID();
  expect(refusedWith(await joinCounter(randomUUID(), recordId))).toBe('NOT_FOUND');
  const lent = granted(await catalog.lend(barcodes[0] ?? '', reservationId));
  expect(lent.step).toMatchObject({ next: 'handOver', due: { date: '2026-12-28' }, dueToday: false });
  const queued = granted(await joinCounter(reservationId, recordId));
  const position = await positionOf(reservationId);
  expect(position).toMatchObject({ entry: 'allocated', due: { date: '2026-12-28' }, pickupLibrary: 'pref' });
  expect(position.allocation).toEqual(queued.allocation);
  expect(position.facts.map(({ kind }) => kind)).toEqual(['picked', 'handedOut']);
  const told = (await catalog.written('catalog.copy.scanned')).filter(
    ({ fact }) => fact.reservationId === reservationId,
  );
  expect(told.map(({ fact }) => fact.kind)).toEqual(['picked', 'handedOut']);
  expect(await catalog.newsOf(reservationId)).toEqual(['handedOut']);
  granted(await catalog.takeBack(barcodes[0] ?? ''));
  expect((await positionOf(reservationId)).entry).toBe('closed');
  // The copy is returned before its process has asked: the process finds the loan, and that it is over.
  expect(granted(await joinCounter(reservationId, recordId))).toEqual(queued);
});

test('a counter loan sent twice, also at once, is one loan', async () => {
  const { barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const [reservationId, factId] = [randomUUID(), randomUUID()];
  const atOnce = await Promise.all([1, 2, 3].map(() => catalog.lend(barcode, reservationId, { factId })));
  const answers = [...atOnce, await catalog.lend(barcode, reservationId, { factId })].map(granted);
  expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
  expect(new Set(answers.map(({ step }) => JSON.stringify(step))).size).toBe(1);
  expect(await catalog.deps.db.loan.count({ where: { of: { reservationId } } })).toBe(1);
  expect(refusedWith(await catalog.lend(barcode, randomUUID(), { factId }))).toBe('granted');
  expect(refusedWith(await catalog.lend(barcode, reservationId))).toBe('STATE_CHANGED');
});

test('what may not leave the building is not lent; an audio-visual item and a magazine are, at the counter', async () => {
  const atlas = await catalog.shelve(1, { lending: 'referenceOnly' });
  const film = await catalog.shelve(1, { kind: 'audiovisual', lending: 'audiovisual' });
  const weekly = await catalog.shelve(1, { kind: 'magazineIssue', lending: 'inPersonOnly' });
  const lend = (title: typeof film, library = 'pref') =>
    catalog.lend(title.barcodes[0] ?? '', randomUUID(), { library });
  expect(refusedWith(await lend(atlas))).toBe('REFERENCE_ONLY');
  expect(refusedWith(await lend(film, 'uto'))).toBe('STATE_CHANGED');
  expect(refusedWith(await lend(film))).toBe('granted');
  expect(refusedWith(await lend(weekly))).toBe('granted');
  expect(refusedWith(await catalog.lend('4901234567894', randomUUID()))).toBe('BARCODE_NOT_OURS');
});

test('a copy reserved for somebody else is lent with a reason only; that reservation gets another copy', async () => {
  const { recordId, barcodes } = await catalog.shelve(2);
  const [copyA = '', copyB = ''] = barcodes;
  const first = await catalog.reserve(recordId);
  granted(await catalog.pick(copyA));
  expect(refusedWith(await catalog.lend(copyA, randomUUID()))).toBe('RESERVED_FOR_OTHER');
  const visitor = randomUUID();
  granted(await catalog.lend(copyA, visitor, { overrideReason }));
  expect(await catalog.endingsOf(first.reservationId)).toEqual(['lentAtCounter', null]);
  const next = await positionOf(first.reservationId);
  expect(next).toMatchObject({ entry: 'allocated', allocation: { barcode: copyB }, facts: [] });
  const scan = await catalog.deps.db.scan.findFirstOrThrow({
    where: { reservationId: visitor, kind: 'handedOut' },
  });
  expect(scan.reason).toBe(overrideReason);

  // Without another copy the reservation waits, before those who came later.
  const later = await catalog.reserve(recordId);
  granted(await catalog.lend(copyB, randomUUID(), { overrideReason }));
  expect(await positionOf(first.reservationId)).toMatchObject({ entry: 'waiting', position: 1 });
  expect(await positionOf(later.reservationId)).toMatchObject({ entry: 'waiting', position: 2 });
});

test('whoever waits for the title borrows a copy at the counter with the reservation itself', async () => {
  const { recordId, barcodes } = await catalog.shelve(2);
  const [copyA = '', copyB = ''] = barcodes;
  const first = await catalog.reserve(recordId, 'uto');
  granted(await catalog.notOnShelf(copyA));
  granted(await catalog.pick(copyB));
  const waiting = await catalog.reserve(recordId, 'uto');
  const last = await catalog.reserve(recordId, 'uto');
  // The copy that was searched for turns up at the counter: it is the next one's.
  expect(refusedWith(await catalog.lend(copyA, last.reservationId))).toBe('RESERVED_FOR_OTHER');
  expect(refusedWith(await catalog.lend(copyA, first.reservationId))).toBe('STATE_CHANGED');
  granted(await catalog.lend(copyA, waiting.reservationId));
  expect(granted(await readCopy(catalog.deps.db, copyA)).place).toBe('onLoan');
  const position = await positionOf(waiting.reservationId);
  expect(position).toMatchObject({ entry: 'allocated', pickupLibrary: 'pref', due: { date: '2026-12-28' } });
  expect((await standingOf(catalog.deps.db, waiting.reservationId))?.item).toEqual(position.allocation);
  expect((await positionOf(last.reservationId)).position).toBe(1);
});

test('a copy held for the very person is lent to them, wherever they had wanted it', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const { reservationId, allocation } = await catalog.reserve(recordId, 'uto');
  granted(await catalog.pick(barcode));
  granted(await catalog.lend(barcode, reservationId));
  const position = await positionOf(reservationId);
  expect(position).toMatchObject({ entry: 'allocated', pickupLibrary: 'pref', allocation });
});

test('a copy that is out is not lent before its return, nor with a reservation of another title', async () => {
  const one = await catalog.shelve(1);
  const other = await catalog.shelve(1);
  const [barcode = ''] = one.barcodes;
  granted(await catalog.lend(barcode, randomUUID()));
  const lend = () => catalog.lend(barcode, randomUUID(), { overrideReason });
  expect(refusedWith(await lend())).toBe('STATE_CHANGED');
  granted(await catalog.takeBack(barcode, { library: 'uto' }));
  expect(refusedWith(await lend())).toBe('STATE_CHANGED');
  granted(await catalog.takeBack(barcode));
  const { reservationId } = await catalog.reserve(other.recordId);
  expect(refusedWith(await catalog.lend(barcode, reservationId))).toBe('STATE_CHANGED');
  await catalog.activities.leaveQueue({ reservationId, by: 'patron', at: catalog.now });
  expect(refusedWith(await catalog.lend(other.barcodes[0] ?? '', reservationId))).toBe('STATE_CHANGED');
  expect(refusedWith(await lend())).toBe('granted');
});

test('a cancelled copy that was not put back yet is home by being lent', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const { reservationId } = await catalog.reserve(recordId);
  granted(await catalog.pick(barcode));
  await catalog.activities.leaveQueue({ reservationId, by: 'patron', at: catalog.now });
  const visitor = randomUUID();
  granted(await catalog.lend(barcode, visitor));
  expect((await positionOf(reservationId)).facts.map(({ kind }) => kind)).toEqual(['picked', 'home']);
  expect(granted(await readCopy(catalog.deps.db, barcode))).toMatchObject({
    place: 'onLoan',
    reservationId: visitor,
  });
});

test('R9 at the prefectural counter: whoever comes after the hold ended borrows the copy there and then', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const { reservationId, allocation } = await catalog.reserve(recordId);
  granted(await catalog.pick(barcode));
  await catalog.readyUntil(reservationId, '2026-12-14');
  const number = allocation?.allocation ?? 0;
  const at = instant('2026-12-14T15:00:00Z');
  expect(await catalog.activities.expireHold({ reservationId, allocation: number, at })).toEqual({
    state: 'expired',
  });
  catalog.now = instant('2026-12-15T01:00:00Z');
  const { step } = granted(await catalog.lend(barcode, randomUUID()));
  expect(step).toMatchObject({ next: 'handOver', due: { date: '2027-01-05' } });
});

test('a device a day behind or ahead begins no loan in the past or the future', async () => {
  const { recordId, barcodes } = await catalog.shelve(2);
  await catalog.reserve(recordId);
  const dueAt = async (barcode: string, at: string) => {
    const { step } = granted(await catalog.lend(barcode, randomUUID(), { at, overrideReason }));
    return step.next === 'handOver' ? step.due.date : step.next;
  };
  // The first copy was chosen this very moment; nobody knows since when the second stood on its shelf.
  expect(await dueAt(barcodes[0] ?? '', '2026-12-06T01:00:00Z')).toBe('2026-12-28');
  expect(await dueAt(barcodes[1] ?? '', '2026-12-08T01:00:00Z')).toBe('2026-12-28');
});
