import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { RecordIdSchema, ReservationIdSchema } from '@toshobin/contracts';
import { type DeskSettlement, dayOf, plusDuration } from '@toshobin/lending-rules';
import { mendCopy } from '../copies/mend-copy.ts';
import { standingOf } from '../ledger/standings.ts';
import { titleAtDesk } from '../records/title-at-desk.ts';
import { catalogOfTests, granted, refusedWith } from '../testing/catalog-in-test.ts';
import { settleLoan } from './settle-loan.ts';
import { takeBackSettlement } from './take-back-settlement.ts';
import { unreturnedLoans } from './unreturned-loans.ts';

const catalog = catalogOfTests('2026-12-07T01:00:00Z');

async function lent(copies = 1) {
  const { recordId, barcodes } = await catalog.shelve(copies);
  const [barcode = ''] = barcodes;
  const { reservationId } = await catalog.reserve(recordId);
  granted(await catalog.pick(barcode));
  granted(await catalog.handOut(barcode, [reservationId]));
  return { recordId, barcode, reservationId };
}
/** R18: a reservation whose process has ended, and whose borrower still has the book. */
async function longOverdue(copies = 1) {
  const loan = await lent(copies);
  catalog.now = plusDuration(catalog.now, 'P60D');
  const close = { reservationId: loan.reservationId, outcome: 'longOverdue', at: catalog.now } as const;
  expect(await catalog.activities.closeReservation(close)).toEqual({ closed: true });
  return loan;
}
async function lost() {
  const loan = await lent();
  granted(await catalog.declareLost(loan.barcode));
  return loan;
}

const by = { account: 'desk', library: 'pref', role: 'prefecturalDesk' };
const settle = (reservation: string, how: DeskSettlement, factId: string = randomUUID()) =>
  settleLoan(catalog.deps, {
    reservationId: ReservationIdSchema.parse(reservation),
    factId,
    how,
    reason: '同じ本を受け取った',
    at: catalog.now,
    by,
  });
const takeBack = (reservation: string) =>
  takeBackSettlement(catalog.deps, {
    reservationId: ReservationIdSchema.parse(reservation),
    at: catalog.now,
    by,
  });
async function stands(reservationId: string) {
  const standing = await standingOf(catalog.deps.db, reservationId);
  if (standing === null) throw new Error(`Nothing was told of ${reservationId}`);
  return standing.state;
}
async function listed(reservationId: string) {
  const [row] = await unreturnedLoans(catalog.deps.db, { reservationId, today: dayOf(catalog.now) });
  return row;
}
const conditionOf = async (barcode: string) =>
  (await catalog.deps.db.copy.findUniqueOrThrow({ where: { barcode } })).condition;
const openTasks = async (barcode: string) =>
  (await catalog.deps.db.task.findMany({ where: { barcode, clearedAt: null } })).map(({ kind }) => kind);

test('what was given up is not put back by hand, as a wrong withdrawal is: its scan finds it', async () => {
  const { recordId, barcode, reservationId } = await longOverdue();
  granted(await settle(reservationId, 'writtenOff'));
  const title = () => titleAtDesk(catalog.deps, RecordIdSchema.parse(recordId));
  expect((await title()).withdrawn).toMatchObject([{ barcode, on: dayOf(catalog.now), settled: true }]);
  const mend = () => mendCopy(catalog.deps, { barcode, at: catalog.now, by });
  expect(refusedWith(await mend())).toBe('STATE_CHANGED');
  granted(await catalog.takeBack(barcode));
  granted(await mend());
  expect(await conditionOf(barcode)).toBe('inService');
  expect((await title()).withdrawn).toEqual([]);
});

test('a long overdue loan is paid for at the desk: it is over, its task is done, its copy is out of stock', async () => {
  const { barcode, reservationId } = await longOverdue();
  expect(await listed(reservationId)).toMatchObject({
    kind: 'longOverdue',
    barcode,
    title: '草枕',
    shelfMark: '913.6/ナ',
    handedIn: false,
    settled: null,
  });
  expect(await openTasks(barcode)).toEqual(['longOverdue']);
  const factId = randomUUID();
  const paid = { how: 'paid', on: '2027-02-05', barcode };
  expect(granted(await settle(reservationId, 'paid', factId))).toEqual(paid);
  expect(await stands(reservationId)).toMatchObject({
    stage: 'over',
    ended: 'longOverdue',
    settled: { how: 'paid', byDesk: true, on: '2027-02-05' },
  });
  expect((await catalog.newsOf(reservationId)).at(-1)).toBe('settled');
  expect([await openTasks(barcode), await conditionOf(barcode)]).toEqual([[], 'withdrawn']);
  // The same form comes again, and another one.
  expect(granted(await settle(reservationId, 'paid', factId))).toEqual(paid);
  expect(refusedWith(await settle(reservationId, 'writtenOff'))).toBe('ALREADY_SETTLED');
  const row = await catalog.deps.db.allocation.findFirstOrThrow({ where: { reservationId } });
  expect(row).toMatchObject({ settledRole: 'prefecturalDesk', settledReason: '同じ本を受け取った' });
  // A loan settled today is listed, so that it can be taken back; tomorrow no more.
  expect(await listed(reservationId)).toMatchObject({ settled: { how: 'paid' } });
  catalog.now = plusDuration(catalog.now, 'P1D');
  expect(await listed(reservationId)).toBeUndefined();
});

