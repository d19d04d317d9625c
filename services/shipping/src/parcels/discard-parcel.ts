import { type Parcel, ParcelSchema } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { readPlanning } from '../planning/read-planning.ts';
import { carryOutOnce, type Scan } from '../scans/carry-out-once.ts';
import type { ShippingDeps } from '../shipping-deps.ts';
import { describeParcel } from './describe-parcel.ts';
import { lockParcel } from './lock-parcel.ts';
import { mayHandle } from './may-handle.ts';
import { record } from './record.ts';

/**
 * An empty parcel that will not be used; its number is not used again. Refuses NOT_FOUND, PARCEL_ALREADY_DISPATCHED,
 * STATE_CHANGED for one with copies in it.
 */
export async function discardParcel(
  deps: ShippingDeps,
  scan: Scan & { parcelNumber: string },
): Promise<Decision<Parcel>> {
  return carryOutOnce(deps, scan, `discard ${scan.parcelNumber}`, ParcelSchema, async (tx, moment) => {
    const parcel = await lockParcel(tx, scan.parcelNumber);
    if (!parcel || !mayHandle(scan.by.library, parcel)) return refuse('NOT_FOUND');
    if (parcel.state !== 'open' && parcel.state !== 'discarded') return refuse('PARCEL_ALREADY_DISPATCHED');
    if (parcel.lines.length > 0) return refuse('STATE_CHANGED');
    const cause = { ...moment, scanId: scan.factId };
    const discarded = await record(tx, parcel, [{ kind: 'discarded' }], cause);
    const planning = await readPlanning(tx, moment.recordedAt, parcel.libraryCode);
    return allow(describeParcel(discarded, planning));
  });
}
