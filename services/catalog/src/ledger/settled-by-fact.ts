import { tasksSettledByFact } from '@toshobin/contracts/tasks-settled';
import type { Fact } from '@toshobin/lending-rules/facts';
import { clearTasks } from '@toshobin/tasks';
import type { Transaction } from '../database.ts';

/** Clears the tasks about a copy that a fact of its kind settles; a fact that takes it back has staff asked again. */
export async function settleByFact(tx: Transaction, fact: Fact, barcode: string): Promise<void> {
  if (fact.voids !== undefined) return askAgain(tx, fact.voids, barcode);
  const kinds = tasksSettledByFact(fact);
  if (kinds.length === 0) return;
  await clearTasks(tx, { kinds, subject: { barcode }, by: 'process', at: fact.recordedAt });
}

/** Opens again the tasks that no process would ask for any more; one that staff have settled stays so. */
async function askAgain(tx: Transaction, voided: string, barcode: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE task SET cleared_at = NULL, cleared_by = NULL FROM scan
    WHERE scan.fact_id = ${voided}::uuid AND task.kind IN ('longOverdue', 'wrongPerson') AND task.barcode = ${barcode}
      AND cleared_by = 'process' AND cleared_at = scan.recorded_at AND NOT EXISTS (
        SELECT FROM task now WHERE now.kind = task.kind AND now.subject_key = task.subject_key AND now.cleared_at IS NULL)`;
}
