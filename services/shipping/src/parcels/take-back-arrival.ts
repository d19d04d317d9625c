import { type Parcel, ParcelSchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  allow,
  arrivalQuestions,
  type Decision,
  dayOf,
  isAfter,
  laterOf,
  plusDuration,
  refuse,
} from '@toshobin/lending-rules';
import { fromColumn } from '../database/day-columns.ts';
import type { Transaction } from '../database/open-database.ts';
import { libraryNamed, type Planning, readPlanning } from '../dispatch-days/read-planning.ts';
import { deriveId } from '../facts/derive-id.ts';
import { copyFactId, instantOf, type Moment } from '../facts/write-copy-fact.ts';
import { writeEvent } from '../facts/write-event.ts';
import { carryOutOnce, type Scan } from '../scans/carry-out-once.ts';
import { notBefore } from '../scans/not-before.ts';
import type { Shipping } from '../shipping.ts';
import { wasPackedAgain } from './arrive.ts';
import { describeParcel } from './describe-parcel.ts';
import { type LockedParcel, lockParcel, readParcel } from './lock-parcel.ts';
import { voidArrivals } from './void-arrivals.ts';

/** As long as other scans. */
const WITHIN = 'P7D';

export interface TakeBackArrival extends Scan {
  parcelNumber: string;
  /** The scan that received it, if that one is meant and no other. */
  voids?: string | undefined;
}

/**
 * The wrong parcel was scanned at a pickup library: it is on its way again with every copy in it, and is looked for as
 * one that has just left. Refuses NOT_FOUND, WRONG_PICKUP_LIBRARY (pickupLibrary), and STATE_CHANGED when it is too
 * late: after seven days, once a copy of it was handed out, sent back or missed, or its branch was asked about one; for a
 * parcel that was given up before, that was received by another scan, or that nobody scanned.
 */
export async function takeBackArrival(shipping: Shipping, undo: TakeBackArrival): Promise<Decision<Parcel>> {
  const content = `not received ${undo.parcelNumber} ${undo.voids ?? 'any'}`;
  return carryOutOnce(shipping, undo, content, ParcelSchema, async (tx, scanned) => {
    const parcel = await lockParcel(tx, undo.parcelNumber);
    if (!parcel) return refuse('NOT_FOUND');
    const planning = await readPlanning(tx, scanned.recordedAt, parcel.libraryCode);
    if (undo.by.library !== parcel.libraryCode && undo.by.library !== PREFECTURAL_LIBRARY) {
      const { name } = libraryNamed(planning, parcel.libraryCode);
      return refuse('WRONG_PICKUP_LIBRARY', { pickupLibrary: name });
    }
    if (!(await canBeTakenBack(tx, parcel, scanned, undo.voids))) return refuse('STATE_CHANGED');
    const moment = { ...notBefore(scanned, parcel.arrivedAt), scanId: undo.factId };
    for (const line of parcel.lines) await voidArrivals(tx, parcel, line, moment);
    await onItsWayAgain(tx, parcel, moment, planning);
    const again = await readParcel(tx, parcel.number);
    return again ? allow(describeParcel(again, planning)) : refuse('NOT_FOUND');
  });
}

async function canBeTakenBack(
  tx: Transaction,
  parcel: LockedParcel,
  { recordedAt }: Moment,
  voids: string | undefined,
): Promise<boolean> {
  const { arrivedAt, lines } = parcel;
  if (parcel.direction !== 'outward' || parcel.state !== 'arrived') return false;
  if (parcel.returnedAt !== null || parcel.arrivalAssumed || arrivedAt === null) return false;
  if (isAfter(recordedAt, plusDuration(instantOf(arrivedAt), WITHIN))) return false;
  for (const line of lines) {
    if (line.ended !== 'arrived' || line.handledAt !== null) return false;
    if (await wasPackedAgain(tx, line)) return false;
    if (voids !== undefined && !(await restsOn(tx, line.copyId, voids))) return false;
  }
  const reservations = lines.flatMap(({ reservationId, allocation }) =>
    reservationId !== null && allocation !== null ? [{ reservationId, allocation }] : [],
  );
  const asked = await tx.shelfCheck.count({ where: { OR: reservations } });
  return asked === 0;
}

/** Whether that scan made the copy's arrival known; that no other one did since follows from the state of the parcel. */
async function restsOn(tx: Transaction, copyId: bigint, scanId: string): Promise<boolean> {
  return (await tx.copyFact.count({ where: { factId: copyFactId(scanId, 'arrived', copyId) } })) > 0;
}

/** It is watched from now on as if it were expected today, and not taken for arrived: somebody has looked (R7). */
async function onItsWayAgain(
  tx: Transaction,
  parcel: LockedParcel,
  moment: Moment & { scanId: string },
  planning: Planning,
): Promise<void> {
  const { number, direction, libraryCode, mode, dispatchedAt, dispatchDay, expectedDate } = parcel;
  if (mode === null || dispatchedAt === null || dispatchDay === null || expectedDate === null)
    throw new Error(`Parcel ${number} has arrived and never left`);
  await tx.parcelLine.updateMany({
    where: { parcelNumber: number, ended: 'arrived' },
    data: { ended: null, endedAt: null },
  });
  await tx.parcel.update({ where: { number }, data: { state: 'dispatched', arrivedAt: null } });
  await tx.parcelQuestion.deleteMany({ where: { parcelNumber: number } });
  const library = libraryNamed(planning, libraryCode);
  const expected = fromColumn(expectedDate);
  const from = laterOf(expected, dayOf(moment.recordedAt));
  await writeEvent(tx, {
    id: deriveId(moment.scanId, 'on its way again'),
    type: 'shipping.parcel.dispatched',
    subject: number,
    at: new Date(moment.occurredAt),
    data: {
      parcelNumber: number,
      direction,
      library: libraryCode,
      mode,
      dispatchedAt: instantOf(dispatchedAt),
      dispatchDay: fromColumn(dispatchDay),
      expectedDate: expected,
      arrival: 'scan',
      ...arrivalQuestions(from, mode, library.calendar, planning.policy),
    },
  });
}
