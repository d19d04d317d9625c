import { conditionIs } from '@toshobin/contracts';
import { clearTasks } from '@toshobin/tasks';
import type { Transaction } from '../database.ts';
import { isGivenUp, latestJourneyOfCopy } from '../ledger/journey.ts';
import type { LockedCopy } from '../ledger/lock-copy.ts';
import { servableAgain } from '../queue/tell-if-unservable.ts';

/**
 * Puts a copy in service again that turns up in somebody's hand: it was searched for, missing or lost, or the desk had
 * given it up or was paid for it (settleLoan); nobody need search. Answers whether the copy had to be found.
 */
export async function findCopyAgain(tx: Transaction, copy: LockedCopy, at: Date): Promise<boolean> {
  const found = conditionIs(copy.condition, 'foundByScan') || (await wasGivenUp(tx, copy));
  if (!found) return false;
  await tx.copy.update({ where: { id: copy.id }, data: { condition: 'inService' } });
  copy.condition = 'inService';
  await servableAgain(tx, copy.recordId);
  await nobodyNeedSearch(tx, copy, { by: 'process', at });
  return true;
}

/** Clears every task to search for a copy: it is found, or given up. */
export async function nobodyNeedSearch(
  tx: Transaction,
  { barcode }: LockedCopy,
  done: { by: string; at: Date },
): Promise<void> {
  const kinds = ['searchCopy', 'searchReturn', 'searchUnlent', 'claimedReturned'] as const;
  await clearTasks(tx, { kinds, subject: { barcode }, ...done });
}

/** Whether a copy is out of stock because its loan was settled without it, and not because the desk took it out. */
async function wasGivenUp(tx: Transaction, { id, condition }: LockedCopy): Promise<boolean> {
  if (condition !== 'withdrawn') return false;
  const latest = await latestJourneyOfCopy(tx, id);
  return latest !== undefined && isGivenUp(latest);
}
