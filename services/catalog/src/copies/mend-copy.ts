import { conditionIs } from '@toshobin/contracts';
import { allow, refuse } from '@toshobin/lending-rules';
import type { Answers } from '../catalog-deps.ts';
import { isGivenUp, latestJourneyOfCopy } from '../ledger/journey.ts';
import { allocateNext } from '../queue/allocate-next.ts';
import { servableAgain } from '../queue/tell-if-unservable.ts';
import { withCopy } from '../queue/with-copy.ts';
import { findByBarcode } from './scan-once.ts';

/**
 * Puts a copy in service again, on its shelf, that is mended, or was withdrawn by mistake (at the desk or by a file);
 * it goes to whoever waits. Patrons who were told that no copy is left are told nothing new, and a cancellation for
 * that stays. Repeated it is answered the same. Refuses BARCODE_NOT_OURS, BARCODE_WRONG_KIND, and STATE_CHANGED for a
 * copy that is lost, or that was withdrawn as its loan was settled without it (a scan finds either), and for one whose
 * title its source has deleted (hideDeleted): that comes in again first.
 */
export const mendCopy: Answers<'mendCopy'> = async (deps, form) => {
  const found = await findByBarcode(deps.db, form.barcode);
  if (!found.ok) return found;
  return withCopy(deps, found.value, async (tx, { id, recordId, barcode, condition }) => {
    if (condition === 'inService') return allow({ copyId: String(id), barcode });
    if (!conditionIs(condition, 'outOfUse')) return refuse('STATE_CHANGED');
    const latest = await latestJourneyOfCopy(tx, id);
    if (latest !== undefined && isGivenUp(latest)) return refuse('STATE_CHANGED');
    if ((await tx.bibliographicRecord.count({ where: { id: recordId, s: { not: '' } } })) === 0)
      return refuse('STATE_CHANGED');
    await tx.copy.update({ where: { id }, data: { condition: 'inService' } });
    await servableAgain(tx, recordId);
    await allocateNext(tx, recordId, new Date(form.at));
    return allow({ copyId: String(id), barcode });
  });
};
