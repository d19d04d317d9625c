import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { ReservationIdSchema } from '@toshobin/contracts';
import { inCommon, momentsOf, tablesChanged, tablesWithRowsLeft, tracesIn } from '@toshobin/database/testing';
import { dayOf, instant, plusDuration, startOfDay } from '@toshobin/lending-rules';
import { openTasksOf, reopenTask, settle } from '@toshobin/tasks';
import { catalogCommands } from '../activities/catalog-activities.ts';
import { recordMove } from '../copies/record-move.ts';
import { reportPart } from '../copies/report-part.ts';
import { readReservation } from '../http/read-reservation.ts';
import { catalogOfTests, granted, refusedWith } from '../testing/catalog-in-test.ts';
import { forgetMoments } from './forget-moments.ts';

const catalog = catalogOfTests('2026-12-07T01:23:45Z');

const pass = (duration: 'PT7M' | 'P1D') => {
  catalog.now = plusDuration(catalog.now, duration);
};
async function night(): Promise<number> {
  pass('P1D');
  return forgetMoments(catalog.deps, { before: startOfDay(dayOf(catalog.now)) });
}
const tables = () => tracesIn(async (sql) => (await catalog.deps.pool.query(sql)).rows);
/** What this service keeps, beside the events that may still be sent again for two weeks. */
const kept = async () => (await tables()).filter(({ where }) => where !== 'outbox');
const readOf = async (id: string) =>
  granted(await readReservation(catalog.deps, { reservationId: ReservationIdSchema.parse(id) }));

/** Two titles that one person asked for, fetched, was handed and brought back at the very same moments. */
async function readTogether() {
  const titles = [await catalog.shelve(1), await catalog.shelve(1)];
  const reservations = await Promise.all(titles.map(({ recordId }) => catalog.reserve(recordId)));
  const ids = reservations.map(({ reservationId }) => reservationId);
  const barcodes = titles.map(({ barcodes: [barcode = ''] }) => barcode);
  for (const barcode of barcodes) granted(await catalog.pick(barcode));
  pass('PT7M');
  for (const barcode of [...barcodes, ...barcodes]) granted(await catalog.handOut(barcode, ids));
  pass('PT7M');
  for (const barcode of barcodes) granted(await catalog.takeBack(barcode));
  return { ids, barcodes };
}
/** The words that tell of a reservation in rows that do not name it. */
async function namesOf(reservationId: string): Promise<string[]> {
  const scans = await catalog.deps.db.scan.findMany({ where: { reservationId } });
  const { number } = await catalog.deps.db.allocation.findFirstOrThrow({ where: { reservationId } });
  return [reservationId, `"allocation": ${number},`, ...scans.map(({ factId }) => factId)];
}

test('two reservations of one person have their moments in common until the night, and nothing afterwards', async () => {
  const { ids } = await readTogether();
  const [one = [], other = []] = await Promise.all(ids.map(namesOf));
  expect(inCommon(await kept(), one, other)).not.toEqual([]);
  expect(await night()).toBe(2);
  expect(inCommon(await kept(), one, other)).toEqual([]);
  expect(momentsOf(await kept(), [...one, ...other])).toEqual([]);
  expect(await night()).toBe(0);
});

test('what the night takes away does not lie in the pages of its tables in the morning', async () => {
  await readTogether();
  const before = await tables();
  pass('P1D');
  await catalogCommands(catalog.deps).forgetMoments({ before: startOfDay(dayOf(catalog.now)) });
  const changed = tablesChanged(before, await tables());
  expect(changed).toEqual(
    expect.arrayContaining(['allocation', 'loan', 'queue_entry', 'reservation_state', 'scan']),
  );
  const ask = async (sql: string) => (await catalog.deps.pool.query(sql)).rows;
  expect(await tablesWithRowsLeft(ask, changed)).toEqual([]);
});

test('one that cannot be forgotten is named, and keeps none of the others', async () => {
  const { ids } = await readTogether();
  const [stuck = ''] = ids;
  await catalog.deps.pool.query(
    `ALTER TABLE queue_entry ADD CONSTRAINT broken CHECK (NOT (days_only AND reservation_id = '${stuck}')) NOT VALID`,
  );
  await expect(night()).rejects.toMatchObject({
    details: [{ done: 1, failed: [expect.stringContaining(`${stuck}: PrismaClient`)] }],
  });
  await catalog.deps.pool.query('ALTER TABLE queue_entry DROP CONSTRAINT broken');
  expect(await night()).toBe(1);
});

