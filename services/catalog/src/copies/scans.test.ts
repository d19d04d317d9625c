import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { instant } from '@toshobin/lending-rules';
import { keepLibrary } from '../libraries/keep-library.ts';
import { catalogOfTests, granted, refusedWith } from '../testing/catalog-in-test.ts';
import { libraryInTest } from '../testing/library-in-test.ts';
import { pickList } from './pick-list.ts';
import { readCopy } from './read-copy.ts';

const catalog = catalogOfTests('2026-12-07T01:00:00Z');

beforeAll(async () => {
  await keepLibrary(catalog.deps.db, libraryInTest('uto', '宇土市立図書館'), 1n);
});

async function oneCopy() {
  const { recordId, barcodes, copyIds } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const [copyId = ''] = copyIds;
  return { recordId, barcode, copyId };
}

test('a return goes to the next in the queue and answers its library', async () => {
  const { recordId, barcode, copyId } = await oneCopy();
  const first = await catalog.reserve(recordId);
  const second = await catalog.reserve(recordId, 'uto');
  expect(granted(await catalog.pick(barcode)).step).toMatchObject({
    next: 'toHoldShelf',
    holdNumber: first.allocation?.holdNumber,
  });
  const handedOut = granted(await catalog.handOut(barcode, [first.reservationId]));
  expect(handedOut.step).toMatchObject({ next: 'handOver', due: { date: '2026-12-28' }, dueToday: false });

  catalog.now = instant('2026-12-20T02:00:00Z');
  expect(granted(await catalog.takeBack(barcode)).step).toMatchObject({
    next: 'toPacking',
    pickupLibrary: 'uto',
    reservationId: second.reservationId,
  });
  const told = (await catalog.written('catalog.copy.scanned')).map(({ fact }) => fact);
  const facts = told.filter((fact) => fact.copyId === copyId);
  expect(facts.map(({ kind, reservationId }) => [kind, reservationId])).toEqual([
    ['picked', first.reservationId],
    ['handedOut', first.reservationId],
    ['handedIn', first.reservationId],
    ['home', first.reservationId],
    ['picked', second.reservationId],
  ]);
  const closed = await catalog.activities.positionOf({ reservationId: first.reservationId });
  expect(closed).toMatchObject({
    entry: 'closed',
    allocation: first.allocation,
    due: { date: '2026-12-28' },
  });
  expect(closed.facts.map(({ kind }) => kind)).toEqual(['picked', 'handedOut', 'handedIn', 'home']);
});

test('a return that nobody waits for goes to its shelf, and the next reservation gets it there', async () => {
  const { recordId, barcode, copyId } = await oneCopy();
  expect(granted(await catalog.takeBack(barcode)).step).toEqual({ next: 'toShelf', shelfMark: '913.6/ナ' });
  const { reservationId, allocation } = await catalog.reserve(recordId, 'uto');
  expect(allocation?.copyId).toBe(copyId);
  const rows = await pickList(catalog.deps.db);
  expect(rows.filter((row) => row.reservationId === reservationId)).toHaveLength(1);
  granted(await catalog.pick(barcode));
  const later = await pickList(catalog.deps.db);
  expect(later.filter((row) => row.reservationId === reservationId)).toHaveLength(0);
});

test('a scan sent twice answers the same and happens once', async () => {
  const { recordId, barcode, copyId } = await oneCopy();
  await catalog.reserve(recordId);
  await catalog.reserve(recordId, 'uto');
  granted(await catalog.pick(barcode));
  granted(await catalog.handOut(barcode, (await holders(copyId)).slice(0, 1)));
  const scan = { factId: randomUUID() };
  const atOnce = await Promise.all([1, 2, 3, 4].map(() => catalog.takeBack(barcode, scan)));
  const answers = [...atOnce, await catalog.takeBack(barcode, scan)].map(granted);
  expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
  expect(new Set(answers.map(({ step }) => JSON.stringify(step))).size).toBe(1);
  const facts = await catalog.deps.db.scan.findMany({ where: { copyId: BigInt(copyId) } });
  expect(facts.map(({ kind }) => kind).sort()).toEqual(['handedIn', 'handedOut', 'home', 'picked', 'picked']);
});

