import { PREFECTURAL_LIBRARY, type ShippingActivities } from '@toshobin/contracts';
import { allow, refuse } from '@toshobin/lending-rules';
import { inTransaction } from '../database/open-database.ts';
import type { Shipping } from '../shipping.ts';
import { keepStanding } from './keep-standing.ts';
import { lockPackingRow } from './lock-packing-row.ts';

export type Redirect = Parameters<ShippingActivities['redirect']>[0];
type Redirected = Awaited<ReturnType<ShippingActivities['redirect']>>;

/**
 * R20. Another pickup library, as this standing has it, for a copy that is not packed: the lock of its row judges between
 * this and packing. Refuses CHANGE_PICKUP_TOO_LATE once it is in a parcel to another library. Repeated it answers the same.
 */
export async function redirect(shipping: Shipping, { standing }: Redirect): Promise<Redirected> {
  const { reservationId, state } = standing;
  const { pickupLibrary } = state;
  return inTransaction(shipping.db, async (tx) => {
    const known = await tx.packingRow.count({ where: { reservationId } });
    if (known > 0) await lockPackingRow(tx, reservationId);
    const packed = await tx.parcelLine.findFirst({
      where: {
        reservationId,
        allocation: state.copy?.allocation ?? 0,
        state: { not: 'takenOut' },
        parcel: { direction: 'outward' },
      },
      include: { parcel: true },
    });
    const isGoingThere =
      pickupLibrary !== PREFECTURAL_LIBRARY && packed?.parcel.libraryCode === pickupLibrary;
    if (packed && !isGoingThere) return refuse('CHANGE_PICKUP_TOO_LATE');
    await keepStanding(tx, standing, shipping.now());
    return allow({ redirected: true });
  });
}
