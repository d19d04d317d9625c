import { uniqueViolation } from '@toshobin/database';
import { allow, refuse } from '@toshobin/lending-rules';
import type { Answers } from '../catalog-deps.ts';
import { inTransaction } from '../ledger/in-transaction.ts';
import { servableAgain } from '../queue/tell-if-unservable.ts';
import { withTitle } from '../queue/with-title.ts';
import { readCopyBarcode } from './scan-once.ts';

/**
 * Adds a copy to a record, on its shelf. Nobody is given the copy before a scan at the desk, a new reservation or the
 * nightly look. The same form sent again is answered the same. Refuses NOT_FOUND for a record we don't have, or that
 * its source has deleted (hideDeleted), BARCODE_NOT_OURS, BARCODE_WRONG_KIND, and BARCODE_TAKEN when a copy with that
 * barcode is there, of this record too.
 */
export const addCopy: Answers<'addCopy'> = async (deps, form) => {
  const reading = readCopyBarcode(form.barcode);
  if (!reading.ok) return reading;
  const barcode = reading.value;
  const recordId = BigInt(form.recordId);
  const { shelfMark, weightGrams, thicknessMm, supplementCount } = form;
  const asked = { recordId, barcode, shelfMark, weightGrams, thicknessMm, supplementCount };
  if ((await deps.db.bibliographicRecord.count({ where: { id: recordId } })) === 0)
    return refuse('NOT_FOUND');
  const add = () =>
    inTransaction(deps, (tx) =>
      withTitle(deps, tx, recordId, async () => {
        if ((await tx.bibliographicRecord.count({ where: { id: recordId, s: { not: '' } } })) === 0)
          return refuse('NOT_FOUND');
        const same = await tx.copy.findFirst({ where: { ...asked, condition: 'inService' } });
        if (same !== null) return allow({ copyId: String(same.id), barcode });
        if ((await tx.copy.count({ where: { barcode } })) > 0) return refuse('BARCODE_TAKEN');
        const copy = await tx.copy.create({ data: { ...asked, addedAt: new Date(form.at) } });
        await servableAgain(tx, recordId);
        return allow({ copyId: String(copy.id), barcode });
      }),
    );
  try {
    return await add();
  } catch (error) {
    // Two records ask for the barcode at the same moment: one of them has it.
    if (uniqueViolation(error) !== 'copy_barcode_key') throw error;
    return add();
  }
};