test('only a loan that is lost or long overdue is settled', async () => {
  const running = await lent();
  expect(refusedWith(await settle(running.reservationId, 'writtenOff'))).toBe('NOT_TO_SETTLE');
  const home = await longOverdue();
  granted(await catalog.takeBack(home.barcode));
  expect(refusedWith(await settle(home.reservationId, 'paid'))).toBe('ALREADY_SETTLED');
  const onItsWay = await longOverdue();
  granted(await catalog.takeBack(onItsWay.barcode, { library: 'uto' }));
  expect(refusedWith(await settle(onItsWay.reservationId, 'paid'))).toBe('NOT_TO_SETTLE');
  expect(await listed(onItsWay.reservationId)).toBeUndefined();
  expect(refusedWith(await settle(randomUUID(), 'paid'))).toBe('NOT_FOUND');
});

test('the database keeps a settlement whole: how, when, as what, why and by which form', async () => {
  const { reservationId } = await longOverdue();
  granted(await settle(reservationId, 'paid'));
  const change = (data: object) => catalog.deps.db.allocation.updateMany({ where: { reservationId }, data });
  for (const data of [
    { settledReason: '' },
    { settledRole: null },
    { settledHow: null },
    { settledReason: null },
  ]) {
    await expect(change(data)).rejects.toThrow('allocation_settled_whole');
  }
});

test('a settlement is taken back on its day: the loan is long overdue again, and the desk has its task again', async () => {
  const { barcode, reservationId } = await longOverdue();
  expect(refusedWith(await takeBack(reservationId))).toBe('STATE_CHANGED');
  granted(await settle(reservationId, 'writtenOff'));
  expect(granted(await takeBack(reservationId))).toEqual({ kind: 'longOverdue', barcode });
  expect(await stands(reservationId)).toMatchObject({ stage: 'onLoan', ended: 'longOverdue', settled: null });
  expect((await catalog.newsOf(reservationId)).at(-1)).toBe('settlementTakenBack');
  expect([await openTasks(barcode), await conditionOf(barcode)]).toEqual([['longOverdue'], 'inService']);
  granted(await settle(reservationId, 'paid'));
  catalog.now = plusDuration(catalog.now, 'P1D');
  expect(refusedWith(await takeBack(reservationId))).toBe('STATE_CHANGED');
});

test('a lost book that is found after it was paid for is an ordinary scan: whoever waits gets it', async () => {
  const { recordId, barcode, reservationId } = await lent();
  const waiting = await catalog.reserve(recordId);
  granted(await catalog.declareLost(barcode));
  granted(await settle(reservationId, 'paid'));
  catalog.now = plusDuration(catalog.now, 'P30D');
  granted(await catalog.takeBack(barcode, { library: 'uto' }));
  const home = granted(await catalog.takeBack(barcode));
  expect(home.step).toMatchObject({ next: 'toHoldShelf', reservationId: waiting.reservationId });
  expect(await conditionOf(barcode)).toBe('inService');
  expect(await stands(reservationId)).toMatchObject({
    stage: 'over',
    settled: { how: 'paid', byDesk: true },
  });
  // The scan was a mistake: the loan is what it was, paid for.
  granted(await catalog.undo(home.factId));
  expect(await conditionOf(barcode)).toBe('withdrawn');
  expect(await catalog.untrueStandings(recordId)).toEqual([]);
});

test('a book that the desk takes out of stock for good stays out, however often it is scanned', async () => {
  const { barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  await catalog.deps.db.copy.update({ where: { barcode }, data: { condition: 'withdrawn' } });
  granted(await catalog.takeBack(barcode));
  expect(await conditionOf(barcode)).toBe('withdrawn');
});

test('a book that came back without a scan is settled as returned; its scan puts it back on its shelf', async () => {
  const { barcode, reservationId } = await longOverdue();
  granted(await settle(reservationId, 'returned'));
  expect(await stands(reservationId)).toMatchObject({ stage: 'over', ended: 'returned' });
  expect(granted(await catalog.takeBack(barcode)).step).toMatchObject({ next: 'toShelf' });
  expect(refusedWith(await takeBack(reservationId))).toBe('STATE_CHANGED');
});

test('two desks settle one loan at once: one of them does', async () => {
  const { reservationId } = await longOverdue();
  const both = await Promise.all([settle(reservationId, 'paid'), settle(reservationId, 'returned')]);
  expect(both.map(refusedWith).sort()).toEqual(['ALREADY_SETTLED', 'granted']);
});

test('a return settles by itself, on the day on which it is entered; one that was never lent on the day it ended', async () => {
  const returned = await lent();
  granted(await catalog.takeBack(returned.barcode));
  expect((await stands(returned.reservationId)).settled).toEqual({
    how: 'returned',
    byDesk: false,
    on: '2026-12-07',
  });
  const { recordId } = await catalog.shelve(1);
  const first = await catalog.reserve(recordId);
  const second = await catalog.reserve(recordId);
  for (const { reservationId } of [second, first]) {
    catalog.now = plusDuration(catalog.now, 'P1D');
    await catalog.activities.leaveQueue({ reservationId, by: 'patron', at: catalog.now });
    expect((await stands(reservationId)).settled).toEqual({
      how: 'neverLent',
      byDesk: false,
      on: dayOf(catalog.now),
    });
  }
  const gone = await lost();
  expect((await stands(gone.reservationId)).settled).toBeNull();
});