async function holders(copyId: string): Promise<string[]> {
  const rows = await catalog.deps.db.allocation.findMany({ where: { copyId: BigInt(copyId) } });
  return rows.map(({ reservationId }) => reservationId);
}

test('a copy that is read again in another round is fetched once, and once taken back', async () => {
  const { recordId, barcode } = await oneCopy();
  const { reservationId } = await catalog.reserve(recordId, 'uto');
  const kinds = async () =>
    (await catalog.activities.positionOf({ reservationId })).facts.map(({ kind }) => kind);
  const first = granted(await catalog.pick(barcode));
  const again = granted(await catalog.pick(barcode));
  expect([again.factId, again.repeated, again.step]).toEqual([first.factId, true, first.step]);
  expect(await kinds()).toEqual(['picked']);
  granted(await catalog.undo(again.factId));
  const anew = granted(await catalog.pick(barcode));
  expect([anew.repeated, await kinds()]).toEqual([false, ['picked', 'picked', 'picked']]);
});

test('a fact id is good for one scan of one copy', async () => {
  const [one, other] = [await oneCopy(), await oneCopy()];
  const factId = randomUUID();
  granted(await catalog.takeBack(one.barcode, { factId }));
  expect(refusedWith(await catalog.takeBack(other.barcode, { factId }))).toBe('STATE_CHANGED');
  const twin = randomUUID();
  const both = await Promise.all([
    catalog.takeBack(one.barcode, { factId: twin }),
    catalog.takeBack(other.barcode, { factId: twin }),
  ]);
  expect(both.map(refusedWith).sort()).toEqual(['STATE_CHANGED', 'granted']);
});

test('a copy not on the shelf: another copy is tried, the last one sends the patron back to the old place', async () => {
  const { recordId, barcodes } = await catalog.shelve(2);
  const [copyA = '', copyB = ''] = barcodes;
  const first = await catalog.reserve(recordId, 'uto');
  await catalog.reserve(recordId, 'uto');
  const late = await catalog.reserve(recordId, 'uto');
  expect(first.allocation?.barcode).toBe(copyA);

  // Copy B is fetched for the second patron, so there is none left for the first.
  granted(await catalog.pick(copyB));
  expect(granted(await catalog.notOnShelf(copyA)).step).toEqual({
    next: 'keepSearching',
    anotherCopy: false,
  });
  const { activities } = catalog;
  expect(await activities.positionOf({ reservationId: first.reservationId })).toMatchObject({
    entry: 'waiting',
    pickupLibrary: 'uto',
    position: 1,
    facts: [],
  });
  expect(await activities.positionOf({ reservationId: late.reservationId })).toMatchObject({ position: 2 });
  expect(granted(await readCopy(catalog.deps.db, copyA))).toMatchObject({
    place: 'searching',
    reservationId: null,
  });
  expect(await catalog.endingsOf(first.reservationId)).toEqual(['notOnShelf']);

  // The copy turns up among the returns: it is found, and the first in the queue gets it.
  expect(granted(await catalog.takeBack(copyA)).step).toMatchObject({ reservationId: first.reservationId });
});

test('a copy not on the shelf, while another one is: the same patron gets that', async () => {
  const { recordId, barcodes } = await catalog.shelve(2);
  const first = await catalog.reserve(recordId, 'uto');
  const { step } = granted(await catalog.notOnShelf(barcodes[0] ?? ''));
  expect(step).toEqual({ next: 'keepSearching', anotherCopy: true });
  const { allocation } = await catalog.activities.positionOf({ reservationId: first.reservationId });
  expect(allocation?.barcode).toBe(barcodes[1]);
  expect(await catalog.newsOf(first.reservationId)).toEqual(['copyChosen', 'copyChosen']);
  expect(allocation?.allocation).toBeGreaterThan(first.allocation?.allocation ?? 0);
});

test('a copy that turns up again leaves its former patron the copy that was found instead', async () => {
  const { recordId, barcodes } = await catalog.shelve(2);
  const { reservationId } = await catalog.reserve(recordId, 'uto');
  granted(await catalog.notOnShelf(barcodes[0] ?? ''));
  const found = granted(await catalog.takeBack(barcodes[0] ?? ''));
  expect(found.step).toMatchObject({ next: 'toShelf', found: true });
  const position = await catalog.activities.positionOf({ reservationId });
  expect(position).toMatchObject({ entry: 'allocated', allocation: { barcode: barcodes[1] }, facts: [] });
});

