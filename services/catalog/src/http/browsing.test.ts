import { expect, test } from '@jest/globals';
import { catalogApi, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { withdrawCopy } from '../copies/withdraw-copy.ts';
import { arrivalsStatement } from '../records/new-arrivals.ts';
import { granted, refusedWith } from '../testing/catalog-in-test.ts';
import { catalogOverHttp } from '../testing/catalog-over-http.ts';

const { catalog, client, at, authorization } = catalogOverHttp();
const read = async (recordId: string) =>
  granted(await client().call(catalogApi.readRecord, { params: { recordId } }));

test('a title is found by its public number too, with readings and translator', async () => {
  const { recordId } = await catalog.shelve(1, {
    number: 'T000000773',
    title: 'ファウスト',
    titleReading: 'ふぁうすと',
    subtitle: '悲劇 第一部',
    subtitleReading: 'ひげき だいいちぶ',
    translator: '森鴎外',
  });
  const record = await read('T000000773');
  expect(record).toMatchObject({
    recordId,
    number: 'T000000773',
    subtitleReading: 'ひげき だいいちぶ',
    translator: '森鴎外',
    waiting: 0,
    waitEstimate: null,
  });
  expect(await read(recordId)).toEqual(record);
  const unknown = { params: { recordId: 'T999999999' } };
  expect(refusedWith(await client().call(catalogApi.readRecord, unknown))).toBe('NOT_FOUND');
});

test('many titles are summed up at once, unknown ones left out', async () => {
  const { recordId } = await catalog.shelve(1, { title: '草枕', volume: 2, kind: 'audiovisual' });
  const body = { recordIds: [recordId, recordId, '999999'] };
  const { records } = granted(await client().call(catalogApi.summaries, { body }));
  expect(records).toMatchObject([
    { recordId, title: '草枕', volume: 2, kind: 'audiovisual', subtitle: null },
  ]);
});

test('the wait grows with the queue, and there is none while a copy is free or the title is not lent', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  expect((await read(recordId)).waitEstimate).toBeNull();
  const { reservationId } = await catalog.reserve(recordId);
  const [barcode = ''] = barcodes;
  granted(await catalog.pick(barcode));
  granted(await catalog.handOut(barcode, [reservationId]));
  const alone = await read(recordId);
  expect(alone).toMatchObject({ waiting: 0, copies: [{ place: 'onLoan', due: '2026-12-28' }] });
  expect(alone.waitEstimate).toEqual({ weeksFrom: 1, weeksTo: 5 });
  await catalog.reserve(recordId);
  const behindOne = await read(recordId);
  expect(behindOne.waiting).toBe(1);
  expect(behindOne.waitEstimate?.weeksTo).toBeGreaterThan(5);

  const magazine = await catalog.shelve(1, { kind: 'magazineIssue', lending: 'inPersonOnly' });
  await catalog.lend(magazine.barcodes[0] ?? '', reservationId);
  expect((await read(magazine.recordId)).waitEstimate).toBeNull();
});

test('the volumes of a work stand in their order with their state, and the issues of a magazine the newest first', async () => {
  const read = async (recordId: string) =>
    granted(await client().call(catalogApi.volumes, { params: { recordId } })).volumes;
  const titled = { title: '大菩薩峠', author: '中里介山' };
  const volume = (number: number, subtitle: string, more = {}) =>
    catalog.shelve(1, { ...titled, volume: number, subtitle, ...more });
  const last = await volume(2, '下');
  const [second, first] = [await volume(2, '中', { year: 1996 }), await volume(1, '上')];
  await volume(1, '上', { author: '某' });
  await catalog.shelve(1, { ...titled, subtitle: '別冊' });
  const { reservationId } = await catalog.reserve(last.recordId);
  granted(await catalog.pick(last.barcodes[0] ?? ''));
  granted(await catalog.handOut(last.barcodes[0] ?? '', [reservationId]));
  await catalog.reserve(last.recordId);
  expect(await read(second.recordId)).toMatchObject([
    { recordId: first.recordId, volume: 1, onShelf: 1, due: null },
    { subtitle: '中', volume: 2, year: 1996 },
    { subtitle: '下', onShelf: 0, waiting: 1, due: '2026-12-28' },
  ]);
  const issue = (subtitle: string, year = 2026) =>
    catalog.shelve(1, { kind: 'magazineIssue', title: '月刊星空案内', author: '', subtitle, year });
  const newest = await issue('2026年10月号');
  for (const older of ['2026年2月号', '2026年9月号']) await issue(older);
  await issue('2025年12月号', 2025);
  expect((await read(newest.recordId)).map(({ subtitle }) => subtitle)).toEqual([
    ...['2026年10月号', '2026年9月号', '2026年2月号', '2025年12月号'],
  ]);
  expect(await read((await catalog.shelve(1)).recordId)).toEqual([]);
  const unknown = { params: { recordId: 'T999999999' } };
  expect(refusedWith(await client().call(catalogApi.volumes, unknown))).toBe('NOT_FOUND');
});

