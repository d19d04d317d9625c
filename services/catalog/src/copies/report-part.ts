import { allow } from '@toshobin/lending-rules';
import { clearTasks, openTask } from '@toshobin/tasks';
import type { Answers } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import { lockCopy } from '../ledger/lock-copy.ts';
import { findByBarcode } from './scan-once.ts';

/**
 * R13. A part of a copy (its cover, a CD) was not with it: the desk has a task, one a copy, which names the reservation
 * of the borrower, where the scan was of the return; the task is settled when the part is there after all. Refuses
 * BARCODE_NOT_OURS, BARCODE_WRONG_KIND.
 */
export const reportPart: Answers<'reportPart'> = async (deps, report) => {
  const found = await findByBarcode(deps.db, report.barcode);
  if (!found.ok) return found;
  const { id } = found.value;
  const at = new Date(report.at);
  return deps.db.$transaction(async (tx) => {
    const { barcode } = await lockCopy(tx, id);
    const [kind, why] = ['partMissing', report.part] as const;
    if (report.there)
      await clearTasks(tx, { kinds: [kind], subject: { barcode }, by: report.by.account, at });
    else if ((await tx.task.count({ where: { kind, barcode, clearedAt: null } })) === 0)
      await openTask(tx, { kind, subject: { barcode, ...(await whoHadIt(tx, id, report)) }, why, at });
    return allow({ copyId: String(id), barcode });
  });
};

/** The reservation whose loan the scan ended; undefined for a copy that nobody had. */
async function whoHadIt(
  tx: Transaction,
  copyId: bigint,
  { factId }: { factId?: string | undefined },
): Promise<{ reservationId?: string }> {
  if (factId === undefined) return {};
  const scan = await tx.scan.findUnique({ where: { factId } });
  if (scan?.copyId !== copyId || scan.reservationId === null || scan.allocation === null) return {};
  const loan = await tx.loan.findUnique({ where: { allocation: scan.allocation } });
  const wasLent = (loan?.handedOutAt ?? loan?.handedInAt ?? null) !== null;
  return wasLent ? { reservationId: scan.reservationId } : {};
}
