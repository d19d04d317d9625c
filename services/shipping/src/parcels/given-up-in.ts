import { z } from 'zod';
import type { ShippingDeps } from '../shipping-deps.ts';
import type { ParcelWithLines } from './lock-parcel.ts';

const Found = z.array(z.object({ barcode: z.string() }));

/**
 * The copies that left an open parcel because they are their reservation's own no more, and that nobody has scanned
 * since: they may lie in its box. They are known until the night in which the reservation is forgotten.
 */
export async function givenUpIn(
  { db }: Pick<ShippingDeps, 'db'>,
  { number, state, direction }: ParcelWithLines,
): Promise<string[]> {
  if (state !== 'open' || direction === 'return') return [];
  const found = await db.$queryRaw`
    SELECT barcode FROM parcel_line line
    WHERE parcel_number = ${number} AND state = 'takenOut'
      AND NOT EXISTS (
        SELECT FROM packing_row own
        WHERE own.reservation_id = line.reservation_id AND own.allocation = line.allocation)
      AND NOT EXISTS (SELECT FROM parcel_line later WHERE later.copy_id = line.copy_id AND later.id > line.id)
      AND NOT EXISTS (
        SELECT FROM copy_scan scan WHERE scan.copy_id = line.copy_id AND scan.scanned_at >= line.packed_at)
    ORDER BY id`;
  return Found.parse(found).map(({ barcode }) => barcode);
}
