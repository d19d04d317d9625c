import type { Transaction } from '../database/open-database.ts';
import type { PackingRow } from '../generated/prisma/client.ts';

interface Key {
  reservationId: string;
  allocation: number;
}

/** Locks a row of the packing list until the end of the transaction. A parcel it may be in is locked before. */
export async function lockPackingRow(tx: Transaction, key: Key): Promise<PackingRow> {
  const row = await findAndLockPackingRow(tx, key);
  if (!row) throw new Error(`Allocation ${key.allocation} was never on the packing list`);
  return row;
}

/** The same for a row that may not be there. */
export async function findAndLockPackingRow(
  tx: Transaction,
  { reservationId, allocation }: Key,
): Promise<PackingRow | null> {
  await tx.$queryRaw`
    SELECT 1 FROM packing_row
    WHERE reservation_id = ${reservationId}::uuid AND allocation = ${allocation} FOR UPDATE`;
  return tx.packingRow.findUnique({ where: { reservationId_allocation: { reservationId, allocation } } });
}

/**
 * One command at a time for a reservation, also when it has no row yet; until the end of the transaction, and before
 * any other lock.
 */
export async function lockReservation(tx: Transaction, reservationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${reservationId}, 0))`;
}

/**
 * What is kept of a copy, and for whom it waits, until the end of the transaction. After a reservation's lock, before a
 * parcel's and a row's.
 */
export async function lockCopy(tx: Transaction, copyId: bigint): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`copy ${copyId}`}, 0))`;
}

/** Was the copy given to another reservation since? Then it waits for this one no more. The copy is locked. */
export async function isAllocatedAnew(
  tx: Transaction,
  { copyId, allocation }: Pick<PackingRow, 'copyId' | 'allocation'>,
): Promise<boolean> {
  return (await tx.packingRow.count({ where: { copyId, allocation: { gt: allocation } } })) > 0;
}
