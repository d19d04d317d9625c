import type { Transaction } from './database.ts';

/**
 * Locks a patron's row: whatever counts their reservations and loans queues up here, so that the eleventh of
 * twenty taps sees the ten before it. Answers whether there is such a patron.
 */
export async function lockPatron(tx: Transaction, patronId: string): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`SELECT 1 FROM patron WHERE id = ${patronId}::uuid FOR UPDATE`;
  return found.length > 0;
}

/** Locks the row of the patron who has that reservation; answers whether there is one. */
export async function lockPatronOf(tx: Transaction, reservationId: string): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM patron JOIN application ON application.patron_id = patron.id
    WHERE reservation_id = ${reservationId}::uuid FOR UPDATE OF patron`;
  return found.length > 0;
}
