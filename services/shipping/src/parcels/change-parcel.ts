import { type ActOfStaff, type Parcel, ParcelSchema } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { lockCopiesCalled } from '../packing/lock-packing-row.ts';
import { type Planning, readPlanning } from '../planning/read-planning.ts';
import { carryOutOnce } from '../scans/carry-out-once.ts';
import type { ShippingDeps } from '../shipping-deps.ts';
import { describeParcel } from './describe-parcel.ts';
import { type LockedParcel, lockParcel, type ParcelWithLines } from './lock-parcel.ts';
import type { Cause } from './tell-changed.ts';

/** What a desk does with a parcel. */
interface ParcelScan extends ActOfStaff {
  parcelNumber: string;
}

/** A parcel inside the transaction of a scan, locked. */
export interface ParcelInHand {
  tx: Transaction;
  parcel: LockedParcel;
  planning: Planning;
  cause: Cause;
}

/**
 * Carries out once what a desk does with a parcel (carryOutOnce); answers how the parcel stands then. Refuses
 * NOT_FOUND.
 *
 * @param putIn barcodes of copies that may be in it from now on: no scan of theirs is heard meanwhile
 */
export function changeParcel(
  deps: ShippingDeps,
  scan: ParcelScan,
  content: string,
  work: (inHand: ParcelInHand) => Promise<Decision<ParcelWithLines>>,
  putIn: readonly string[] = [],
): Promise<Decision<Parcel>> {
  return carryOutOnce(deps, scan, content, ParcelSchema, async (tx, moment) => {
    await lockCopiesCalled(tx, putIn);
    const parcel = await lockParcel(tx, scan.parcelNumber);
    if (!parcel) return refuse('NOT_FOUND');
    const planning = await readPlanning(tx, moment.recordedAt, parcel.libraryCode);
    const done = await work({ tx, parcel, planning, cause: { ...moment, scanId: scan.factId } });
    return done.ok ? allow(describeParcel(done.value, planning)) : done;
  });
}
