import { togetherOrRowByRow, vacuum } from '@toshobin/database';
import { inShort } from '@toshobin/events';
import {
  dateColumn,
  dayOf,
  type Instant,
  instantFromDate,
  outOfParcel,
  parcelOf,
  parcelPhase,
} from '@toshobin/lending-rules';
import { rowsFailed } from '@toshobin/temporal';
import { inTransaction, type Transaction } from '../database.ts';
import { type LockedParcel, lockParcel } from '../parcels/lock-parcel.ts';
import { record } from '../parcels/record.ts';
import type { ShippingDeps } from '../shipping-deps.ts';

const BATCH = 100;

/**
 * Privacy. Deletes what says with which copies reservations travelled that were settled before that day: the lines of
 * their parcels, desks' scans of these with their ids, what the catalog told of the copies, the questions to branches.
 * Copies of nobody's reservation go with them. The state of a parcel stays, with the number of its forgotten copies.
 * Answers how many reservations there were, at most a hundred; none: it is through. One that fails is left to the next
 * night, keeps no other, and is named in what is thrown at the end. Repeatable.
 */
export async function forgetSettled(deps: ShippingDeps, { before }: { before: Instant }): Promise<number> {
  const day = dateColumn(dayOf(before));
  const settled = await deps.db.packingRow.findMany({
    where: { settledOn: { lt: day } },
    orderBy: { settledOn: 'asc' },
    take: BATCH,
    select: { reservationId: true },
  });
  const until = new Date(before);
  const { done, left } = await togetherOrRowByRow(
    settled.map(({ reservationId }) => reservationId),
    async (ids) => {
      await inTransaction(deps, (tx) => forget(tx, ids, until, deps));
      return ids.length;
    },
  );
  await forgetScansOfCopies(deps, until);
  await forgetTasksOfCopies(deps, until);
  if (done > 0 || left.length === 0) return done;
  throw rowsFailed({ done, failed: left.map(({ row, fault }) => `${row}: ${inShort(fault)}`) });
}

async function forget(
  tx: Transaction,
  these: readonly string[],
  before: Date,
  deps: ShippingDeps,
): Promise<void> {
  const ids = [...these];
  const ofThem = { reservationId: { in: ids } };
  const ofNobody = { reservationId: null, packedAt: { lt: before }, state: { in: [...outOfParcel] } };
  const lines = await tx.parcelLine.findMany({
    where: { OR: [ofThem, ofNobody] },
    orderBy: { parcelNumber: 'asc' },
  });
  if (lines.length === 0 && ids.length === 0) return;
  for (const number of new Set(lines.map(({ parcelNumber }) => parcelNumber))) {
    const parcel = await lockParcel(tx, number);
    if (parcel) await staysThere(tx, parcel, deps);
  }
  const [lineIds, parcelNumbers, barcodes] = [
    lines.map(({ id }) => id),
    lines.map(({ parcelNumber }) => parcelNumber),
    lines.map(({ barcode }) => barcode),
  ];
  await tx.parcelEvent.deleteMany({ where: { lineId: { in: lineIds } } });
  await tx.parcelLine.deleteMany({ where: { id: { in: lineIds } } });
  for (const { parcelNumber: number, state } of lines) {
    if (state === 'takenOut') continue;
    const data = { forgottenCopies: { increment: 1 }, dispatchScan: null };
    await tx.parcel.update({ where: { number }, data });
  }
  // The id of an event and the id of the scan are made of one another: one that stays would say what was in the parcel.
  await tx.$executeRaw`
    UPDATE parcel_event SET id = gen_random_uuid(), scan_id = NULL WHERE parcel_number = ANY (${parcelNumbers})`;
  // The second word of what was scanned is the parcel; the answers list what was in it.
  await tx.$executeRaw`
    DELETE FROM scan WHERE split_part(content, ' ', 2) = ANY (${parcelNumbers})
      OR split_part(content, ' ', 3) = ANY (${parcelNumbers})
      OR (content LIKE 'shelf check %' AND split_part(content, ' ', 3) = ANY (${ids}))`;
  await tx.task.deleteMany({
    where: { OR: [ofThem, { barcode: { in: barcodes } }], clearedAt: { not: null } },
  });
  await tx.shelfCheck.deleteMany({ where: ofThem });
  await tx.packingRow.updateMany({ where: ofThem, data: { settledOn: null } });
}

/** Says of a parcel that is there by its copies' scans alone that it is there, before these are forgotten. */
async function staysThere(tx: Transaction, parcel: LockedParcel, deps: ShippingDeps): Promise<void> {
  if (parcelPhase[parcel.state] !== 'there' || parcelPhase[withoutCopies(parcel)] === 'there') return;
  const recordedAt = deps.now();
  const occurredAt = parcel.standing.arrival?.at ?? recordedAt;
  await record(tx, parcel, [{ kind: 'received' }], { scanId: deps.newId(), occurredAt, recordedAt });
}

function withoutCopies({ direction, libraryCode, dispatchedAt, events }: LockedParcel) {
  const said = events.filter(({ lineId }) => lineId === null);
  return parcelOf({
    direction,
    library: libraryCode,
    dispatchedAt: dispatchedAt && instantFromDate(dispatchedAt),
    events: said.map(({ kind, at }) => ({ kind, at: instantFromDate(at), line: null })),
    copies: [],
  }).state;
}

/**
 * Scans of a copy are deleted in the night after they were made, whatever day they count for, once no parcel that we
 * know had the copy by then.
 */
async function forgetScansOfCopies({ db }: ShippingDeps, before: Date): Promise<void> {
  await db.$executeRaw`
    DELETE FROM copy_scan AS told WHERE recorded_at < ${before} AND NOT EXISTS (
      SELECT FROM parcel_line WHERE copy_id = told.copy_id AND packed_at <= told.recorded_at)`;
}

/** Deletes the tasks about a copy that were open in the night that forgot it, in the night after they were settled. */
async function forgetTasksOfCopies({ db }: ShippingDeps, before: Date): Promise<void> {
  await db.$executeRaw`
    DELETE FROM task WHERE cleared_at < ${before} AND barcode IS NOT NULL AND NOT EXISTS (
      SELECT FROM parcel_line WHERE parcel_line.barcode = task.barcode)`;
}

/** The tables that forgetSettled changes: vacuumed each time, since a deleted row else lies in its page for long. */
const forgottenFrom = [
  'copy_scan',
  'outbox',
  'packing_row',
  'parcel',
  'parcel_event',
  'parcel_line',
  'scan',
  'shelf_check',
  'task',
] as const;

/** Runs after the erasure, outside of its transactions. */
export const vacuumForgotten = ({ db }: Pick<ShippingDeps, 'db'>): Promise<void> => vacuum(db, forgottenFrom);
