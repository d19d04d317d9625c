import { ReservationIdSchema } from '@toshobin/contracts';
import { writeEventOnce } from '@toshobin/events';
import type { Instant } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import type { Transaction } from '../database.ts';
import type { ParcelLine } from '../generated/prisma/client.ts';
import { SHIPPING_IDS } from '../shipping-ids.ts';
import type { LockedParcel } from './lock-parcel.ts';

/**
 * Tells a reservation that its copy is not where it should be by now (`shipping.copy.delayed`). On the way home nobody
 * waits for the copy, so nothing is told.
 *
 * @param from what the delay follows from; the same is told once for each
 */
export async function tellDelay(
  tx: Transaction,
  parcel: LockedParcel,
  { copyId, reservationId, allocation }: ParcelLine,
  why: 'notArrived' | 'missingFromParcel',
  at: Instant,
  from: string = SHIPPING_IDS,
): Promise<void> {
  if (parcel.direction !== 'outward' || reservationId === null || allocation === null) return;
  await writeEventOnce(tx, {
    id: derivedId(from, `${why} ${parcel.number} ${copyId}`),
    type: 'shipping.copy.delayed',
    subject: String(copyId),
    at: new Date(at),
    data: {
      reservationId: ReservationIdSchema.parse(reservationId),
      allocation,
      copyId: String(copyId),
      parcelNumber: parcel.number,
      why,
      at,
    },
  });
}
