import { type Parcel, ParcelSchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, type Decision, isAfter, plusDuration, refuse } from '@toshobin/lending-rules';
import type { Transaction } from '../database/open-database.ts';
import { libraryNamed, readPlanning } from '../dispatch-days/read-planning.ts';
import { copyFactId, instantOf, type Moment } from '../facts/write-copy-fact.ts';
import { carryOutOnce, type Scan } from '../scans/carry-out-once.ts';
import { notBefore } from '../scans/not-before.ts';
import type { Shipping } from '../shipping.ts';
import { describeParcel } from './describe-parcel.ts';
import { type LockedParcel, lockParcel, readParcel } from './lock-parcel.ts';
import { mayGoBack, onItsWayAgain } from './on-its-way-again.ts';

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
  if (arrivedAt === null || !(await mayGoBack(tx, parcel))) return false;
  if (isAfter(recordedAt, plusDuration(instantOf(arrivedAt), WITHIN))) return false;
  for (const line of lines) if (voids !== undefined && !(await restsOn(tx, line.copyId, voids))) return false;
  return true;
}

/** Whether that scan made the copy's arrival known; that no other one did since follows from the state of the parcel. */
async function restsOn(tx: Transaction, copyId: bigint, scanId: string): Promise<boolean> {
  return (await tx.copyFact.count({ where: { factId: copyFactId(scanId, 'arrived', copyId) } })) > 0;
}
