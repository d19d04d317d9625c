import type { ShippingActivities } from '@toshobin/contracts';
import { inTransaction, type Transaction } from '../database/open-database.ts';
import { deriveId } from '../facts/derive-id.ts';
import { type LockedParcel, lockParcel } from '../parcels/lock-parcel.ts';
import { record } from '../parcels/record.ts';
import type { Shipping } from '../shipping.ts';
import { lockPackingRow, lockReservation } from './lock-packing-row.ts';

export type RemoveFromPackingList = Parameters<ShippingActivities['removeFromPackingList']>[0];
type Found = Awaited<ReturnType<ShippingActivities['removeFromPackingList']>>;

/**
 * R20. Takes a copy off the packing list, and out of its parcel as long as that has not left; `dispatched` when it has.
 * Safe to repeat. A cancellation can overtake the addition it wants to undo: what is not listed yet will not be: a removal
 * is final for its allocation. A branch that was asked about the copy is asked no more.
 */
export async function removeFromPackingList(
  shipping: Shipping,
  command: RemoveFromPackingList,
): Promise<Found> {
  // Parcels are locked before rows, everywhere. A desk that packs the copy between the look and the lock makes one more
  // round necessary; it can pack it once only.
  for (let round = 0; round < 5; round += 1) {
    const found = await inTransaction(shipping.db, (tx) => removeOnce(tx, shipping, command));
    if (found !== 'lookAgain') {
      shipping.wakeRelay();
      return { found };
    }
  }
  throw new Error('A copy was packed and unpacked all the time');
}

async function removeOnce(
  tx: Transaction,
  shipping: Shipping,
  { reservationId, allocation, at }: RemoveFromPackingList,
): Promise<Found['found'] | 'lookAgain'> {
  const key = { reservationId, allocation };
  await lockReservation(tx, reservationId);
  await tx.shelfCheck.updateMany({
    where: { ...key, answeredAt: null, closedAt: null },
    data: { closedAt: new Date(at) },
  });
  const seen = await tx.packingRow.findUnique({ where: { reservationId_allocation: key } });
  if (!seen) {
    await tx.$executeRaw`
      INSERT INTO packing_removal (reservation_id, allocation, removed_at)
      VALUES (${reservationId}::uuid, ${allocation}, ${new Date(at)})
      ON CONFLICT (reservation_id, allocation)
      DO UPDATE SET removed_at = greatest(packing_removal.removed_at, excluded.removed_at)`;
    return 'notListed';
  }
  const parcel = seen.parcelNumber === null ? undefined : await lockParcel(tx, seen.parcelNumber);
  const row = await lockPackingRow(tx, key);
  if (row.parcelNumber !== seen.parcelNumber) return 'lookAgain';
  if (row.state === 'dispatched') return 'dispatched';
  if (row.state === 'removed') {
    // The last one counts: an addition from before it lists nothing.
    await tx.packingRow.updateMany({
      where: { ...key, removedAt: { lt: new Date(at) } },
      data: { removedAt: new Date(at) },
    });
    return 'removed';
  }
  if (parcel) await takeOut(tx, shipping, parcel, { reservationId, allocation, at });
  await tx.packingRow.update({
    where: { reservationId_allocation: key },
    data: { state: 'removed', parcelNumber: null, removedAt: new Date(at) },
  });
  return 'removed';
}

async function takeOut(
  tx: Transaction,
  shipping: Shipping,
  parcel: LockedParcel,
  { reservationId, allocation, at }: RemoveFromPackingList,
): Promise<void> {
  const line = parcel.lines.find(
    (packed) => packed.reservationId === reservationId && packed.allocation === allocation,
  );
  if (!line) return;
  const scanId = deriveId(reservationId, `removed ${allocation} from line ${line.id}`);
  const cause = { scanId, occurredAt: at, recordedAt: shipping.now() };
  await record(tx, parcel, [{ kind: 'copyTakenOut', line }], cause);
}
