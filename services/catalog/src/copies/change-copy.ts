import { allow } from '@toshobin/lending-rules';
import type { Answers } from '../catalog-deps.ts';
import { inTransaction } from '../ledger/in-transaction.ts';
import { latestJourneyOfCopy } from '../ledger/journey.ts';
import { lockCopy } from '../ledger/lock-copy.ts';
import { changed } from '../ledger/tell-changed.ts';
import { findByBarcode } from './scan-once.ts';

/**
 * Changes what is known of a copy: its shelf mark, its measures, its supplements. The state of the copy's reservation
 * tells other measures to the packing desk; a parcel that has the copy already keeps its weight. Refuses
 * BARCODE_NOT_OURS, BARCODE_WRONG_KIND.
 */
export const changeCopy: Answers<'changeCopy'> = async (deps, form) => {
  const found = await findByBarcode(deps.db, form.barcode);
  if (!found.ok) return found;
  const { id } = found.value;
  const { shelfMark, weightGrams, thicknessMm, supplementCount } = form;
  const measures = { weightGrams, thicknessMm, supplementCount };
  return inTransaction(deps, async (tx) => {
    const { barcode } = await lockCopy(tx, id);
    await tx.copy.update({ where: { id }, data: { shelfMark, ...measures } });
    const holder = await latestJourneyOfCopy(tx, id);
    if (holder?.open) changed(tx, holder.reservationId);
    return allow({ copyId: String(id), barcode });
  });
};
