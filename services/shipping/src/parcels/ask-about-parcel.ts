import type { ParcelState, ShippingActivities } from '@toshobin/contracts';
import { inTransaction } from '../database/open-database.ts';
import type { Shipping } from '../shipping.ts';
import { lockParcel } from './lock-parcel.ts';

/**
 * A parcel that should have arrived becomes a task, first of the pickup library, then of the prefectural desk. Answers
 * the state; a parcel that has arrived meanwhile is asked nothing. Safe to repeat.
 */
export async function askAboutParcel(
  shipping: Shipping,
  { parcelNumber, ask, at }: Parameters<ShippingActivities['askAboutParcel']>[0],
): Promise<{ state: ParcelState }> {
  return inTransaction(shipping.db, async (tx) => {
    const parcel = await lockParcel(tx, parcelNumber);
    if (!parcel) throw new Error(`There is no parcel ${parcelNumber}`);
    if (parcel.state === 'dispatched') {
      const question = { parcelNumber, asked: ask, askedAt: new Date(at) };
      await tx.parcelQuestion.createMany({ data: [question], skipDuplicates: true });
    }
    return { state: parcel.state };
  });
}
