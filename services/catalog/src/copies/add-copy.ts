import { uniqueViolation } from '@toshobin/database';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { inTransaction } from '../ledger/in-transaction.ts';
import { servableAgain } from '../queue/tell-if-unservable.ts';
import { withTitle } from '../queue/with-title.ts';
import { readCopyBarcode } from './scan-once.ts';
import type { AddCopy, CopyAnswer } from './stock-forms.ts';

/**
 * Adds a copy to a record, on its shelf. Nobody is given it before a scan at the desk, a new reservation or the nightly
 * look. The same form sent again is answered the same. Refuses NOT_FOUND for a record we don't have, BARCODE_NOT_OURS,
 * BARCODE_WRONG_KIND, and STATE_CHANGED when another copy has that barcode.
 */
export async function addCopy(deps: CatalogDeps, form: AddCopy): Promise<Decision<CopyAnswer>> {
  const reading = readCopyBarcode(form.barcode);
  if (!reading.ok) return reading;
  const barcode = reading.value;
  const recordId = BigInt(form.recordId);
  const { shelfMark, weightGrams, thicknessMm, supplementCount } = form;
  if ((await deps.db.bibliographicRecord.count({ where: { id: recordId } })) === 0)
    return refuse('NOT_FOUND');
  const add = () =>
    inTransaction(deps, (tx) =>
      withTitle<Decision<CopyAnswer>>(deps, tx, recordId, async () => {
        const known = await tx.copy.findUnique({ where: { barcode } });
        if (known !== null) {
          return known.recordId === recordId && known.condition === 'inService'
            ? allow({ copyId: String(known.id), barcode })
            : refuse('STATE_CHANGED');
        }
        const copy = await tx.copy.create({
          data: { recordId, barcode, shelfMark, weightGrams, thicknessMm, supplementCount },
        });
        await servableAgain(tx, recordId);
        return allow({ copyId: String(copy.id), barcode });
      }),
    );
  try {
    return await add();
  } catch (error) {
    // For another record at the same moment: one of them has the barcode.
    if (uniqueViolation(error) !== 'copy_barcode_key') throw error;
    return add();
  }
}
