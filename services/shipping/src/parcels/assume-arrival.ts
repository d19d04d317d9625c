import type { ParcelState } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import { inTransaction } from '../database/open-database.ts';
import { deriveId, SHIPPING_IDS } from '../facts/derive-id.ts';
import type { Shipping } from '../shipping.ts';
import { arrive } from './arrive.ts';
import { lockParcel } from './lock-parcel.ts';

/**
 * R7 "assumed": a dispatched parcel that nobody scanned is taken for arrived. Answers the state; in any other state it
 * changes nothing. Safe to repeat.
 */
export async function assumeArrival(
  shipping: Shipping,
  { parcelNumber, at }: { parcelNumber: string; at: Instant },
): Promise<{ state: ParcelState }> {
  const state = await inTransaction(shipping.db, async (tx) => {
    const parcel = await lockParcel(tx, parcelNumber);
    if (!parcel) throw new Error(`There is no parcel ${parcelNumber}`);
    if (parcel.state !== 'dispatched') return parcel.state;
    const scanId = deriveId(SHIPPING_IDS, `assumed arrival ${parcelNumber}`);
    const moment = { occurredAt: at, recordedAt: shipping.now() };
    return (await arrive(tx, parcel, { ...moment, scanId, assumed: true })).state;
  });
  shipping.wakeRelay();
  return { state };
}
