import { type OutOfUse, placeIs, tasksSettledBy } from '@toshobin/contracts';
import { allow, dateColumn, dayOf, instantFromDate, refuse, wasHandedOut } from '@toshobin/lending-rules';
import { clearTasks } from '@toshobin/tasks';
import type { Answers } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import { latestJourneyOfCopy, underWay } from '../ledger/journey.ts';
import type { LockedCopy } from '../ledger/lock-copy.ts';
import { moveCopy } from '../ledger/record-fact.ts';
import { allocateNext } from '../queue/allocate-next.ts';
import { countWaiting } from '../queue/queue-positions.ts';
import { tellIfUnservable } from '../queue/tell-if-unservable.ts';
import { withCopy } from '../queue/with-copy.ts';
import { withdrawAllocation } from '../queue/withdraw-allocation.ts';
import { findByBarcode } from './scan-once.ts';

/**
 * Takes a copy out of service (除籍, or damaged). If it is allocated and not handed out yet, its reservation gets another
 * copy or goes back to its old place; a copy away from the prefectural library still has to come home. When it was the
 * last that could be lent, all who wait are told; the answer says how many wait. Repeated it is answered the same.
 * Refuses BARCODE_NOT_OURS, BARCODE_WRONG_KIND, and STATE_CHANGED for a copy that is lent or on its way back (a return
 * comes first), or withdrawn for good.
 */
export const withdrawCopy: Answers<'withdrawCopy'> = async (deps, form) => {
  const found = await findByBarcode(deps.db, form.barcode);
  if (!found.ok) return found;
  const { condition } = form;
  return withCopy(deps, found.value, async (tx, copy) => {
    const { id, recordId } = copy;
    const at = new Date(form.at);
    if (copy.condition !== condition) {
      if (copy.condition === 'withdrawn') return refuse('STATE_CHANGED');
      const journey = underWay(await latestJourneyOfCopy(tx, id));
      // A copy that has been handed in is lent still: the loan ends only with its return.
      if (journey !== undefined && wasHandedOut(journey)) return refuse('STATE_CHANGED');
      await takeOut(tx, copy, condition, at);
      if (journey?.open) {
        await withdrawAllocation(tx, journey, { why: 'outOfService', at });
        await allocateNext(tx, journey.entry.recordId, at);
      }
      await tellIfUnservable(tx, recordId, 'withdrawn', at);
    }
    const stillWaiting = await countWaiting(tx, recordId);
    return allow({ copyId: String(id), barcode: copy.barcode, stillWaiting });
  });
};

async function takeOut(tx: Transaction, copy: LockedCopy, condition: OutOfUse, at: Date): Promise<void> {
  const withdrawn = condition === 'withdrawn' ? { withdrawnOn: dateColumn(dayOf(instantFromDate(at))) } : {};
  await tx.copy.update({ where: { id: copy.id }, data: { condition, ...withdrawn } });
  // The desk has the copy in hand, whatever it was prepared for.
  if (placeIs(copy.place, 'prepared')) {
    await moveCopy(tx, copy.id, { place: 'onShelf', placeLibrary: null });
  }
  const subject = { barcode: copy.barcode };
  await clearTasks(tx, { kinds: tasksSettledBy('outOfService'), subject, by: 'process', at });
}
