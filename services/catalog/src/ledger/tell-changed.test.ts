import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { ReservationIdSchema } from '@toshobin/contracts';
import { instant } from '@toshobin/lending-rules';
import { recordMove } from '../copies/record-move.ts';
import { catalogOfTests, granted } from '../testing/catalog-in-test.ts';
import { hearDelayed } from './hear-of-copy.ts';
import { loadLedgers } from './load-ledgers.ts';
import { standingsOf } from './standings.ts';
import { tellAllAnew } from './tell-all-anew.ts';
import { saysTheSame } from './tell-changed.ts';

const catalog = catalogOfTests();

const known = (reservationId: string) => ReservationIdSchema.parse(reservationId);

async function stands(reservationId: string) {
  const [standing] = await standingsOf(catalog.deps.db, [reservationId]);
  if (standing === undefined) throw new Error(`Nothing was told of ${reservationId}`);
  return standing;
}

/** A reservation that waits again, and a fact that shipping tells late of the copy it had. */
async function waitsAgain() {
  const { recordId, barcodes } = await catalog.shelve(1);
  const { reservationId, allocation } = await catalog.reserve(recordId);
  granted(await catalog.notOnShelf(barcodes[0] ?? ''));
  const of = { reservationId, allocation: allocation?.allocation ?? 0, place: 'pref' };
  const fact = catalog.fact('packed', allocation?.copyId ?? '', of);
  return { recordId, reservationId, fact };
}

test('a transaction tells once how a reservation stands at its end, and one that changes nothing tells nothing', async () => {
  const { recordId, reservationId, fact } = await waitsAgain();
  const told = async () =>
    (await catalog.written('catalog.reservation.changed')).filter(
      (one) => one.reservationId === reservationId,
    );
  expect((await told()).map(({ n, state }) => [n, state.stage])).toEqual([
    [1, 'toFetch'],
    [2, 'waiting'],
  ]);
  expect(await recordMove(catalog.deps, { fact })).toBe('recorded');
  granted(await catalog.activities.resume({ reservationId, at: catalog.now }));
  expect(await told()).toHaveLength(2);
  expect(await catalog.untrueStandings(recordId)).toEqual([]);
});

test('what the release before told, or the next one, is not told anew for a field that only one of them knows', async () => {
  const { reservationId, fact } = await waitsAgain();
  const toldBy = async (change: string) => {
    const written = await catalog.deps.pool.query(
      `UPDATE reservation_state SET standing = ${change} WHERE reservation_id = $1 RETURNING standing`,
      [reservationId],
    );
    const ledger = (await loadLedgers(catalog.deps.db, [reservationId])).get(reservationId);
    return ledger && saysTheSame(written.rows[0]?.standing, ledger.present);
  };
  const { n } = await stands(reservationId);
  expect(await toldBy(`standing #- '{state,unservableOn}'`)).toBe(true);
  expect(await recordMove(catalog.deps, { fact })).toBe('recorded');
  expect((await stands(reservationId)).n).toBe(n);
  expect(await toldBy(`jsonb_set(standing, '{state,ofTheNext}', '"release"')`)).toBe(true);
  expect(await toldBy(`jsonb_set(standing, '{state,unservableOn}', '"2026-11-30"')`)).toBe(false);
  expect(await toldBy(`jsonb_set(standing, '{state,unservableOn}', 'null')`)).toBe(true);
});

test('what another transaction told meanwhile is not told back', async () => {
  const { recordId, copyIds } = await catalog.shelve(1);
  const { reservationId, allocation } = await catalog.reserve(recordId);
  const other = await catalog.deps.pool.connect();
  await other.query('BEGIN');
  // This is what `changePickup` does, short of its commit; what shipping tells of the copy takes no lock that it holds.
  await other.query(`UPDATE queue_entry SET pickup_library = 'uto' WHERE reservation_id = $1`, [
    reservationId,
  ]);
  await other.query(
    `UPDATE reservation_state SET n = n + 1, standing = jsonb_set(standing, '{state,pickupLibrary}', '"uto"')
     WHERE reservation_id = $1`,
    [reservationId],
  );
  const late = hearDelayed(catalog.deps, {
    reservationId: known(reservationId),
    allocation: allocation?.allocation ?? 0,
    copyId: copyIds[0] ?? '',
    parcelNumber: '900000000019',
    why: 'notArrived',
    at: catalog.now,
  });
  await waitsForLock();
  await other.query('COMMIT');
  other.release();
  await late;
  expect(await stands(reservationId)).toMatchObject({
    n: 3,
    state: { pickupLibrary: 'uto', copy: { delayed: true } },
  });
});

