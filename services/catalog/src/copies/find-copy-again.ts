import { clearTasks } from '@toshobin/tasks';
import type { Tx } from '../open-database.ts';
import { servableAgain } from '../queue/tell-if-unservable.ts';
import type { LockedCopy } from './lock-copy.ts';

/**
 * A copy that was searched for, missing or lost is in somebody's hand: it is in service again, and nobody need search.
 * Answers whether it may be lent.
 */
export async function findCopyAgain(tx: Tx, copy: LockedCopy, at: Date): Promise<boolean> {
  const found = copy.condition === 'searching' || copy.condition === 'missing' || copy.condition === 'lost';
  if (!found) return copy.condition === 'inService';
  await tx.copy.update({ where: { id: copy.id }, data: { condition: 'inService' } });
  copy.condition = 'inService';
  await servableAgain(tx, copy.recordId);
  const { barcode } = copy;
  const kinds = ['searchCopy', 'searchReturn', 'searchUnlent', 'claimedReturned'] as const;
  await clearTasks(tx, { kinds, subject: { barcode }, by: 'process', at });
  return true;
}
