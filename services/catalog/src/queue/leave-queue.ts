import type { LeaveQueue, Left } from '@toshobin/contracts';
import { copyOnCancelling, dateColumn, dayOf, isTooLateToCancel } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { wasWithdrawn } from '../ledger/journey.ts';
import { endAllocation } from './end-allocation.ts';
import { withEntry } from './with-entry.ts';

/**
 * A reservation is cancelled: it leaves the queue, or its copy is freed. A copy that was not fetched yet goes to the
 * next at once; one that stands at the prefectural library waits for its return scan, one that is away for its
 * return. Refuses CANCEL_TOO_LATE once it was handed out (or came home). Repeated it answers the same, and who cancelled
 * first has done it.
 */
export function leaveQueue(deps: CatalogDeps, command: LeaveQueue): Promise<Left> {
  return withEntry<Left>(deps, command.reservationId, async (tx, locked) => {
    if (locked === undefined) return { left: true, copyIs: 'none' };
    const { entry, held } = locked;
    const { reservationId } = entry;
    const left = { state: 'left', cancelledBy: command.by, cancelledWhy: command.reason ?? null } as const;
    if (entry.state === 'waiting' || entry.state === 'suspended') {
      const leftOn = dateColumn(dayOf(command.at));
      await tx.queueEntry.update({ where: { reservationId }, data: { ...left, leftOn } });
      return { left: true, copyIs: 'none' };
    }
    if (held === undefined || wasWithdrawn(held.journey)) return { left: true, copyIs: 'none' };
    const { journey } = held;
    const { position } = journey;
    if (isTooLateToCancel(position, journey.ending === 'home'))
      return { left: false, refusal: 'CANCEL_TOO_LATE' };
    if (journey.open) {
      const at = new Date(command.at);
      await tx.queueEntry.update({ where: { reservationId }, data: left });
      await endAllocation(tx, journey, 'cancelled', at);
    }
    return { left: true, allocation: journey.allocation, copyIs: copyOnCancelling(position) };
  });
}
