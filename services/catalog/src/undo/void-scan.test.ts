import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { ReservationIdSchema } from '@toshobin/contracts';
import { instant } from '@toshobin/lending-rules';
import { copiesToReturn } from '../copies/copies-to-return.ts';
import { pickList } from '../copies/pick-list.ts';
import { readCopy } from '../copies/read-copy.ts';
import { recordMove } from '../copies/record-move.ts';
import { withdrawCopy } from '../copies/withdraw-copy.ts';
import { keepLibrary } from '../libraries/keep-library.ts';
import { settleLoan } from '../loans/settle-loan.ts';
import { catalogOfTests, granted, refusedWith } from '../testing/catalog-in-test.ts';
import { libraryInTest } from '../testing/library-in-test.ts';
import { faults } from '../testing/race.ts';

const catalog = catalogOfTests('2026-12-07T01:00:00Z');

beforeAll(async () => {
  await keepLibrary(catalog.deps.db, libraryInTest('uto', '宇土市立図書館'), 1n);
});

/** A title of one copy and a reservation that has it. */
async function reserved(library = 'pref') {
  const { recordId, barcodes, copyIds } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const [copyId = ''] = copyIds;
  const { reservationId, allocation } = await catalog.reserve(recordId, library);
  return { recordId, barcode, copyId, reservationId, allocation: allocation?.allocation ?? 0 };
}

async function lent(library = 'pref') {
  const loan = await reserved(library);
  granted(await catalog.pick(loan.barcode));
  const handOut = granted(await catalog.handOut(loan.barcode, [loan.reservationId], { library }));
  return { ...loan, handOut };
}

const positionOf = (reservationId: string) => catalog.activities.positionOf({ reservationId });
const placeOf = async (barcode: string) => granted(await readCopy(catalog.deps.db, barcode)).place;
const loanOf = (allocation: number) => catalog.deps.db.loan.findUnique({ where: { allocation } });

test('a pick taken back: the copy is to be fetched again', async () => {
  const { barcode, reservationId, copyId } = await reserved('uto');
  const pick = granted(await catalog.pick(barcode));
  const undo = { factId: randomUUID() };
  const atOnce = await Promise.all([1, 2].map(() => catalog.undo(pick.factId, undo)));
  const answers = [...atOnce, await catalog.undo(pick.factId, undo)].map(granted);
  expect(answers[0]).toMatchObject({ factId: undo.factId, copyId, undone: 'picked' });
  expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
  expect(await placeOf(barcode)).toBe('beingPrepared');
  const rows = await pickList(catalog.deps.db);
  expect(rows.filter((row) => row.reservationId === reservationId)).toHaveLength(1);
  const told = (await catalog.written('catalog.copy.scanned')).filter(({ fact }) => fact.copyId === copyId);
  expect(told.flatMap(({ fact }) => fact.voids ?? [])).toEqual([pick.factId]);
  expect(refusedWith(await catalog.undo(pick.factId))).toBe('STATE_CHANGED');
  granted(await catalog.pick(barcode));
});

test('what was never scanned here, or voids another, can’t be taken back', async () => {
  const { barcode } = await reserved();
  const pick = granted(await catalog.pick(barcode));
  const undone = granted(await catalog.undo(pick.factId));
  expect(refusedWith(await catalog.undo(randomUUID()))).toBe('NOT_FOUND');
  expect(refusedWith(await catalog.undo(undone.factId))).toBe('NOT_FOUND');
  const again = granted(await catalog.pick(barcode));
  expect(refusedWith(await catalog.undo(again.factId, { factId: pick.factId }))).toBe('STATE_CHANGED');
  catalog.now = instant('2026-12-15T01:00:00Z');
  expect(refusedWith(await catalog.undo(again.factId))).toBe('STATE_CHANGED');
});

