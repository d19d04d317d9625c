import { randomUUID } from 'node:crypto';
import { CopyIdSchema } from '@toshobin/contracts';
import { writeEvent } from '@toshobin/events';
import { allow, type Decision, instantFromDate } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import { inTransaction } from '../ledger/in-transaction.ts';
import { type LockedCopy, lockCopy } from '../ledger/lock-copy.ts';
import { findByBarcode } from './scan-once.ts';
import type { ChangeCopy, CopyAnswer } from './stock-forms.ts';

/**
 * Changes what is known of a copy: its shelf mark, its measures, its supplements. The packing desk is told of other
 * measures; a parcel that it is in already keeps the weight it had. Refuses BARCODE_NOT_OURS, BARCODE_WRONG_KIND.
 */
export async function changeCopy(deps: CatalogDeps, form: ChangeCopy): Promise<Decision<CopyAnswer>> {
  const found = await findByBarcode(deps.db, form.barcode);
  if (!found.ok) return found;
  const { id } = found.value;
  const { shelfMark, weightGrams, thicknessMm, supplementCount } = form;
  const measures = { weightGrams, thicknessMm, supplementCount };
  return inTransaction(deps, async (tx) => {
    const before = await lockCopy(tx, id);
    await tx.copy.update({ where: { id }, data: { shelfMark, ...measures } });
    if (isOther(before, measures)) await tellMeasures(tx, id, measures, new Date(deps.now()));
    return allow({ copyId: String(id), barcode: before.barcode });
  });
}

type Measures = Pick<LockedCopy, 'weightGrams' | 'thicknessMm' | 'supplementCount'>;

function isOther(before: Measures, now: Measures): boolean {
  return (
    before.weightGrams !== now.weightGrams ||
    before.thicknessMm !== now.thicknessMm ||
    before.supplementCount !== now.supplementCount
  );
}

/** The copy is locked, so that of two changes the later one is told last. */
async function tellMeasures(tx: Transaction, id: bigint, measures: Measures, at: Date): Promise<void> {
  const copyId = CopyIdSchema.parse(String(id));
  await writeEvent(tx, {
    id: randomUUID(),
    type: 'catalog.copy.measured',
    subject: copyId,
    at,
    data: { copyId, ...measures, at: instantFromDate(at) },
  });
}
