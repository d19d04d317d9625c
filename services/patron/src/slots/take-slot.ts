import { freeSlot, type Instant } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';

/**
 * R3. Takes the lowest free reservation slot; undefined when that would pass the limit. Without a limit (a late
 * fact put a reservation back) it goes past. The patron's row must be locked. Repeated, it is the same slot.
 */
export async function takeReservationSlot(
  tx: Transaction,
  { patronId, reservationId }: { patronId: string; reservationId: string },
  limit?: number,
): Promise<number | undefined> {
  const held = await tx.reservationSlot.findMany({ where: { patronId } });
  const own = held.find((one) => one.reservationId === reservationId);
  if (own) return own.slot;
  const slot = freeSlot(
    held.map((one) => one.slot),
    limit,
  );
  if (slot === undefined) return undefined;
  await tx.reservationSlot.create({ data: { patronId, slot, reservationId } });
  return slot;
}

/** R3. Takes a loan slot as a claim; `made` says whether it did now; undefined at the limit. A loan stays a loan. */
export async function takeLoanSlot(
  tx: Transaction,
  {
    patronId,
    reservationId,
    at,
    journey,
  }: { patronId: string; reservationId: string; at: Instant; journey: number },
  limit?: number,
): Promise<{ slot: number; made: boolean } | undefined> {
  const held = await tx.loanSlot.findMany({ where: { patronId } });
  const own = held.find((one) => one.reservationId === reservationId);
  if (own) return { slot: own.slot, made: false };
  const slot = freeSlot(
    held.map((one) => one.slot),
    limit,
  );
  if (slot === undefined) return undefined;
  await tx.loanSlot.create({ data: { patronId, slot, reservationId, kind: 'claim', takenAt: at, journey } });
  return { slot, made: true };
}

/** Frees a reservation slot; answers its number, undefined where there was none. */
export async function freeReservationSlot(
  tx: Transaction,
  reservationId: string,
): Promise<number | undefined> {
  const freed = await tx.$queryRaw<{ slot: number }[]>`
    DELETE FROM reservation_slot WHERE reservation_id = ${reservationId}::uuid RETURNING slot`;
  return freed[0]?.slot;
}

/** Frees a loan slot; answers whether there was one. */
export async function freeLoanSlot(tx: Transaction, reservationId: string): Promise<boolean> {
  return (await tx.loanSlot.deleteMany({ where: { reservationId } })).count > 0;
}