test('a pick is not taken back once the copy is packed; of a cancelled copy it goes to the next', async () => {
  const one = await reserved('uto');
  const pick = granted(await catalog.pick(one.barcode));
  const { reservationId, allocation } = one;
  const packed = catalog.fact('packed', one.copyId, { reservationId, allocation, place: 'pref' });
  await recordMove(catalog.deps, { fact: packed });
  expect(refusedWith(await catalog.undo(pick.factId))).toBe('STATE_CHANGED');

  const other = await reserved('uto');
  const next = await catalog.reserve(other.recordId);
  const mistake = granted(await catalog.pick(other.barcode));
  await catalog.activities.leaveQueue({ reservationId: other.reservationId, by: 'patron', at: catalog.now });
  granted(await catalog.undo(mistake.factId));
  expect((await positionOf(next.reservationId)).entry).toBe('allocated');
});

test('a hand-out at the prefectural counter taken back: held again, and its loan never was', async () => {
  const { barcode, reservationId, allocation, handOut } = await lent();
  catalog.now = instant('2026-12-07T03:00:00Z');
  granted(await catalog.undo(handOut.factId));
  expect(await loanOf(allocation)).toBeNull();
  expect(await placeOf(barcode)).toBe('onHoldShelf');
  expect((await positionOf(reservationId)).entry).toBe('allocated');
  const again = granted(await catalog.handOut(barcode, [reservationId]));
  expect(again.step).toMatchObject({ due: { date: '2026-12-28' } });
  granted(await catalog.takeBack(barcode));
  expect(refusedWith(await catalog.undo(again.factId))).toBe('STATE_CHANGED');
});

test('a hand-out without a pick scan taken back leaves the copy on the hold shelf', async () => {
  const { barcode, reservationId } = await reserved();
  const { factId } = granted(await catalog.handOut(barcode, [reservationId]));
  granted(await catalog.undo(factId));
  expect(await placeOf(barcode)).toBe('onHoldShelf');
});

test('a hand-out at a pickup library taken back: it has arrived, and its loan goes on', async () => {
  const loan = await reserved('uto');
  granted(await catalog.pick(loan.barcode));
  const opened = await catalog.activities.openLoan({ ...loan, startedAt: catalog.now });
  const { factId } = granted(await catalog.handOut(loan.barcode, [loan.reservationId], { library: 'uto' }));
  granted(await catalog.undo(factId, { library: 'uto' }));
  expect(await placeOf(loan.barcode)).toBe('atPickupLibrary');
  expect(await loanOf(loan.allocation)).toMatchObject({ handedOutAt: null, endedAt: null });
  const position = await positionOf(loan.reservationId);
  expect(position.due).toEqual(opened.due);
  expect(position.facts.map(({ kind }) => kind)).toEqual(['picked', 'handedOut', 'handedOut', 'arrived']);
});

test('a hand-out taken back after an extension: the date stays, and the loan may be extended once it is lent', async () => {
  const loan = await reserved('uto');
  granted(await catalog.pick(loan.barcode));
  await catalog.activities.openLoan({ ...loan, startedAt: catalog.now });
  const uto = { library: 'uto' };
  const handOut = () => catalog.handOut(loan.barcode, [loan.reservationId], uto);
  const extend = () =>
    catalog.activities.extendIfNobodyWaits({
      reservationId: loan.reservationId,
      allocation: loan.allocation,
      askedAt: catalog.now,
      holderHasOtherOverdue: false,
    });
  catalog.now = instant('2026-12-14T01:00:00Z');
  const { factId } = granted(await handOut());
  catalog.now = instant('2026-12-16T01:00:00Z');
  expect(granted(await extend()).date).toBe('2026-12-30');
  granted(await catalog.undo(factId, uto));
  expect((await positionOf(loan.reservationId)).due?.date).toBe('2026-12-30');
  catalog.now = instant('2026-12-22T01:00:00Z');
  expect(refusedWith(await extend())).toBe('EXTENSION_BEFORE_PICKUP');
  granted(await handOut());
  expect(granted(await extend()).date).toBe('2027-01-05');
  catalog.now = instant('2026-12-23T01:00:00Z');
  expect(refusedWith(await extend())).toBe('EXTENSION_USED');
});