test('of a search for a copy that was not on the shelf the day is kept, not the moment', async () => {
  const { recordId, barcodes } = await catalog.shelve(2);
  const { reservationId } = await catalog.reserve(recordId);
  const [missing = '', other = ''] = barcodes;
  granted(await catalog.notOnShelf(missing));
  granted(await catalog.pick(other));
  granted(await catalog.handOut(other, [reservationId]));
  granted(await catalog.takeBack(other));
  const [task] = (await openTasksOf(catalog.deps.db, 'pref')).filter(
    ({ subject }) => subject.barcode === missing,
  );
  const settled = { taskId: task?.taskId ?? '', at: catalog.now, by: { account: 'kanri' } };
  expect(granted(await settle(catalog.deps.db, settled)).mayReopen).toBe(true);
  await night();
  const names = [...(await namesOf(reservationId)), ...barcodes];
  const ofReaders = (await kept()).filter(({ where }) => where !== 'copy');
  expect(ofReaders.some(({ where, text }) => where === 'task' && text.includes(missing))).toBe(true);
  expect(momentsOf(ofReaders, names)).toEqual([]);
});

test('a task that outlives the night of its reservation, or is opened after it, is kept by its days as well', async () => {
  const { ids, barcodes } = await readTogether();
  const [barcode = '', another = ''] = barcodes;
  const [returned] = await catalog.deps.db.scan.findMany({
    where: { kind: 'home', reservationId: ids[0] ?? '' },
  });
  const of = { by: { account: 'kanri', library: 'pref' as const, role: 'prefecturalDesk' as const } };
  const report = (code: string, factId?: string) =>
    reportPart(catalog.deps, { ...of, barcode: code, part: 'cover', there: false, at: catalog.now, factId });
  granted(await report(barcode, returned?.factId));
  expect(await night()).toBe(2);
  pass('PT7M');
  granted(await report(another));
  const open = await openTasksOf(catalog.deps.db, 'pref');
  for (const { taskId } of open)
    granted(await settle(catalog.deps.db, { taskId, at: catalog.now, by: { account: 'kanri' } }));
  expect(open).toHaveLength(2);
  await night();
  const names = [...ids, ...barcodes];
  const ofReaders = (await kept()).filter(({ where }) => where !== 'copy');
  expect(momentsOf(ofReaders, names)).toEqual([]);
  // What was settled by mistake may still be opened again, on the days on which it could be.
  const [task] = open;
  expect(granted(await reopenTask(catalog.deps.db, { taskId: task?.taskId ?? '', at: catalog.now }))).toEqual(
    {
      reopened: true,
    },
  );
});

test('who had waited for a copy stands after the night as is known of it, so that nothing is told anew', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const first = await catalog.reserve(recordId);
  const { reservationId } = await catalog.reserve(recordId);
  pass('PT7M');
  await catalog.activities.leaveQueue({ reservationId: first.reservationId, by: 'patron', at: catalog.now });
  granted(await catalog.pick(barcode));
  granted(await catalog.handOut(barcode, [reservationId]));
  granted(await catalog.takeBack(barcode));
  expect(await night()).toBe(2);
  expect(await catalog.untrueStandings(recordId)).toEqual([]);
});

test('the wishes that were made for it are forgotten', async () => {
  const { ids } = await readTogether();
  const [reservationId = ''] = ids;
  await catalog.activities.leaveQueue({ reservationId, by: 'patron', at: catalog.now, wish: 'cancel-1' });
  expect(await catalog.deps.db.wish.count()).toBe(1);
  await night();
  expect(await catalog.deps.db.wish.count()).toBe(0);
});

test('a return sent again hears the same for two weeks, and later is no return of the next reader', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const lend = async () => {
    const ids = [(await catalog.reserve(recordId)).reservationId];
    granted(await catalog.pick(barcode));
    granted(await catalog.handOut(barcode, ids));
    // A scan that only repeats another has no row of its own: its answer stays.
    const again = randomUUID();
    granted(await catalog.handOut(barcode, ids, { factId: again }));
    return () => catalog.handOut(barcode, ids, { factId: again });
  };
  const handedOutAgain = await lend();
  const factId = randomUUID();
  granted(await catalog.takeBack(barcode, { factId }));
  for (let nights = 0; nights < 14; nights += 1) await night();
  expect(granted(await catalog.takeBack(barcode, { factId }))).toMatchObject({ factId, repeated: true });
  await night();
  await lend();
  expect(refusedWith(await catalog.takeBack(barcode, { factId }))).toBe('STATE_CHANGED');
  expect(granted(await handedOutAgain())).toMatchObject({ repeated: true });
  expect((await catalog.deps.db.copy.findUniqueOrThrow({ where: { barcode } })).place).toBe('onLoan');
});