/** Sets the day on which a title's copies came. */
const cameOn = (recordId: string, day: string) =>
  catalog.deps.db.copy.updateMany({
    where: { recordId: BigInt(recordId) },
    data: { addedAt: new Date(`${day}T00:00:00Z`) },
  });
const withdraw = (barcode = '') =>
  withdrawCopy(catalog.deps, {
    ...{ barcode, condition: 'withdrawn', at: catalog.now },
    by: { account: 'desk', library: PREFECTURAL_LIBRARY },
  });
const arrivals = async (page = 1) =>
  granted(await client().call(catalogApi.newArrivals, { query: { page } })).records;
const arrivalsToReserve = async () =>
  granted(await client().call(catalogApi.newArrivals, { query: { page: 1, books: 'reservable' } })).records;

test('new arrivals begin with what came last, with the counts of their copies', async () => {
  const older = await catalog.shelve(1, { title: '三四郎' });
  const newer = await catalog.shelve(2, { title: '門' });
  await cameOn(older.recordId, '2027-01-01');
  await cameOn(newer.recordId, '2027-01-02');
  await catalog.reserve(newer.recordId);
  const page = granted(await client().call(catalogApi.newArrivals, { query: { page: 1 } }));
  expect(page.records.slice(0, 2)).toMatchObject([
    { title: '門', onShelf: 1, copies: 2, waiting: 0, addedAt: '2027-01-02T00:00:00.000Z' },
    { title: '三四郎', addedAt: '2027-01-01T00:00:00.000Z' },
  ]);
  expect(page).toMatchObject({ page: 1, pageSize: 20, total: page.records.length });
  const inTheLibrary = await catalog.shelve(1, { title: '県勢統計年鑑', lending: 'referenceOnly' });
  await cameOn(inTheLibrary.recordId, '2027-01-03');
  expect((await arrivalsToReserve())[0]).toMatchObject({ title: '門' });
  expect(await arrivals(50)).toEqual([]);
});

test('a title has arrived when its first copy has: not with its record, nor again with a second copy', async () => {
  const old = await catalog.shelve(1, { title: '古くからある本' });
  await cameOn(old.recordId, '2026-01-10');
  const recent = await catalog.shelve(1, { title: '先週の本' });
  await cameOn(recent.recordId, '2027-02-01');
  const ordered = await catalog.shelve(0, { title: '届くのを待つ本' });
  granted(await catalog.buy(old.recordId));
  for (const list of [await arrivals(), await arrivalsToReserve()]) {
    expect(list[0]).toMatchObject({ title: '先週の本' });
    expect(list.map(({ title }) => title)).not.toContain('届くのを待つ本');
  }
  granted(await catalog.buy(ordered.recordId));
  await cameOn(ordered.recordId, '2027-02-02');
  for (const list of [await arrivals(), await arrivalsToReserve()])
    expect(list[0]).toMatchObject({
      title: '届くのを待つ本',
      copies: 1,
      addedAt: '2027-02-02T00:00:00.000Z',
    });
});

test('a title whose copies are all withdrawn is no new arrival; one whose first was replaced is', async () => {
  const mended = await catalog.shelve(2, { title: '番号を貼り直した本' });
  await cameOn(mended.recordId, '2027-03-01');
  const gone = await catalog.shelve(2, { title: '除籍した本' });
  await cameOn(gone.recordId, '2027-03-02');
  for (const barcode of [...gone.barcodes, mended.barcodes[0]]) granted(await withdraw(barcode));
  for (const list of [await arrivals(), await arrivalsToReserve()])
    expect(list[0]).toMatchObject({ title: '番号を貼り直した本', copies: 1 });
});

