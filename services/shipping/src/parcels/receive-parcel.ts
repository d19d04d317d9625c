import { type Parcel, ParcelSchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { libraryNamed, readPlanning } from '../planning/read-planning.ts';
import { carryOutOnce, type Scan } from '../scans/carry-out-once.ts';
import type { ShippingDeps } from '../shipping-deps.ts';
import { describeParcel } from './describe-parcel.ts';
import { lockParcel } from './lock-parcel.ts';
import { record } from './record.ts';

/**
 * One scan of the parcel receives every copy in it. The prefectural desk may enter it for a branch. A scan after an
 * arrival that was taken for granted makes it certain, and a lost parcel is found; any other second scan changes nothing. Refuses NOT_FOUND,
 * WRONG_PICKUP_LIBRARY (pickupLibrary), STATE_CHANGED for a parcel that has not left.
 */
export async function receiveParcel(
  deps: ShippingDeps,
  scan: Scan & { parcelNumber: string },
): Promise<Decision<Parcel>> {
  return carryOutOnce(deps, scan, `receive ${scan.parcelNumber}`, ParcelSchema, async (tx, moment) => {
    const parcel = await lockParcel(tx, scan.parcelNumber);
    if (!parcel) return refuse('NOT_FOUND');
    const planning = await readPlanning(tx, moment.recordedAt, parcel.libraryCode);
    const destination = parcel.direction === 'outward' ? parcel.libraryCode : PREFECTURAL_LIBRARY;
    if (scan.by.library !== destination && scan.by.library !== PREFECTURAL_LIBRARY) {
      return refuse('WRONG_PICKUP_LIBRARY', { pickupLibrary: libraryNamed(planning, destination).name });
    }
    if (parcel.state === 'open' || parcel.state === 'discarded') return refuse('STATE_CHANGED');
    const cause = { ...moment, scanId: scan.factId };
    return allow(describeParcel(await record(tx, parcel, [{ kind: 'received' }], cause), planning));
  });
}
