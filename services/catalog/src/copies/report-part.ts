import type { CopyId } from '@toshobin/contracts';
import { allow, type Decision, type Instant } from '@toshobin/lending-rules';
import { clearTasks, openTask } from '@toshobin/tasks';
import type { CatalogDeps } from '../catalog-deps.ts';
import { lockCopy } from '../ledger/lock-copy.ts';
import { findByBarcode } from './scan-once.ts';

/**
 * R13 and the count of parts. What belongs to a copy (its cover, a CD) was not with it: the desk has a task, one a copy;
 * it is settled when the part is there after all. Refuses BARCODE_NOT_OURS, BARCODE_WRONG_KIND.
 */
export async function reportPart(
  deps: CatalogDeps,
  report: {
    barcode: string;
    part: 'cover' | 'supplement';
    there: boolean;
    at: Instant;
    by: { account: string };
  },
): Promise<Decision<{ copyId: CopyId; barcode: string }>> {
  const found = await findByBarcode(deps.db, report.barcode);
  if (!found.ok) return found;
  const { id } = found.value;
  const at = new Date(report.at);
  return deps.db.$transaction(async (tx) => {
    const { barcode } = await lockCopy(tx, id);
    const subject = { barcode };
    const [kind, why] = ['partMissing', report.part] as const;
    if (report.there) await clearTasks(tx, { kinds: [kind], subject, by: report.by.account, at });
    else await openTask(tx, { kind, subject, why, at });
    return allow({ copyId: String(id), barcode });
  });
}