test('a counter loan taken back never was: its copy is to be put back, its process finds nothing', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const visitor = randomUUID();
  const { factId } = granted(await catalog.lend(barcode, visitor));
  const waiting = await catalog.reserve(recordId);
  granted(await catalog.undo(factId));
  expect((await positionOf(visitor)).entry).toBe('left');
  expect(granted(await readCopy(catalog.deps.db, barcode))).toMatchObject({
    place: 'onHoldShelf',
    toReturn: 'cancelled',
  });
  const join = { reservationId: visitor, recordId, pickupLibrary: 'pref', joinedAt: catalog.now };
  const answer = await catalog.activities.joinQueue({ ...join, channel: 'counter' });
  expect(refusedWith(answer)).toBe('NOT_FOUND');
  expect(granted(await catalog.takeBack(barcode)).step).toMatchObject({
    next: 'toHoldShelf',
    reservationId: waiting.reservationId,
  });
});

test('a counter loan of a copy held for another taken back: held as before, under its number', async () => {
  for (const library of ['pref', 'uto']) {
    const held = await reserved(library);
    granted(await catalog.pick(held.barcode));
    const before = await copyOf(held.barcode);
    const visitor = randomUUID();
    const { factId } = granted(await catalog.lend(held.barcode, visitor, { overrideReason: '急ぎ' }));
    expect((await positionOf(held.reservationId)).entry).toBe('waiting');
    granted(await catalog.undo(factId));
    expect(await copyOf(held.barcode)).toEqual(before);
    const position = await positionOf(held.reservationId);
    expect(position).toMatchObject({ entry: 'allocated', allocation: { allocation: held.allocation } });
    expect(position.facts.map(({ kind }) => kind)).toEqual(['picked']);
    expect((await positionOf(visitor)).entry).toBe('left');
    expect((await positionOf(visitor)).standing?.state).toMatchObject({ stage: 'over', ended: 'cancelled' });
    expect(granted(await readCopy(catalog.deps.db, held.barcode)).toReturn).toBeNull();
    const goesBack = await copiesToReturn(catalog.deps.db, 'pref');
    expect(goesBack.map(({ barcode }) => barcode)).not.toContain(held.barcode);
    if (library === 'pref') granted(await catalog.handOut(held.barcode, [held.reservationId]));
    else await catalog.move(held.barcode, 'packed');
  }
  expect(await faults(catalog)).toEqual([]);
});

test('a late hand-out taken back: the hold has ended again', async () => {
  const loan = await reserved('uto');
  granted(await catalog.pick(loan.barcode));
  await catalog.activities.openLoan({ ...loan, startedAt: catalog.now });
  catalog.now = instant('2026-12-29T01:00:00Z');
  await catalog.activities.expireHold({ ...loan, at: catalog.now });
  granted(await catalog.allowLateHandOut(loan.reservationId));
  const hand = () => catalog.handOut(loan.barcode, [loan.reservationId], { library: 'uto' });
  const { factId } = granted(await hand());
  granted(await catalog.undo(factId));
  expect((await positionOf(loan.reservationId)).entry).toBe('left');
  expect(await loanOf(loan.allocation)).toMatchObject({ handedOutAt: null });
  expect(granted(await readCopy(catalog.deps.db, loan.barcode))).toMatchObject({
    place: 'atPickupLibrary',
    toReturn: 'expired',
  });
  granted(await hand());
});

