import type { Transaction } from '../database.ts';
import type { PackingRow } from '../generated/prisma/client.ts';

/** Locks a row of the packing list until the end of the transaction, after the parcel that its copy may be in. */
export async function lockPackingRow(tx: Transaction, reservationId: string): Promise<PackingRow> {
  await tx.$queryRaw`SELECT 1 FROM packing_row WHERE reservation_id = ${reservationId}::uuid FOR UPDATE`;
  return tx.packingRow.findUniqueOrThrow({ where: { reservationId } });
}

/** Locks a copy until the end of the transaction; this comes before the locks of parcels and rows. */
export async function lockCopy(tx: Transaction, copyId: bigint): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`copy ${copyId}`}, 0))`;
}

/** Locks the copies of these barcodes that ever were to be packed. */
export async function lockCopiesCalled(tx: Transaction, barcodes: readonly string[]): Promise<void> {
  if (barcodes.length === 0) return;
  const copies = await tx.packingRow.findMany({
    where: { barcode: { in: [...barcodes] }, copyId: { not: null } },
    distinct: ['copyId'],
    orderBy: { copyId: 'asc' },
    select: { copyId: true },
  });
  for (const { copyId } of copies) if (copyId !== null) await lockCopy(tx, copyId);
}
