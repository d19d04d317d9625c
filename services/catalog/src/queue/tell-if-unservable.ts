import { lentSomeDay } from '@toshobin/contracts';
import { queuedStates, type Unservable } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { changed } from '../ledger/tell-changed.ts';

/** How many copies of a title may be lent some day: searched ones count, since most turn up (R4). */
export function countLendable(tx: Transaction, recordId: bigint): Promise<number> {
  return tx.copy.count({ where: { recordId, condition: { in: [...lentSomeDay] } } });
}

/**
 * Tells all who wait for a title, suspended ones too, when no copy of it may be lent any more. The record is locked.
 */
export async function tellIfUnservable(
  tx: Transaction,
  recordId: bigint,
  why: Unservable,
  at: Date,
): Promise<void> {
  if ((await countLendable(tx, recordId)) > 0) return;
  const told = await tx.queueEntry.updateManyAndReturn({
    where: { recordId, state: { in: queuedStates }, unservableAt: null },
    data: { unservableAt: at, unservableWhy: why },
    select: { reservationId: true },
  });
  for (const { reservationId } of told) changed(tx, reservationId);
}

/** A copy of the title may be lent again: those who still wait are told anew when that one goes as well. */
export async function servableAgain(tx: Transaction, recordId: bigint): Promise<void> {
  const again = await tx.queueEntry.updateManyAndReturn({
    where: { recordId, unservableAt: { not: null } },
    data: { unservableAt: null, unservableWhy: null },
    select: { reservationId: true },
  });
  for (const { reservationId } of again) changed(tx, reservationId);
}