test('a page of new arrivals is a short walk along an index, however many records came in without a copy', async () => {
  const session = await catalog.deps.pool.connect();
  await session.query('BEGIN; SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off');
  const { rows } = await session.query(`EXPLAIN ${arrivalsStatement('reservable')}`, [20, 0]);
  await session.query('ROLLBACK');
  session.release();
  const plan = JSON.stringify(rows);
  expect(plan).toContain('copy_arrived');
  expect(plan).not.toMatch(/Sort|Hash|Seq Scan/);
});

test('classes are named and counted, from the ten down to the sections', async () => {
  const classes = async (under?: string) =>
    granted(await client().call(catalogApi.classes, { query: under === undefined ? {} : { under } }));
  const ten = await classes();
  expect(ten.classes).toHaveLength(10);
  const literature = ten.classes.find(({ ndc }) => ndc === '9');
  expect(literature?.records).toBeGreaterThan(0);
  const { above, classes: sections } = await classes('91');
  expect(above.map(({ name }) => name)).toEqual(['文学', '日本文学']);
  expect(sections).toEqual([{ ndc: '913', name: '日本文学／小説・物語', records: literature?.records }]);
  const bad = await fetch(at('/classes?under=abc'), { headers: { authorization } });
  expect(bad.status).toBe(422);
});

test('availability is told by ISBN, of ten digits or thirteen, in the order that was asked', async () => {
  await catalog.shelve(2, { isbns: ['9784101077017', '9784003109076'], title: '人間失格' });
  await catalog.shelve(1, { isbns: ['9784101010014'], title: 'こころ' });
  const asked = await client().call(catalogApi.availability, {
    query: { isbn: '978-4-10-101001-4, 4003109074 nonsense' },
  });
  const { books } = granted(asked);
  expect(books).toMatchObject([
    { asked: '978-4-10-101001-4', isbn: '9784101010014', records: [{ copies: 1, waiting: 0 }] },
    { asked: '4003109074', isbn: '9784003109076', records: [{ copies: 2, onShelf: 2 }] },
    { asked: 'nonsense', isbn: null, records: [] },
  ]);
});

test('a book is not said to be here while its record has no copy, or when all of them are withdrawn', async () => {
  const isbn = '9784061234567';
  const books = async () => granted(await client().call(catalogApi.availability, { query: { isbn } })).books;
  const none = [{ asked: isbn, isbn, records: [] }];
  const { recordId } = await catalog.shelve(0, { isbns: [isbn], title: '届くのを待つ本' });
  expect(await books()).toEqual(none);
  granted(await catalog.buy(recordId));
  expect(await books()).toMatchObject([{ isbn, records: [{ copies: 1, onShelf: 1 }] }]);
  const { copies } = await read(recordId);
  granted(await withdraw(copies[0]?.barcode));
  expect(await books()).toEqual(none);
});

test('of more than 100 ISBNs none is looked up: the question is refused, not cut', async () => {
  const ask = (many: number) =>
    fetch(at(`/availability?isbn=${'9784003109076,'.repeat(many)}`), { headers: { authorization } });
  expect((await ask(100)).status).toBe(200);
  const refused = await ask(101);
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain('100 ISBNs at most');
});

test('the magazines for visitors are listed once each, with the issue that came last (R4)', async () => {
  const issue = (title: string, subtitle: string, lending: 'inPersonOnly' | 'lendable') =>
    catalog.shelve(1, { kind: 'magazineIssue', title, subtitle, lending });
  await issue('週刊としょかん', '11月20日号', 'inPersonOnly');
  await issue('週刊としょかん', '11月27日号', 'inPersonOnly');
  await issue('月刊星空案内', '12月号', 'lendable');
  const { latest } = granted(await client().call(catalogApi.visitorsMagazines, {}));
  const shown = latest.map(({ title, subtitle }) => [title, subtitle]);
  expect(shown).toContainEqual(['週刊としょかん', '11月27日号']);
  expect(shown).not.toContainEqual(['週刊としょかん', '11月20日号']);
  expect(shown.map(([title]) => title)).not.toContain('月刊星空案内');
});
