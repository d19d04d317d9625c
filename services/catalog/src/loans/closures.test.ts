import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTestPostgres, type TestPostgres } from '@toshobin/database/testing';
import { calendarDate, deadlineOn, instant } from '@toshobin/lending-rules';
import { keepLibrary } from '../libraries/keep-library.ts';
import { type CatalogInTest, catalogInTest, granted } from '../testing/catalog-in-test.ts';
import { libraryInTest } from '../testing/library-in-test.ts';

let postgres: TestPostgres;
let catalog: CatalogInTest;

beforeAll(async () => {
  postgres = await startTestPostgres();
  catalog = await catalogInTest(postgres);
  // Closed on Sundays.
  await keepLibrary(catalog.deps.db, libraryInTest('uto', '宇土市立図書館'), 1n);
});
afterAll(async () => {
  await catalog?.deps.close();
  await postgres?.stop();
});
beforeEach(() => {
  catalog.now = instant('2026-12-07T01:00:00Z');
});

/** On loan at a municipal library, due on Monday 28 December. */
async function lent() {
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const { reservationId, allocation } = await catalog.reserve(recordId, 'uto');
  const key = { reservationId, allocation: allocation?.allocation ?? 0 };
  granted(await catalog.pick(barcode));
  const { due } = await catalog.activities.openLoan({ ...key, startedAt: catalog.now });
  expect(due?.date).toBe('2026-12-28');
  catalog.now = instant('2026-12-10T01:00:00Z');
  granted(await catalog.handOut(barcode, [reservationId], { library: 'uto' }));
  return { ...key, barcode };
}

const closed = (from: string, until: string, library = 'uto') => ({
  closureId: randomUUID(),
  library,
  from: calendarDate(from),
  until: calendarDate(until),
});
type Book = { reservationId: string; allocation: number };
const keyOf = ({ reservationId, allocation }: Book) => ({ reservationId, allocation });
const move = (book: Book, closure: ReturnType<typeof closed>) =>
  catalog.activities.moveDueForClosure({ ...keyOf(book), closure, at: catalog.now });
const back = (book: Book, { closureId }: { closureId: string }) =>
  catalog.activities.moveDueBack({ ...keyOf(book), closureId, at: catalog.now });
const dueOf = async ({ reservationId }: Book) =>
  (await catalog.activities.positionOf({ reservationId })).due?.date;
const on = (date: string) => deadlineOn(calendarDate(date));

test('a due date in a sudden closure moves to the next open day, once, and back', async () => {
  const book = await lent();
  // The 3rd of January is a Sunday.
  const storm = closed('2026-12-27', '2027-01-02');
  const moved = { due: on('2027-01-04'), moved: true };
  expect(await Promise.all([move(book, storm), move(book, storm)])).toEqual([moved, moved]);
  expect(await dueOf(book)).toBe('2027-01-04');
  expect(await Promise.all([back(book, storm), back(book, storm)])).toEqual([
    { due: on('2026-12-28') },
    { due: on('2026-12-28') },
  ]);
  // Heard once more, it was taken back already.
  expect(await move(book, storm)).toEqual({ due: on('2026-12-28'), moved: false });
});

test('what a closure does not touch stays', async () => {
  const book = await lent();
  const stays = { due: on('2026-12-28'), moved: false };
  expect(await move(book, closed('2026-12-29', '2026-12-31'))).toEqual(stays);
  expect(await move(book, closed('2026-12-27', '2026-12-29', 'minamata'))).toEqual(stays);
  expect(await back(book, { closureId: randomUUID() })).toEqual({ due: on('2026-12-28') });
  granted(await catalog.takeBack(book.barcode, { library: 'uto' }));
  expect(await move(book, closed('2026-12-27', '2026-12-29'))).toEqual(stays);
});

test('a date that was moved again since stays when the closure is taken back', async () => {
  const book = await lent();
  const storm = closed('2026-12-27', '2026-12-29');
  await move(book, storm);
  catalog.now = instant('2026-12-20T01:00:00Z');
  const extended = await catalog.activities.extendIfNobodyWaits({
    ...keyOf(book),
    askedAt: catalog.now,
    holderHasOtherOverdue: false,
  });
  // Two weeks later is a Sunday.
  expect(granted(extended).date).toBe('2027-01-04');
  expect(await back(book, storm)).toEqual({ due: on('2027-01-04') });
});

/** Two closures, the second of which begins before the day to which the first has moved the date. */
async function movedTwice() {
  const book = await lent();
  const storm = closed('2026-12-27', '2026-12-29');
  const flood = closed('2026-12-29', '2026-12-31');
  expect((await move(book, storm)).due?.date).toBe('2026-12-30');
  expect((await move(book, flood)).due?.date).toBe('2027-01-01');
  return { book, storm, flood };
}

test('two closures, the later one taken back first: each goes back to the date before it', async () => {
  const { book, storm, flood } = await movedTwice();
  expect((await back(book, flood)).due?.date).toBe('2026-12-30');
  expect((await back(book, storm)).due?.date).toBe('2026-12-28');
});

test('two closures, the earlier one taken back first: the date of the one that stays, then the first of all', async () => {
  const { book, storm, flood } = await movedTwice();
  expect((await back(book, storm)).due?.date).toBe('2027-01-01');
  expect((await back(book, storm)).due?.date).toBe('2027-01-01');
  expect((await back(book, flood)).due?.date).toBe('2026-12-28');
  expect(await dueOf(book)).toBe('2026-12-28');
});

test('three closures, taken back from the middle', async () => {
  const { book, storm, flood } = await movedTwice();
  const snow = closed('2027-01-01', '2027-01-01');
  expect((await move(book, snow)).due?.date).toBe('2027-01-02');
  expect((await back(book, flood)).due?.date).toBe('2027-01-02');
  expect((await back(book, snow)).due?.date).toBe('2026-12-30');
  expect((await back(book, storm)).due?.date).toBe('2026-12-28');
});

test('a closure after an extension goes back to the extended date', async () => {
  const book = await lent();
  const storm = closed('2026-12-27', '2026-12-29');
  await move(book, storm);
  catalog.now = instant('2026-12-17T01:00:00Z');
  const wish = { ...keyOf(book), askedAt: catalog.now, holderHasOtherOverdue: false };
  expect(granted(await catalog.activities.extendIfNobodyWaits(wish)).date).toBe('2026-12-31');
  const flood = closed('2026-12-30', '2026-12-31');
  expect((await move(book, flood)).due?.date).toBe('2027-01-01');
  expect((await back(book, storm)).due?.date).toBe('2027-01-01');
  expect((await back(book, flood)).due?.date).toBe('2026-12-31');
});

test('the end of a hold is answered as moved, and nothing is written', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const { reservationId, allocation } = await catalog.reserve(recordId, 'uto');
  granted(await catalog.pick(barcodes[0] ?? ''));
  const key = { reservationId, allocation: allocation?.allocation ?? 0 };
  const closure = closed('2026-12-14', '2026-12-15');
  const hold = (date: string) =>
    catalog.activities.moveDueForClosure({ ...key, closure, hold: on(date), at: catalog.now });
  expect(await hold('2026-12-14')).toEqual({ due: on('2026-12-16'), moved: true });
  expect(await hold('2026-12-13')).toEqual({ due: on('2026-12-13'), moved: false });
  expect(await catalog.deps.db.movedDate.count({ where: { allocation: key.allocation } })).toBe(0);
});
