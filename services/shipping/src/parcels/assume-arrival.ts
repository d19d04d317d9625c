import type { ParcelState } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import { inTransaction, type Transaction } from '../database/open-database.ts';
import { deriveId, SHIPPING_IDS } from '../facts/derive-id.ts';
import { copyFactId } from '../facts/write-copy-fact.ts';
import type { Shipping } from '../shipping.ts';
import { arrive } from './arrive.ts';
import { type LockedParcel, lockParcel } from './lock-parcel.ts';

/**
 * R7 "assumed": a dispatched parcel that nobody scanned is taken for arrived. Answers the state; in any other state it
 * changes nothing, nor when somebody looked since and it was not there. Safe to repeat.
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
    if (await wasTakenBack(tx, parcel, scanId)) return parcel.state;
    const moment = { occurredAt: at, recordedAt: shipping.now() };
    return (await arrive(tx, parcel, { ...moment, scanId, assumed: true })).state;
  });
  shipping.wakeRelay();
  return { state };
}

/** Was it taken for arrived before? Then its arrival was scanned and taken back since. */
async function wasTakenBack(tx: Transaction, parcel: LockedParcel, scanId: string): Promise<boolean> {
  const told = parcel.lines.map((line) => copyFactId(scanId, 'arrived', line.copyId));
  return (await tx.copyFact.count({ where: { factId: { in: told } } })) > 0;
}
