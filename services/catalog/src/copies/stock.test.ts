import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { makeBarcode, RecordIdSchema } from '@toshobin/contracts';
import { instant } from '@toshobin/lending-rules';
import { addRecord } from '../records/add-record.ts';
import { findRecord } from '../records/find-record.ts';
import { volumesOf } from '../records/volumes-of.ts';
import { searchRecords } from '../search/search-records.ts';
import { catalogOfTests, granted, refusedWith } from '../testing/catalog-in-test.ts';
import { addCopy } from './add-copy.ts';
import { changeCopy } from './change-copy.ts';
import { readCopy } from './read-copy.ts';
import { withdrawCopy } from './withdraw-copy.ts';

const catalog = catalogOfTests('2026-12-07T01:00:00Z');
let serial = 700_000;

const by = { account: 'desk', library: 'pref' };
const book = { shelfMark: '051/シ', weightGrams: 250, thicknessMm: 9, supplementCount: 1 };
const newBarcode = () => makeBarcode('copy', ++serial);
const add = (recordId: string, barcode: string) =>
  addCopy(catalog.deps, {
    ...book,
    recordId: RecordIdSchema.parse(recordId),
    barcode,
    at: catalog.now,
    by,
  });
const withdraw = (barcode: string, condition: 'damaged' | 'withdrawn' = 'withdrawn') =>
  withdrawCopy(catalog.deps, { barcode, condition, at: catalog.now, by });
const positionOf = (reservationId: string) => catalog.activities.positionOf({ reservationId });
const unservable = async () => (await catalog.noCopyLeft()).map((one) => `${one.reservationId} ${one.why}`);

const issue = {
  kind: 'magazineIssue',
  lending: 'lendable',
  title: '月刊ﾆｼｷ鯉 2027年1月号',
  titleReading: 'げっかんにしきごい',
  author: '',
  publisher: '例示書房',
  year: 2027,
  part: '',
  protectiveCover: true,
} as const;

const newIssue = (title: string = issue.title) => ({
  ...issue,
  title,
  factId: randomUUID(),
  at: catalog.now,
  by,
});
const recordsCalled = async (title: string) =>
  (await catalog.deps.db.bibliographicRecord.findMany({ where: { title } })).map(({ id }) => String(id));

test('the button pressed twice adds one title, at once or a minute later; two forms add two', async () => {
  const form = newIssue('月刊二度押し 1月号');
  const atOnce = await Promise.all([addRecord(catalog.deps, form), addRecord(catalog.deps, form)]);
  catalog.now = instant('2026-12-07T01:01:00Z');
  const later = await addRecord(catalog.deps, { ...form, at: catalog.now });
  const [{ recordId } = { recordId: '' }, ...again] = [...atOnce, later].map(granted);
  expect(again).toEqual([{ recordId }, { recordId }]);
  expect(await recordsCalled(form.title)).toEqual([recordId]);

  const other = granted(await addRecord(catalog.deps, newIssue(form.title)));
  expect(await recordsCalled(form.title)).toEqual([recordId, other.recordId]);
  expect(refusedWith(await addRecord(catalog.deps, { ...form, year: 2028 }))).toBe('STATE_CHANGED');
  expect(await recordsCalled(form.title)).toHaveLength(2);
});

test('a book is not lent as audiovisual material', async () => {
  const form = { ...newIssue('雑誌 ではない本'), kind: 'book' as const, lending: 'audiovisual' as const };
  expect(refusedWith(await addRecord(catalog.deps, form))).toBe('LENT_AS_ANOTHER_KIND');
  expect(granted(await addRecord(catalog.deps, { ...form, kind: 'audiovisual' }))).toBeDefined();
});

