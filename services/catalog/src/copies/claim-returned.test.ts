import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { instant } from '@toshobin/lending-rules';
import { openTasksOf } from '@toshobin/tasks';
import { keepLibrary } from '../libraries/keep-library.ts';
import { catalogOfTests, granted, refusedWith } from '../testing/catalog-in-test.ts';
import { libraryInTest } from '../testing/library-in-test.ts';
import { claimReturned } from './claim-returned.ts';
import { copiesToReturn } from './copies-to-return.ts';
import { mendCopy } from './mend-copy.ts';
import { readCopy } from './read-copy.ts';
import { reportPart } from './report-part.ts';
import { withdrawCopy } from './withdraw-copy.ts';

const catalog = catalogOfTests('2026-12-07T01:00:00Z');
beforeAll(async () => {
  await keepLibrary(catalog.deps.db, libraryInTest('uto', '宇土市立図書館'), 1n);
});

const by = { account: 'desk', library: 'pref' };

/** A copy lent at the prefectural counter to the patron who had reserved it. */
async function lent() {
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const { reservationId, allocation } = await catalog.reserve(recordId, 'pref');
  granted(await catalog.pick(barcode));
  granted(await catalog.handOut(barcode, [reservationId]));
  return { recordId, barcode, reservationId, allocation: allocation?.allocation ?? 0 };
}
const says = (barcode: string, factId: string = randomUUID()) =>
  claimReturned(catalog.deps, {
    factId,
    barcode,
    occurredAt: catalog.now,
    by,
    saidLibrary: 'uto',
    reason: '電話。ポストに入れたとのこと',
  });
const tasksOf = async (barcode: string) =>
  (await openTasksOf(catalog.deps.db, 'pref')).filter(({ subject }) => subject.barcode === barcode);
const entryOf = (reservationId: string) =>
  catalog.deps.db.queueEntry.findUniqueOrThrow({ where: { reservationId } });
const positionOf = async (reservationId: string) =>
  (await catalog.activities.positionOf({ reservationId })).facts.map(({ kind, voids }) =>
    voids ? `no ${kind}` : kind,
  );

test('said to be returned it is handed in from then on, and the desk searches, once however often it is sent', async () => {
  const { barcode, reservationId, allocation } = await lent();
  catalog.now = instant('2027-01-10T01:00:00Z');
  const factId = randomUUID();
  const answers = (await Promise.all([says(barcode, factId), says(barcode, factId)])).map(granted);
  expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
  expect(await positionOf(reservationId)).toEqual(['picked', 'handedOut', 'handedIn']);
  expect(await catalog.toldOf(reservationId)).toContain('handedIn');
  const loan = await catalog.deps.db.loan.findUnique({ where: { allocation } });
  expect(loan?.handedInAt).toEqual(new Date(catalog.now));
  expect(await tasksOf(barcode)).toMatchObject([{ kind: 'claimedReturned', subject: { reservationId } }]);
  expect(refusedWith(await says(barcode))).toBe('STATE_CHANGED');
});

test('the scan of the copy ends the search, at its library or at home', async () => {
  const first = await lent();
  granted(await says(first.barcode));
  const atUto = async () =>
    (await copiesToReturn(catalog.deps.db, 'uto')).filter(({ barcode }) => barcode === first.barcode);
  // The library looks for the copy until then; nobody there has taken it back.
  expect(await atUto()).toMatchObject([{ why: 'handedIn', claimed: true }]);
  // The desk that looked for the copy is told that this is the one.
  expect(granted(await catalog.takeBack(first.barcode, { library: 'uto' })).step).toEqual({
    next: 'sendHome',
    toPrefectural: true,
    claimed: true,
  });
  expect(await atUto()).toMatchObject([{ why: 'handedIn', claimed: false }]);
  expect(await tasksOf(first.barcode)).toEqual([]);
  const second = await lent();
  granted(await says(second.barcode));
  // The desk hears of the claim; once a library has scanned the copy, nothing is left to be looked at.
  expect(granted(await catalog.takeBack(second.barcode)).step).toMatchObject({
    next: 'toShelf',
    claimed: true,
  });
  expect(granted(await catalog.takeBack(first.barcode)).step).not.toHaveProperty('claimed');
  expect(await tasksOf(second.barcode)).toEqual([]);
  expect(granted(await readCopy(catalog.deps.db, second.barcode)).place).toBe('onShelf');
});

