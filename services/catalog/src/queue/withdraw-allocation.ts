import type { Transaction } from '../database.ts';
import type { AllocationEnding } from '../generated/prisma/enums.ts';
import type { Journey } from '../ledger/journey.ts';
import { lockCopyOnShelf } from '../ledger/lock-copy.ts';
import { changed } from '../ledger/tell-changed.ts';
import { nextWaiting } from './next-waiting.ts';

/** What takes a copy away from its reservation. */
interface Withdrawal {
  why: AllocationEnding;
  at: Date;
  /** R15: whether the reservation keeps its place and is skipped. */
  suspended?: boolean;
}

/**
 * The copy is its reservation's no more, though the reservation goes on: its loan ends, and it is back at its old place
 * in the queue (the moment at which it joined never changes). The record and the copy are locked, and the copy stands
 * on no shelf; the caller calls `allocateNext`, when the copy is where it belongs.
 */
export async function withdrawAllocation(
  tx: Transaction,
  journey: Journey,
  { why, at, suspended = false }: Withdrawal,
): Promise<void> {
  const { allocation, reservationId } = journey;
  changed(tx, reservationId);
  await tx.allocation.update({ where: { number: allocation }, data: { closedAt: at, ending: why } });
  await tx.loan.updateMany({ where: { allocation, endedAt: null }, data: { endedAt: at } });
  await tx.queueEntry.update({
    where: { reservationId },
    data: { state: suspended ? 'suspended' : 'waiting', resumesOn: null },
  });
  journey.open = false;
  journey.ending = why;
}

/** Whether the reservation is first in the queue and a copy of its title stands on the shelf. */
export async function getsAnother(
  tx: Transaction,
  { reservationId, entry }: Journey,
  at: Date,
): Promise<boolean> {
  const next = await nextWaiting(tx, entry.recordId, at);
  return next?.reservationId === reservationId && (await lockCopyOnShelf(tx, entry.recordId)) !== undefined;
}