test('a copy that is not to be fetched is neither picked nor missed', async () => {
  const { recordId, barcode } = await oneCopy();
  expect(refusedWith(await catalog.pick(barcode))).toBe('STATE_CHANGED');
  expect(refusedWith(await catalog.notOnShelf(barcode))).toBe('STATE_CHANGED');
  await catalog.reserve(recordId);
  granted(await catalog.pick(barcode));
  expect(refusedWith(await catalog.notOnShelf(barcode))).toBe('STATE_CHANGED');
});

test('a held copy scanned as a return by mistake stays with its patron', async () => {
  const { recordId, barcode } = await oneCopy();
  const { reservationId } = await catalog.reserve(recordId);
  granted(await catalog.pick(barcode));
  expect(granted(await catalog.takeBack(barcode)).step).toMatchObject({ next: 'toHoldShelf', reservationId });
  granted(await catalog.handOut(barcode, [reservationId]));
});

test('only the right card at the right library gets the copy', async () => {
  const { recordId, barcode } = await oneCopy();
  const { reservationId } = await catalog.reserve(recordId, 'uto');
  granted(await catalog.pick(barcode));
  const give = (ids: string[], library: string) => catalog.handOut(barcode, ids, { library });
  expect(await give([reservationId], 'pref')).toEqual({
    ok: false,
    refusal: { code: 'WRONG_PICKUP_LIBRARY', values: { pickupLibrary: '宇土市立図書館' } },
  });
  expect(refusedWith(await give([randomUUID()], 'pref'))).toBe('CARD_DOES_NOT_MATCH');
  expect(refusedWith(await give([], 'uto'))).toBe('CARD_DOES_NOT_MATCH');
  expect(refusedWith(await give([randomUUID(), reservationId], 'uto'))).toBe('granted');
  expect(refusedWith(await give([reservationId], 'pref'))).toBe('LENT_TO_THIS_READER');
  const free = await oneCopy();
  expect(refusedWith(await catalog.handOut(free.barcode, [reservationId], { library: 'uto' }))).toBe(
    'NOTHING_HELD',
  );
});

test('a cancelled copy is not handed out, whoever asks', async () => {
  const { recordId, barcode } = await oneCopy();
  const { reservationId } = await catalog.reserve(recordId);
  granted(await catalog.pick(barcode));
  await catalog.activities.leaveQueue({ reservationId, by: 'patron', at: catalog.now });
  expect(refusedWith(await catalog.handOut(barcode, [reservationId]))).toBe('DO_NOT_HAND_OUT');
});

test('a copy whose hold ended at the prefectural library goes back, and no desk can allow otherwise', async () => {
  const { recordId, barcode } = await oneCopy();
  const { reservationId, allocation } = await catalog.reserve(recordId);
  granted(await catalog.pick(barcode));
  await catalog.readyUntil(reservationId, '2026-12-14');
  const at = instant('2026-12-14T15:00:00Z');
  await catalog.activities.expireHold({ reservationId, allocation: allocation?.allocation ?? 0, at });
  catalog.now = at;
  expect(refusedWith(await catalog.handOut(barcode, []))).toBe('DO_NOT_HAND_OUT');
  expect(refusedWith(await catalog.handOut(barcode, [randomUUID()]))).toBe('DO_NOT_HAND_OUT');
  expect(refusedWith(await catalog.handOut(barcode, [reservationId]))).toBe('HAND_OUT_AFTER_EXPIRY');
  expect(refusedWith(await catalog.allowLateHandOut(reservationId))).toBe('DO_NOT_HAND_OUT');
  granted(await catalog.takeBack(barcode));
  granted(await catalog.lend(barcode, randomUUID()));
});

