import type { Deadline } from '@toshobin/lending-rules';
import type { Tx } from '../open-database.ts';
import { dueColumns } from './due-of.ts';

/** R6, R17. The hold at the prefectural library ends then; one that has not begun stays so. */
export async function moveHold(tx: Tx, allocation: number, until: Deadline): Promise<void> {
  const { dueDate: holdDate, dueAt: holdAt } = dueColumns(until);
  await tx.allocation.updateMany({
    where: { number: allocation, holdAt: { not: null } },
    data: { holdDate, holdAt },
  });
}