test('after a restore everything is told anew, in the epoch of that moment, once', async () => {
  const { reservationId } = await waitsAgain();
  const before = await stands(reservationId);
  const restoredAt = instant('2026-12-24T18:10:00Z');
  const events = () => catalog.deps.db.outbox.count({ where: { type: 'catalog.reservation.changed' } });
  const entries = await catalog.deps.db.queueEntry.count();

  const earlier = await events();
  expect(await tellAllAnew(catalog.deps, restoredAt)).toEqual({ told: entries });
  const epoch = (Date.parse(restoredAt) - Date.parse('2020-01-01T00:00:00Z')) / 1_000;
  expect(await stands(reservationId)).toEqual({ ...before, epoch, n: before.n + 1 });
  expect(await events()).toBe(earlier + entries);

  // Cut off and begun again, it tells nothing twice; an earlier moment changes nothing.
  expect(await tellAllAnew(catalog.deps, restoredAt)).toEqual({ told: entries });
  expect(await tellAllAnew(catalog.deps, instant('2026-12-24T18:09:59Z'))).toBe('older');
  expect(await events()).toBe(earlier + entries);
});

test('two restores within a minute begin two epochs: what was told between them counts for less', async () => {
  await waitsAgain();
  const epochAfter = async (at: string) => {
    await tellAllAnew(catalog.deps, instant(at));
    return (await catalog.deps.db.ledgerEpoch.findUniqueOrThrow({ where: { id: 1 } })).epoch;
  };
  const [first, second] = [
    await epochAfter('2026-12-24T18:20:01Z'),
    await epochAfter('2026-12-24T18:20:31Z'),
  ];
  expect(second).toBeGreaterThan(first);
});

test('whom the last word did not reach it is told anew, and nobody else', async () => {
  const { reservationId } = await waitsAgain();
  const { epoch, n } = await stands(reservationId);
  const row = { reservationId, epoch, n };
  const { tellRows } = catalog.activities;
  const nothing = { told: [], erased: [], unknown: [], heard: [] };
  expect(await tellRows({ rows: [row] })).toEqual(nothing);
  expect(await tellRows({ rows: [{ ...row, n: n - 1 }] })).toEqual({ ...nothing, told: [reservationId] });
  expect(await stands(reservationId)).toMatchObject({ epoch, n: n + 1 });

  // A hand has spoilt what was told: the rows win.
  await catalog.deps.pool.query(
    `UPDATE reservation_state SET standing = jsonb_set(standing, '{state,stage}', '"held"') WHERE reservation_id = $1`,
    [reservationId],
  );
  expect(await tellRows({ rows: [{ ...row, n: n + 1 }] })).toMatchObject({ told: [reservationId] });
  expect(await stands(reservationId)).toMatchObject({ n: n + 2, state: { stage: 'waiting' } });

  const [lost, never] = [randomUUID(), randomUUID()];
  const unknown = [
    { reservationId: lost, epoch, n: 3 },
    { reservationId: never, epoch: 0, n: 0 },
  ];
  expect(await tellRows({ rows: unknown })).toEqual({ ...nothing, unknown: [lost] });
});

test('one that cannot be told anew is named, and keeps none of the others', async () => {
  const rows = [await waitsAgain(), await waitsAgain()].map(({ reservationId }) => ({
    reservationId,
    epoch: 0,
    n: 0,
  }));
  const [stuck = '', other = ''] = rows.map(({ reservationId }) => reservationId);
  const { pool } = catalog.deps;
  await pool.query(
    `ALTER TABLE reservation_state ADD CONSTRAINT broken CHECK (reservation_id <> '${stuck}') NOT VALID`,
  );
  const answer = await catalog.activities.tellRows({ rows });
  await pool.query('ALTER TABLE reservation_state DROP CONSTRAINT broken');
  expect(answer).toMatchObject({ told: [other], failed: [expect.stringContaining(`${stuck}: `)] });
  expect(await catalog.activities.tellRows({ rows })).toMatchObject({ told: [stuck, other] });
});