test('a number of another kind, a misread one and a stranger’s are told apart', async () => {
  const { db } = catalog.deps;
  expect(await readCopy(db, makeBarcode('card', 7))).toEqual({
    ok: false,
    refusal: { code: 'BARCODE_WRONG_KIND', values: { expected: '資料', actual: '貸出カード' } },
  });
  expect(refusedWith(await catalog.takeBack(makeBarcode('parcel', 7)))).toBe('BARCODE_WRONG_KIND');
  expect(refusedWith(await catalog.takeBack(makeBarcode('copy', 99_999)))).toBe('BARCODE_NOT_OURS');
  expect(refusedWith(await catalog.pick('4901234567894'))).toBe('BARCODE_NOT_OURS');
  const { barcode } = await oneCopy();
  const fullWidth = barcode.replaceAll(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  expect(refusedWith(await catalog.takeBack(`A${fullWidth}A`))).toBe('granted');
});

test('a book-drop return on Monday counts for the last open day', async () => {
  const { recordId, barcode, copyId } = await oneCopy();
  const { reservationId } = await catalog.reserve(recordId, 'uto');
  granted(await catalog.pick(barcode));
  granted(await catalog.handOut(barcode, [reservationId], { library: 'uto' }));
  // The library is closed on Sundays: a book in the drop on Monday morning was perhaps brought by Saturday.
  const at = instant('2026-12-21T00:05:00Z');
  catalog.now = instant('2026-12-21T00:20:00Z');
  const drop = { library: 'uto', bookDrop: true, firstEmptyingOfDay: true, at };
  const { step } = granted(await catalog.takeBack(barcode, drop));
  expect(step).toEqual({ next: 'sendHome', toPrefectural: false });
  const scans = await catalog.deps.db.scan.findMany({
    where: { copyId: BigInt(copyId), kind: 'handedIn' },
  });
  expect(scans[0]?.occurredAt.toISOString()).toBe('2026-12-19T14:59:59.999Z');
  expect(scans[0]?.scannedAt.toISOString()).toBe(new Date(at).toISOString());
  expect(granted(await readCopy(catalog.deps.db, barcode)).place).toBe('returning');

  // The copy came home by parcel and was handed in elsewhere, so only that it is home is recorded.
  granted(await catalog.takeBack(barcode));
  const { facts } = await catalog.activities.positionOf({ reservationId });
  expect(facts.map(({ kind }) => kind)).toEqual(['picked', 'handedOut', 'handedIn', 'home']);
});

test('a copy handed in at a library it was not sent to goes to the prefectural one', async () => {
  const { recordId, barcode } = await oneCopy();
  const { reservationId } = await catalog.reserve(recordId, 'uto');
  granted(await catalog.pick(barcode));
  granted(await catalog.handOut(barcode, [reservationId], { library: 'uto' }));
  const { step } = granted(await catalog.takeBack(barcode, { library: 'yatsushiro' }));
  expect(step).toEqual({ next: 'sendHome', toPrefectural: true });
});

test('a device whose clock is years behind dates nothing before what it follows from', async () => {
  const { recordId, barcode, copyId } = await oneCopy();
  const { reservationId } = await catalog.reserve(recordId);
  const chosen = new Date(catalog.now);
  const at = instant('2000-01-01T00:00:00Z');
  catalog.now = instant('2026-12-08T01:00:00Z');
  granted(await catalog.pick(barcode, { at }));
  granted(await catalog.handOut(barcode, [reservationId], { at: instant('2026-12-08T00:30:00Z') }));
  catalog.now = instant('2026-12-10T01:00:00Z');
  granted(await catalog.takeBack(barcode, { at, bookDrop: true, firstEmptyingOfDay: true }));
  const scans = await catalog.deps.db.scan.findMany({ where: { copyId: BigInt(copyId) } });
  const dated = scans.map(({ kind, occurredAt }) => [kind, occurredAt]);
  const handedOut = new Date('2026-12-08T00:30:00Z');
  expect(dated).toEqual([
    ['picked', chosen],
    ['handedOut', handedOut],
    ['handedIn', handedOut],
    ['home', handedOut],
  ]);
  // The device's own moment stays beside it.
  expect(scans[0]?.scannedAt.toISOString()).toBe(new Date(at).toISOString());
});

test('a scan can be neither changed nor deleted', async () => {
  const { barcode } = await oneCopy();
  granted(await catalog.takeBack(barcode));
  await expect(catalog.deps.pool.query('DELETE FROM scan')).rejects.toThrow('never changed or deleted');
  await expect(catalog.deps.pool.query("UPDATE scan SET kind = 'home'")).rejects.toThrow('never changed');
});