test('found at the patron’s after weeks it is on loan as before, with its date', async () => {
  const { barcode, reservationId, allocation } = await lent();
  const { factId } = granted(await says(barcode));
  catalog.now = instant('2027-01-20T01:00:00Z');
  expect(granted(await catalog.undo(factId))).toMatchObject({ undone: 'handedIn' });
  expect(await tasksOf(barcode)).toEqual([]);
  expect(await positionOf(reservationId)).toEqual(['picked', 'handedOut', 'handedIn', 'no handedIn']);
  const loan = await catalog.deps.db.loan.findUnique({ where: { allocation } });
  expect([loan?.handedInAt, loan?.endedAt]).toEqual([null, null]);
  expect(granted(await readCopy(catalog.deps.db, barcode)).place).toBe('onLoan');
});

test('not found after the search it is lost, and the loan ends', async () => {
  const { barcode, reservationId } = await lent();
  granted(await says(barcode));
  granted(await catalog.declareLost(barcode));
  expect(await tasksOf(barcode)).toEqual([]);
  expect((await catalog.newsOf(reservationId)).at(-1)).toBe('lost');
});

test('what was never lent, or is home, nobody can say to have returned', async () => {
  const { barcodes } = await catalog.shelve(1);
  expect(refusedWith(await says(barcodes[0] ?? ''))).toBe('STATE_CHANGED');
  const { barcode } = await lent();
  granted(await catalog.takeBack(barcode));
  expect(refusedWith(await says(barcode))).toBe('STATE_CHANGED');
});

test('a damaged copy that was mended goes to whoever waits, and so does one that was withdrawn by mistake', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const mend = () =>
    mendCopy(catalog.deps, { barcode, at: catalog.now, by: { account: 'desk', library: 'pref' } });
  const withdraw = (condition: 'damaged' | 'withdrawn') =>
    withdrawCopy(catalog.deps, { barcode, condition, at: catalog.now, by });
  const { reservationId } = await catalog.reserve(recordId);
  granted(await withdraw('damaged'));
  expect(await entryOf(reservationId)).toMatchObject({ state: 'waiting' });
  for (const _ of [1, 2]) granted(await mend());
  expect(await entryOf(reservationId)).toMatchObject({ state: 'allocated' });
  expect(granted(await readCopy(catalog.deps.db, barcode)).condition).toBe('inService');
  catalog.now = instant('2026-12-08T01:00:00Z');
  granted(await withdraw('withdrawn'));
  expect(await entryOf(reservationId)).toMatchObject({ state: 'waiting', unservableWhy: 'withdrawn' });
  for (const _ of [1, 2]) granted(await mend());
  expect(await entryOf(reservationId)).toMatchObject({ state: 'allocated', unservableWhy: null });
  granted(await catalog.pick(barcode));
});

test('a part that is missing is a task for the desk, until it is there', async () => {
  const { barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const report = (there: boolean) =>
    reportPart(catalog.deps, { barcode, part: 'supplement', there, at: catalog.now, by });
  for (const _ of [1, 2]) granted(await report(false));
  expect(await tasksOf(barcode)).toMatchObject([{ kind: 'partMissing', why: 'supplement' }]);
  granted(await report(true));
  expect(await tasksOf(barcode)).toEqual([]);
});

test('a part that is missing at a return leads to whoever had the copy, not to whoever is given it next', async () => {
  const { recordId, barcode, reservationId } = await lent();
  await catalog.reserve(recordId, 'pref');
  const { factId } = granted(await catalog.takeBack(barcode));
  const report = (part: 'cover' | 'supplement', at: string) =>
    reportPart(catalog.deps, { barcode, part, there: false, factId: at, at: catalog.now, by });
  granted(await report('supplement', factId));
  // One task a copy.
  granted(await report('cover', factId));
  granted(await report('cover', randomUUID()));
  const subject = { barcode, reservationId };
  expect(await tasksOf(barcode)).toEqual([expect.objectContaining({ kind: 'partMissing', subject })]);
  granted(await reportPart(catalog.deps, { barcode, part: 'supplement', there: true, at: catalog.now, by }));
  expect(await tasksOf(barcode)).toEqual([]);
});

test('a part that is missing from a copy that nobody came for leads to nobody', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  await catalog.reserve(recordId, 'pref');
  granted(await catalog.pick(barcode));
  const { factId } = granted(await catalog.takeBack(barcode));
  const part = { part: 'supplement', there: false, factId } as const;
  granted(await reportPart(catalog.deps, { barcode, ...part, at: catalog.now, by }));
  expect((await tasksOf(barcode)).map(({ subject }) => subject)).toEqual([{ barcode }]);
});
