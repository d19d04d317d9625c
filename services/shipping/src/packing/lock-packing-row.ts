import type { Transaction } from '../database/open-database.ts';
import type { PackingRow } from '../generated/prisma/client.ts';

/** Locks a row of the packing list until the end of the transaction. A parcel it may be in is locked before. */
export async function lockPackingRow(
  tx: Transaction,
  { reservationId, allocation }: { reservationId: string; allocation: number },
): Promise<PackingRow> {
  await tx.$queryRaw`
    SELECT 1 FROM packing_row
    WHERE reservation_id = ${reservationId}::uuid AND allocation = ${allocation} FOR UPDATE`;
  return tx.packingRow.findUniqueOrThrow({
    where: { reservationId_allocation: { reservationId, allocation } },
  });
}

/**
 * One command at a time for a reservation, also when it has no row yet; until the end of the transaction, and before
 * any other lock.
 */
export async function lockReservation(tx: Transaction, reservationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${reservationId}, 0))`;
}
