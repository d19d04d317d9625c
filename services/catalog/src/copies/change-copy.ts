import { allow, type Decision } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { lockCopy } from './lock-copy.ts';
import { findByBarcode } from './scan-once.ts';
import type { ChangeCopy, CopyAnswer } from './stock-forms.ts';

/**
 * Changes what is known of a copy: its shelf mark, its measures, its supplements. A parcel that it is in already keeps
 * the weight it had. Refuses BARCODE_NOT_OURS, BARCODE_WRONG_KIND.
 */
export async function changeCopy(deps: CatalogDeps, form: ChangeCopy): Promise<Decision<CopyAnswer>> {
  const found = await findByBarcode(deps.db, form.barcode);
  if (!found.ok) return found;
  const { id } = found.value;
  const { shelfMark, weightGrams, thicknessMm, supplementCount } = form;
  return deps.db.$transaction(async (tx) => {
    const { barcode } = await lockCopy(tx, id);
    await tx.copy.update({
      where: { id },
      data: { shelfMark, weightGrams, thicknessMm, supplementCount },
    });
    return allow({ copyId: String(id), barcode });
  });
}