test('a volume and an issue that the desk adds stand beside the others of their work, in their order', async () => {
  const work = { title: '窓口に着いた長篇', kind: 'book' as const, author: '例山 一枝' };
  const added = async (part: string, of: object = work) =>
    granted(await addRecord(catalog.deps, { ...newIssue(), ...of, part })).recordId;
  const beside = async (recordId: string) => granted(await volumesOf(catalog.deps, { recordId })).volumes;
  // This record came by a file.
  await catalog.shelve(1, { title: work.title, author: work.author, subtitle: '第2巻', volume: 2 });
  const [last, first] = [await added('第３巻'), await added('上')];
  await added('特別編');
  expect(await beside(last)).toMatchObject([
    { recordId: first, volume: 1, subtitle: '上' },
    { volume: 2, subtitle: '第2巻' },
    { recordId: last, volume: 3, subtitle: '第３巻' },
  ]);
  const magazine = { title: '月刊窓口' };
  const [older] = [await added('2027年1月号', magazine), await added('2027年2月号', magazine)];
  expect((await beside(older)).map(({ subtitle }) => subtitle)).toEqual(['2027年2月号', '2027年1月号']);
});

test('a new issue and its copy are found by the search at once, and can be reserved', async () => {
  const { recordId } = granted(await addRecord(catalog.deps, newIssue()));
  const found = await searchRecords(catalog.deps.searchPool, {
    text: 'ニシキ鯉',
    page: 1,
    pageSize: 20,
    reservableOnly: false,
  });
  expect(found.records.map(({ id }) => id)).toEqual([recordId]);

  const barcode = newBarcode();
  const copies = await Promise.all([add(recordId, barcode), add(recordId, barcode)]);
  expect(copies[0]).toEqual(copies[1]);
  const record = await findRecord(catalog.deps.db, recordId);
  expect(record?.copies).toMatchObject([{ barcode, ...book, condition: 'inService' }]);
  const { allocation } = await catalog.reserve(recordId, 'uto');
  expect(allocation).toMatchObject({ barcode, protectiveCover: true, supplementCount: 1 });
});

test('a copy is added once, to a record of ours, with a barcode of a copy', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  expect(refusedWith(await add('999999999', newBarcode()))).toBe('NOT_FOUND');
  expect(refusedWith(await add(recordId, makeBarcode('card', 5)))).toBe('BARCODE_WRONG_KIND');
  expect(refusedWith(await add(recordId, '4901234567894'))).toBe('BARCODE_NOT_OURS');
  const other = await catalog.shelve(0);
  expect(refusedWith(await add(other.recordId, barcodes[0] ?? ''))).toBe('BARCODE_TAKEN');
  // A second copy has the first one's number: nothing was added, so nobody is told that it was.
  expect(refusedWith(await add(recordId, barcodes[0] ?? ''))).toBe('BARCODE_TAKEN');
  const barcode = newBarcode();
  const atOnce = await Promise.all([add(recordId, barcode), add(other.recordId, barcode)]);
  expect(atOnce.map(refusedWith).sort()).toEqual(['BARCODE_TAKEN', 'granted']);
});

test('one more copy goes to who waits when it is scanned at the desk', async () => {
  const { recordId } = await catalog.shelve(1);
  await catalog.reserve(recordId);
  const waiting = await catalog.reserve(recordId);
  const barcode = newBarcode();
  granted(await add(recordId, barcode));
  expect((await positionOf(waiting.reservationId)).entry).toBe('waiting');
  const { step } = granted(await catalog.takeBack(barcode));
  expect(step).toMatchObject({ next: 'toHoldShelf', reservationId: waiting.reservationId });
});

test('what is known of a copy is changed', async () => {
  const { barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const change = (of: string) => changeCopy(catalog.deps, { ...book, barcode: of, at: catalog.now, by });
  expect(granted(await change(`A${barcode}A`)).barcode).toBe(barcode);
  expect(granted(await readCopy(catalog.deps.db, barcode))).toMatchObject(book);
  expect(refusedWith(await change(newBarcode()))).toBe('BARCODE_NOT_OURS');
  expect(refusedWith(await change(makeBarcode('parcel', 1)))).toBe('BARCODE_WRONG_KIND');
});

test('what a copy weighs is told with how its reservation stands, when it has changed, and only then', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const change = (more: Partial<typeof book>) =>
    changeCopy(catalog.deps, { ...book, ...more, barcode, at: catalog.now, by });
  granted(await change({}));
  const { reservationId } = await catalog.reserve(recordId, 'uto');
  await change({ weightGrams: 310 });
  await change({ weightGrams: 310, shelfMark: '051/ス' });
  await change({ weightGrams: 310, supplementCount: 2 });
  await change({});
  const told = (await catalog.written('catalog.reservation.changed'))
    .filter((one) => one.reservationId === reservationId)
    .map(({ item }) => [item?.weightGrams, item?.thicknessMm, item?.supplementCount]);
  expect(told).toEqual([
    [250, 9, 1],
    [310, 9, 1],
    [310, 9, 2],
    [250, 9, 1],
  ]);
});