test('how such a reservation stood, and on which days, is read as before', async () => {
  const { ids } = await readTogether();
  const [reservationId = ''] = ids;
  const before = await readOf(reservationId);
  await night();
  const after = await readOf(reservationId);
  const stoodAs = ({ state }: typeof before) => [state.stage, state.ended, state.settled, state.copy?.due];
  expect(stoodAs(after)).toEqual(stoodAs(before));
  const days = ({ facts }: typeof before) =>
    facts.map(({ kind, place, occurredAt }) => [kind, place, dayOf(occurredAt)]);
  expect(days(after)).toEqual(days(before));
  expect(after.facts.map(({ occurredAt }) => occurredAt)).toEqual(
    after.facts.map(() => instant('2026-12-06T15:00:00Z')),
  );
});

test('what goes on, and what was settled today, keeps its moments: a scan can be taken back', async () => {
  const { recordId, barcodes } = await catalog.shelve(1);
  const [barcode = ''] = barcodes;
  const { reservationId } = await catalog.reserve(recordId);
  granted(await catalog.pick(barcode));
  granted(await catalog.handOut(barcode, [reservationId]));
  await night();
  const home = granted(await catalog.takeBack(barcode));
  await forgetMoments(catalog.deps, { before: startOfDay(dayOf(catalog.now)) });
  granted(await catalog.undo(home.factId));
  expect((await readOf(reservationId)).state).toMatchObject({ stage: 'onLoan', settled: null });
  expect(dayOf(instant('2026-12-07T01:23:45Z'))).not.toBe(dayOf(catalog.now));
  const [picked] = (await readOf(reservationId)).facts;
  expect(picked?.occurredAt).toBe('2026-12-07T01:23:45.000Z');
});

test('forgotten scans are numbered within their copy: what was scanned one after another at a desk is not told', async () => {
  const { ids } = await readTogether();
  await night();
  for (const reservationId of ids) {
    const scans = await catalog.deps.db.scan.findMany({
      where: { reservationId },
      orderBy: { sequence: 'asc' },
    });
    expect(scans.map(({ sequence }) => sequence)).toEqual(scans.map((_, at) => BigInt(at + 1)));
    expect(await catalog.deps.db.queueEntry.findUniqueOrThrow({ where: { reservationId } })).toMatchObject({
      sequence: 0n,
    });
  }
});

test('what is heard of it later is kept by its day as well', async () => {
  const { ids } = await readTogether();
  await night();
  const [reservationId = ''] = ids;
  const { copy } = (await readOf(reservationId)).state;
  const { copyId } = await catalog.deps.db.allocation.findFirstOrThrow({ where: { reservationId } });
  const of = { reservationId, allocation: copy?.allocation ?? 0 };
  const late = catalog.fact('arrived', String(copyId), of);
  expect(await recordMove(catalog.deps, { fact: late })).toBe('recorded');
  expect(await catalog.deps.db.scan.findUniqueOrThrow({ where: { factId: late.factId } })).toMatchObject({
    occurredAt: new Date(startOfDay(dayOf(catalog.now))),
  });
});

test('the scans of a copy keep their order, and a scan is rewritten in no other way', async () => {
  const { barcodes } = await readTogether();
  const [barcode = ''] = barcodes;
  pass('PT7M');
  granted(await catalog.takeBack(barcode));
  const order = async () =>
    (await catalog.deps.db.scan.findMany({ where: { copy: { barcode } }, orderBy: { sequence: 'asc' } })).map(
      ({ factId }) => factId,
    );
  const before = await order();
  await night();
  expect(await order()).toEqual(before);
  const { pool } = catalog.deps;
  for (const change of [
    "kind = 'lost'",
    "occurred_at = occurred_at + interval '1 hour'",
    'sequence = sequence + 1',
    'reservation_id = NULL',
    "reason = 'x'",
  ]) {
    await expect(pool.query(`UPDATE scan SET ${change}`)).rejects.toThrow('never changed or deleted');
  }
  await expect(pool.query('DELETE FROM scan')).rejects.toThrow('never changed or deleted');
  expect(refusedWith(await catalog.undo(before[0] ?? ''))).toBe('STATE_CHANGED');
});
