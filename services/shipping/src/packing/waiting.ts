import type { Allocation } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { Transaction } from '../database.ts';
import type { PackingRow } from '../generated/prisma/client.ts';
import { itemOf } from './item-of.ts';

const Ids = z.array(z.object({ id: z.uuid() }));

/**
 * The copies that wait for a parcel: to be packed, with a loan slot, in no parcel yet. A copy that was given to another
 * reservation waits for the newest one alone, though the older has not heard of that.
 */
export async function waitingRows(tx: Transaction): Promise<PackingRow[]> {
  const ids = Ids.parse(
    await tx.$queryRaw`
      SELECT reservation_id AS id FROM packing_row AS row
      WHERE to_pack AND slot_journey = journey
        AND NOT EXISTS (SELECT FROM packing_row AS newer
          WHERE newer.copy_id = row.copy_id AND newer.allocation > row.allocation)
        AND NOT EXISTS (SELECT FROM parcel_line AS line JOIN parcel ON number = parcel_number
          WHERE line.reservation_id = row.reservation_id AND line.allocation = row.allocation
            AND line.state <> 'takenOut' AND direction = 'outward')`,
  );
  return tx.packingRow.findMany({ where: { reservationId: { in: ids.map(({ id }) => id) } } });
}

/** A copy that waits, with the row that says so. */
export interface Waiting {
  row: PackingRow;
  item: Allocation;
}

/** The row of the newest reservation that a copy belongs to, waiting or not. */
export function newestRowOf(tx: Transaction, barcode: string): Promise<PackingRow | null> {
  return tx.packingRow.findFirst({ where: { barcode }, orderBy: { allocation: 'desc' } });
}

/**
 * The copy, if it waits for a parcel to that library. Refuses NOT_FOUND (nobody waits for it), STATE_CHANGED (it is
 * packed), PARCEL_OTHER_LIBRARY (pickupLibrary).
 */
export async function waitingFor(
  tx: Transaction,
  row: PackingRow,
  libraryCode: string,
): Promise<Decision<Waiting>> {
  const item = itemOf(row);
  const { reservationId, allocation } = row;
  const inParcel = { state: { not: 'takenOut' }, parcel: { direction: 'outward' } } as const;
  if ((await tx.parcelLine.count({ where: { reservationId, allocation, ...inParcel } })) > 0)
    return refuse('STATE_CHANGED');
  if (!item || !row.toPack || row.slotJourney !== row.journey) return refuse('NOT_FOUND');
  if (row.pickupLibrary !== libraryCode) {
    const { name } = await tx.library.findUniqueOrThrow({ where: { code: row.pickupLibrary } });
    return refuse('PARCEL_OTHER_LIBRARY', { pickupLibrary: name });
  }
  return allow({ row, item });
}
