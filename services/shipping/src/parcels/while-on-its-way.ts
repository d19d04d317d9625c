import type { ParcelState } from '@toshobin/lending-rules';
import { inTransaction, type Transaction } from '../database.ts';
import type { ShippingDeps } from '../shipping-deps.ts';
import { LOST_BY_A_RESTORE, type LockedParcel, lockParcel } from './lock-parcel.ts';

/** Does what a parcel's process asks for, in one transaction, if the parcel is on its way. Answers the state. */
export function whileOnItsWay(
  deps: ShippingDeps,
  parcelNumber: string,
  work: (tx: Transaction, parcel: LockedParcel) => Promise<ParcelState>,
): Promise<{ state: ParcelState }> {
  return inTransaction(deps, async (tx) => {
    const parcel = await lockParcel(tx, parcelNumber);
    if (!parcel) return { state: LOST_BY_A_RESTORE };
    return { state: parcel.state === 'dispatched' ? await work(tx, parcel) : parcel.state };
  });
}