test('a hand-in taken back: on loan again', async () => {
  const { barcode, reservationId, allocation } = await lent('uto');
  const handIn = granted(await catalog.takeBack(barcode, { library: 'uto' }));
  expect(await loanOf(allocation)).not.toMatchObject({ handedInAt: null });
  granted(await catalog.undo(handIn.factId, { library: 'uto' }));
  expect(await loanOf(allocation)).toMatchObject({ handedInAt: null });
  expect(await placeOf(barcode)).toBe('onLoan');
  expect((await positionOf(reservationId)).entry).toBe('allocated');
  // The copy is home by now: the return is what can be taken back.
  const again = granted(await catalog.takeBack(barcode, { library: 'uto' }));
  granted(await catalog.takeBack(barcode));
  expect(refusedWith(await catalog.undo(again.factId))).toBe('STATE_CHANGED');
});

test('a hand-in of nobody’s copy taken back: on its shelf, and for whoever joined meanwhile', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const handIn = granted(await catalog.takeBack(barcode, { library: 'uto' }));
  const { reservationId, allocation } = await catalog.reserve(recordId);
  expect(allocation).toBeUndefined();
  granted(await catalog.undo(handIn.factId));
  expect(await positionOf(reservationId)).toMatchObject({ entry: 'allocated', allocation: { barcode } });
});

const copyOf = async (barcode: string) => {
  const { place, placeLibrary, condition } = await catalog.deps.db.copy.findUniqueOrThrow({
    where: { barcode },
  });
  return { place, placeLibrary, condition };
};
const lostInTheMail = { place: 'inTransit', placeLibrary: 'uto', condition: 'lost' };

/** A copy in a parcel to 宇土市立図書館 that never came. */
async function lostOnItsWay() {
  const copy = await reserved('uto');
  granted(await catalog.pick(copy.barcode));
  for (const kind of ['packed', 'shipped'] as const) await catalog.move(copy.barcode, kind);
  granted(await catalog.declareLost(copy.barcode));
  return copy;
}

test('a hand-in by a slip of a copy lost in the mail taken back: lost still, and nobody is given it', async () => {
  const { recordId, barcode } = await lostOnItsWay();
  expect(await copyOf(barcode)).toEqual(lostInTheMail);
  // The loss comes once more after a scan was taken back: one that nobody believes any more says nothing.
  for (const _ of [1, 2]) {
    const slip = granted(await catalog.takeBack(barcode, { library: 'uto' }));
    const { reservationId } = await catalog.reserve(recordId);
    granted(await catalog.undo(slip.factId));
    expect(await copyOf(barcode)).toEqual(lostInTheMail);
    expect((await positionOf(reservationId)).entry).toBe('waiting');
  }
});

test('a hand-in by a slip of a copy that a wrong person has taken back: that person has it still', async () => {
  const { recordId, barcode } = await reserved('uto');
  granted(await catalog.pick(barcode));
  for (const kind of ['packed', 'shipped', 'arrived'] as const) await catalog.move(barcode, kind);
  granted(await catalog.handedOver(barcode, [randomUUID()], { library: 'uto' }));
  const asked = () =>
    catalog.deps.db.task.count({ where: { kind: 'wrongPerson', barcode, clearedAt: null } });
  // At its library or at home, the desk is to call about the copy again.
  for (const library of ['uto', 'pref']) {
    const slip = granted(await catalog.takeBack(barcode, { library }));
    expect(await asked()).toBe(0);
    granted(await catalog.undo(slip.factId));
    expect(await asked()).toBe(1);
    expect(await copyOf(barcode)).toEqual({ place: 'onLoan', placeLibrary: 'uto', condition: 'inService' });
  }
  expect((await catalog.reserve(recordId)).allocation).toBeUndefined();
});

test('a hand-in by a slip of a copy that was given up on its shelf taken back: lost still; once home, on its shelf', async () => {
  const { barcode, reservationId } = await lostOnItsWay();
  await catalog.activities.leaveQueue({ reservationId, by: 'patron', at: catalog.now });
  granted(await catalog.takeBack(barcode));
  const slip = async () => {
    const { factId } = granted(await catalog.takeBack(barcode, { library: 'uto' }));
    granted(await catalog.undo(factId));
    return copyOf(barcode);
  };
  const onShelf = { place: 'onShelf', placeLibrary: null, condition: 'inService' };
  expect(await slip()).toEqual(onShelf);
  granted(await catalog.declareLost(barcode));
  expect(await slip()).toEqual({ ...onShelf, condition: 'lost' });
});