test('a copy withdrawn from a reservation: another one follows, at once or in its turn', async () => {
  const { recordId, barcodes } = await catalog.shelve(2);
  const [first = '', second = ''] = barcodes;
  const { reservationId, allocation } = await catalog.reserve(recordId, 'uto');
  expect(allocation?.barcode).toBe(first);
  granted(await catalog.pick(first));
  expect(granted(await withdraw(first, 'damaged'))).toMatchObject({ barcode: first, stillWaiting: 0 });
  expect(granted(await withdraw(first, 'damaged')).stillWaiting).toBe(0);
  expect(await catalog.endingsOf(reservationId)).toEqual(['outOfService', null]);
  expect((await positionOf(reservationId)).allocation?.barcode).toBe(second);
  expect(granted(await readCopy(catalog.deps.db, first))).toMatchObject({
    place: 'unavailable',
    reservationId: null,
  });
  expect(await unservable()).toEqual([]);
  // The copy is withdrawn for good after all; then it is not damaged any more.
  expect(refusedWith(await withdraw(first))).toBe('granted');
  expect(refusedWith(await withdraw(first, 'damaged'))).toBe('STATE_CHANGED');
  expect(refusedWith(await withdraw(newBarcode()))).toBe('BARCODE_NOT_OURS');
  expect(refusedWith(await withdraw(makeBarcode('card', 1)))).toBe('BARCODE_WRONG_KIND');
});

test('withdrawing the last copy tells all who wait, and says how many', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const holder = await catalog.reserve(recordId);
  const waiting = await catalog.reserve(recordId);
  granted(await catalog.pick(barcode));
  const answers = await Promise.all([withdraw(barcode), withdraw(barcode)]);
  expect(answers.map((answer) => granted(answer).stillWaiting)).toEqual([2, 2]);
  expect((await unservable()).sort()).toEqual(
    [holder, waiting].map(({ reservationId }) => `${reservationId} withdrawn`).sort(),
  );
  expect(await positionOf(holder.reservationId)).toMatchObject({ entry: 'waiting', position: 1 });
  // A copy that comes later serves them; when that goes too, they are told anew.
  const replacement = newBarcode();
  granted(await add(recordId, replacement));
  granted(await catalog.takeBack(replacement));
  expect((await positionOf(holder.reservationId)).entry).toBe('allocated');
  catalog.now = instant('2026-12-08T01:00:00Z');
  granted(await withdraw(replacement));
  expect((await unservable()).length).toBe(4);
});

test('a copy that is lent, or on its way back, is not withdrawn before it is home', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const { reservationId } = await catalog.reserve(recordId, 'uto');
  granted(await catalog.pick(barcode));
  granted(await catalog.handOut(barcode, [reservationId], { library: 'uto' }));
  expect(refusedWith(await withdraw(barcode))).toBe('STATE_CHANGED');
  granted(await catalog.takeBack(barcode, { library: 'uto' }));
  expect(refusedWith(await withdraw(barcode))).toBe('STATE_CHANGED');
  granted(await catalog.takeBack(barcode));
  expect(refusedWith(await withdraw(barcode, 'damaged'))).toBe('granted');
  expect(granted(await catalog.takeBack(barcode)).step).toEqual({ next: 'setAside', condition: 'damaged' });
  expect(refusedWith(await withdraw(barcode))).toBe('granted');
  expect(granted(await catalog.takeBack(barcode)).step).toEqual({ next: 'setAside', condition: 'withdrawn' });
  expect(granted(await readCopy(catalog.deps.db, barcode)).place).toBe('unavailable');
});