test('a row that a restore brought back is erased again; of one that was never erased nothing is', async () => {
  const { reservationId } = await waitsAgain();
  const { epoch, n } = await stands(reservationId);
  const { tellRows } = catalog.activities;
  await catalog.deps.db.queueEntry.update({ where: { reservationId }, data: { daysOnly: true } });
  const before = { reservationId, epoch: epoch - 1, n };
  expect(await tellRows({ rows: [before] })).toEqual({
    told: [],
    erased: [reservationId],
    unknown: [],
    heard: [],
  });
  expect(await tellRows({ rows: [{ ...before, epoch, n: n - 1 }] })).toMatchObject({ told: [reservationId] });
});

test('a reservation whose application is lost frees its copy for the next; of a lent one the desk is told, once', async () => {
  const { releaseUnknown, openReservations } = catalog.activities;
  const { recordId, barcodes } = await catalog.shelve(1);
  const first = await catalog.reserve(recordId);
  const next = await catalog.reserve(recordId);
  const open = async () => {
    const ids: string[] = [];
    for (let after: string | null = null; ; after = ids.at(-1) ?? null) {
      const page = await openReservations({ after });
      if (page.length === 0) return ids;
      ids.push(...page);
    }
  };
  expect(await open()).toEqual(expect.arrayContaining([first.reservationId, next.reservationId]));
  const release = (reservationId: string) => releaseUnknown({ reservationId, at: catalog.now });
  expect(await release(first.reservationId)).toBe('released');
  expect(await release(first.reservationId)).toBe('known');
  expect(await open()).not.toContain(first.reservationId);
  expect(await stands(next.reservationId)).toMatchObject({ state: { stage: 'toFetch' } });

  const [barcode = ''] = barcodes;
  granted(await catalog.pick(barcode));
  granted(await catalog.handOut(barcode, [next.reservationId]));
  expect(await release(next.reservationId)).toBe('lent');
  expect(await release(next.reservationId)).toBe('known');
  expect(await stands(next.reservationId)).toMatchObject({ state: { stage: 'onLoan' } });
  const tasks = () =>
    catalog.deps.db.task.count({ where: { kind: 'borrowerUnknown', clearedAt: null, barcode } });
  expect(await tasks()).toBe(1);
  granted(await catalog.takeBack(barcode));
  expect(await tasks()).toBe(0);
});

/** Waits until a statement of the catalog waits for another transaction. */
async function waitsForLock(): Promise<void> {
  for (;;) {
    const { rows } = await catalog.deps.pool.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (rows.length > 0) return;
  }
}

test('what a process knows is kept at night without waiting for a desk that changes the reservation', async () => {
  const { recordId } = await catalog.shelve(1);
  const { reservationId } = await catalog.reserve(recordId);
  const { standing } = await catalog.activities.positionOf({ reservationId });
  if (standing === null) throw new Error('It never joined a queue');
  const { epoch, n } = standing;
  const nothing = { allocation: 0, toldReady: false, waitsForSlot: false, looksAnyway: false };
  const known = [{ reservationId, epoch, n, ...nothing }];
  const rows = [{ reservationId, epoch, n }];
  const { tellRows, whoIsBehind } = catalog.activities;
  await catalog.deps.db.$transaction(async (desk) => {
    await desk.$executeRaw`UPDATE reservation_state SET n = n WHERE reservation_id = ${reservationId}::uuid`;
    expect(await whoIsBehind({ known })).toEqual([]);
  });
  expect(await tellRows({ rows })).toMatchObject({ heard: [] });
  expect(await whoIsBehind({ known })).toEqual([]);
  expect(await tellRows({ rows })).toMatchObject({ heard: [reservationId] });
});
