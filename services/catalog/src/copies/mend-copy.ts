import { allow, refuse } from '@toshobin/lending-rules';
import type { Answers } from '../catalog-deps.ts';
import { allocateNext } from '../queue/allocate-next.ts';
import { servableAgain } from '../queue/tell-if-unservable.ts';
import { withCopy } from '../queue/with-copy.ts';
import { findByBarcode } from './scan-once.ts';

/**
 * A damaged copy was mended: it is in service again on its shelf, and goes to whoever waits. Repeated it is answered the
 * same. Refuses BARCODE_NOT_OURS, BARCODE_WRONG_KIND, and STATE_CHANGED for any other that is out of service: a lost one
 * is found by its scan, a withdrawn one is gone for good.
 */
export const mendCopy: Answers<'mendCopy'> = async (deps, form) => {
  const found = await findByBarcode(deps.db, form.barcode);
  if (!found.ok) return found;
  return withCopy(deps, found.value, async (tx, { id, recordId, barcode, condition }) => {
    if (condition === 'damaged') {
      await tx.copy.update({ where: { id }, data: { condition: 'inService' } });
      await servableAgain(tx, recordId);
      await allocateNext(tx, recordId, new Date(form.at));
    } else if (condition !== 'inService') return refuse('STATE_CHANGED');
    return allow({ copyId: String(id), barcode });
  });
};