test('a hand-in by a slip of a copy that was found damaged as it was prepared taken back: damaged, on its shelf', async () => {
  const { barcode } = await reserved('uto');
  const by = { account: 'desk', library: 'pref' };
  granted(await catalog.pick(barcode));
  granted(await withdrawCopy(catalog.deps, { barcode, condition: 'damaged', at: catalog.now, by }));
  const damaged = { place: 'onShelf', placeLibrary: null, condition: 'damaged' };
  for (const library of ['uto', 'pref']) {
    const slip = granted(await catalog.takeBack(barcode, { library }));
    granted(await catalog.undo(slip.factId, { library }));
    expect(await copyOf(barcode)).toEqual(damaged);
  }
});

test('a return taken back: the loan, its copy and its process go on', async () => {
  const { barcode, reservationId, allocation } = await lent();
  const home = granted(await catalog.takeBack(barcode));
  expect((await positionOf(reservationId)).entry).toBe('closed');
  granted(await catalog.undo(home.factId));
  expect(await placeOf(barcode)).toBe('onLoan');
  expect(await loanOf(allocation)).toMatchObject({ endedAt: null, handedInAt: null });
  expect((await positionOf(reservationId)).entry).toBe('allocated');
  const told = (await catalog.written('catalog.reservation.changed')).at(-1);
  expect(told).toMatchObject({
    reservationId,
    state: { stage: 'onLoan', ended: null, copy: { allocation } },
  });
  const again = granted(await catalog.takeBack(barcode));
  expect((await positionOf(reservationId)).entry).toBe('closed');
  catalog.now = instant('2026-12-08T01:00:00Z');
  expect(refusedWith(await catalog.undo(again.factId))).toBe('STATE_CHANGED');
});

test('a return taken back after the copy was given on: the next one waits again at the old place', async () => {
  const { barcode, reservationId, recordId } = await lent();
  const next = await catalog.reserve(recordId);
  const last = await catalog.reserve(recordId);
  const home = granted(await catalog.takeBack(barcode));
  expect(home.step).toMatchObject({ reservationId: next.reservationId });
  granted(await catalog.undo(home.factId));
  expect(await positionOf(next.reservationId)).toMatchObject({ entry: 'waiting', position: 1 });
  expect(await positionOf(last.reservationId)).toMatchObject({ entry: 'waiting', position: 2 });
  expect(await catalog.endingsOf(next.reservationId)).toEqual(['returnUndone']);
  expect(await placeOf(barcode)).toBe('onLoan');
  expect(await positionOf(reservationId)).toMatchObject({ entry: 'allocated', allocation: { barcode } });

  // The real return is one like any other.
  expect(granted(await catalog.takeBack(barcode)).step).toMatchObject({
    next: 'toHoldShelf',
    reservationId: next.reservationId,
  });
  expect(await placeOf(barcode)).toBe('onHoldShelf');
  granted(await catalog.handOut(barcode, [next.reservationId]));
  expect((await positionOf(next.reservationId)).entry).toBe('allocated');
});

test('a return is not taken back once the copy is the next one’s for good', async () => {
  const { barcode, recordId } = await lent();
  const next = await catalog.reserve(recordId);
  const home = granted(await catalog.takeBack(barcode));
  granted(await catalog.handOut(barcode, [next.reservationId]));
  expect(refusedWith(await catalog.undo(home.factId))).toBe('STATE_CHANGED');
});

test('a return by way of a branch taken back: handed in there, and on its way', async () => {
  const { barcode, reservationId, allocation } = await lent('uto');
  granted(await catalog.takeBack(barcode, { library: 'uto' }));
  const home = granted(await catalog.takeBack(barcode));
  granted(await catalog.undo(home.factId));
  expect(await placeOf(barcode)).toBe('returning');
  expect(await loanOf(allocation)).toMatchObject({ endedAt: null, handedInAt: new Date(catalog.now) });
  expect((await positionOf(reservationId)).entry).toBe('allocated');
});

