import { dateColumn, dayOf, judgeLeaving } from '@toshobin/lending-rules';
import type { Carries } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import { endAllocation } from './end-allocation.ts';
import { countLendable, servableAgain } from './tell-if-unservable.ts';
import { type LockedEntry, withEntry } from './with-entry.ts';

/**
 * A reservation is cancelled: it leaves the queue, or its copy is freed. A copy that was not fetched yet goes to the
 * next at once; one that stands at the prefectural library waits for its return scan, one that is away for its return.
 * Refuses CANCEL_TOO_LATE once it was handed out (or came home), and STATE_CHANGED to a process that has not heard that
 * a copy is there again. Repeated it answers the same, and the one who cancelled first is kept.
 */
export const leaveQueue: Carries<'leaveQueue'> = (deps, command) =>
  withEntry(deps, command.reservationId, async (tx, locked) => {
    if (locked === undefined) return { left: true, copyIs: 'none' };
    const { entry, held } = locked;
    const { reservationId } = entry;
    const unservable = await unservableFor(tx, entry);
    const judged = judgeLeaving({ state: entry.state, unservable }, held?.journey, {
      isWish: command.wish !== undefined,
      reason: command.reason ?? null,
    });
    if (!judged.ok) return { left: false, refusal: judged.refusal.code };
    const { ends, copyIs } = judged.value;
    const left = { state: 'left', cancelledBy: command.by, cancelledWhy: command.reason ?? null } as const;
    if (ends === 'waiting') {
      const leftOn = dateColumn(dayOf(command.at));
      await tx.queueEntry.update({ where: { reservationId }, data: { ...left, leftOn } });
    }
    if (ends === 'allocation' && held !== undefined) {
      await tx.queueEntry.update({ where: { reservationId }, data: left });
      await endAllocation(tx, held.journey, 'cancelled', new Date(command.at));
    }
    return { left: true, copyIs };
  });

/** Why no copy can serve the reservation. Where one can after all, that is taken back: nobody is cancelled for it. */
async function unservableFor(tx: Transaction, entry: LockedEntry['entry']) {
  if (entry.unservableAt === null) return null;
  if ((await countLendable(tx, entry.recordId)) === 0) return entry.unservableWhy;
  await servableAgain(tx, entry.recordId);
  return null;
}
