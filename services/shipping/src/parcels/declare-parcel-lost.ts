import { type ParcelState, PREFECTURAL_LIBRARY, type ShippingActivities } from '@toshobin/contracts';
import { clearTasks, openTask } from '@toshobin/tasks';
import { inTransaction } from '../database/open-database.ts';
import type { Shipping } from '../shipping.ts';
import { lockParcel } from './lock-parcel.ts';
import { loseParcel } from './lose-copy.ts';

/**
 * R7. Lost in the mail: a dispatched parcel that nobody has scanned for so long is lost with all that is in it, and the
 * desk claims it from the post. In any other state nothing changes. Answers the state. Safe to repeat.
 */
export async function declareParcelLost(
  shipping: Shipping,
  { parcelNumber, at }: Parameters<ShippingActivities['declareParcelLost']>[0],
): Promise<{ state: ParcelState }> {
  const state = await inTransaction(shipping.db, async (tx) => {
    const parcel = await lockParcel(tx, parcelNumber);
    if (!parcel) throw new Error(`There is no parcel ${parcelNumber}`);
    if (parcel.state !== 'dispatched') return parcel.state;
    const lost = await loseParcel(tx, parcel, at);
    const [subject, when] = [{ parcelNumber }, new Date(at)];
    await clearTasks(tx, { kinds: ['findParcel'], subject, by: 'process', at: when });
    const claim = { kind: 'parcelLost', library: PREFECTURAL_LIBRARY, subject, why: 'notArrived' } as const;
    await openTask(tx, { ...claim, at: when });
    return lost.state;
  });
  shipping.wakeRelay();
  return { state };
}