test('a return of a copy that was searched for taken back: it is searched for again', async () => {
  const { barcode, reservationId } = await reserved();
  granted(await catalog.notOnShelf(barcode));
  const found = granted(await catalog.takeBack(barcode));
  expect(found.step).toMatchObject({ next: 'toHoldShelf', reservationId });
  granted(await catalog.undo(found.factId));
  expect(await placeOf(barcode)).toBe('searching');
  expect((await positionOf(reservationId)).entry).toBe('waiting');
});

test('a scan that found the last copy of a title is taken back: who joined meanwhile is told that no copy is left', async () => {
  const settled = async ({ reservationId, barcode }: Awaited<ReturnType<typeof lent>>) => {
    granted(await catalog.declareLost(barcode));
    const by = { account: 'desk', library: 'pref', role: 'prefecturalDesk' };
    const paid = {
      reservationId: ReservationIdSchema.parse(reservationId),
      factId: randomUUID(),
      how: 'paid',
      reason: '弁償',
      at: catalog.now,
      by,
    } as const;
    granted(await settleLoan(catalog.deps, paid));
  };
  const lost = async ({ barcode }: Awaited<ReturnType<typeof lent>>) =>
    void granted(await catalog.declareLost(barcode));
  for (const [gone, library, condition, why] of [
    [lost, 'uto', 'lost', 'copyMissing'],
    [lost, 'pref', 'lost', 'copyMissing'],
    [settled, 'uto', 'withdrawn', 'withdrawn'],
    [settled, 'pref', 'withdrawn', 'withdrawn'],
  ] as const) {
    const loan = await lent('uto');
    await gone(loan);
    const mistake = granted(await catalog.takeBack(loan.barcode, { library }));
    const { reservationId } = await catalog.reserve(loan.recordId);
    granted(await catalog.undo(mistake.factId, { library }));
    const { condition: now } = await catalog.deps.db.copy.findUniqueOrThrow({
      where: { barcode: loan.barcode },
    });
    expect(now).toBe(condition);
    expect((await positionOf(reservationId)).standing?.state).toMatchObject({
      stage: 'waiting',
      unservable: why,
    });
  }
  expect(await faults(catalog)).toEqual([]);
});

test('“not on the shelf” taken back: its reservation has the copy again under its number, unless it got another one', async () => {
  const one = await reserved();
  const missed = granted(await catalog.notOnShelf(one.barcode));
  const undo = { factId: randomUUID() };
  expect(granted(await catalog.undo(missed.factId, undo)).undone).toBe('notOnShelf');
  expect(granted(await catalog.undo(missed.factId, undo)).repeated).toBe(true);
  const { barcode, allocation } = one;
  expect(await positionOf(one.reservationId)).toMatchObject({
    entry: 'allocated',
    allocation: { barcode, allocation },
  });
  expect(await catalog.lastChosen()).toMatchObject({ barcode, allocation });
  expect(await placeOf(barcode)).toBe('beingPrepared');
  expect(await catalog.deps.db.task.count({ where: { barcode, clearedAt: null } })).toBe(0);

  const { recordId, barcodes } = await catalog.shelve(2);
  const { reservationId } = await catalog.reserve(recordId);
  const gone = granted(await catalog.notOnShelf(barcodes[0] ?? ''));
  granted(await catalog.undo(gone.factId));
  expect((await positionOf(reservationId)).allocation?.barcode).toBe(barcodes[1]);
  expect(await placeOf(barcodes[0] ?? '')).toBe('onShelf');

  const late = await reserved();
  const searched = granted(await catalog.notOnShelf(late.barcode));
  granted(await catalog.takeBack(late.barcode));
  expect(refusedWith(await catalog.undo(searched.factId))).toBe('STATE_CHANGED');
});
