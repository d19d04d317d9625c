import type { Queued } from '@toshobin/contracts';
import { type Decision, type Instant, refuse } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { allocateNext } from './allocate-next.ts';
import { queuedOf } from './queued-of.ts';
import { withEntry } from './with-entry.ts';

/**
 * R15, R20. A suspended reservation waits again, at its old place, and gets a copy at once if one is free and nobody is
 * before it. Repeated, or for one that was not suspended, it answers what it finds; a copy that was kept beyond its time
 * (R15) passes on no more. Refuses STATE_CHANGED for one that has left the queue or never joined, and to a patron's wish
 * for one that waits for a loan slot.
 */
export function resume(
  deps: CatalogDeps,
  command: { reservationId: string; at: Instant; wish?: string },
): Promise<Decision<Queued>> {
  const { reservationId } = command;
  return withEntry<Decision<Queued>>(deps, reservationId, async (tx, locked) => {
    if (locked === undefined) return refuse('STATE_CHANGED');
    const { entry } = locked;
    if (entry.state === 'suspended') {
      if (command.wish !== undefined && entry.resumesOn === null) return refuse('STATE_CHANGED');
      await tx.queueEntry.update({
        where: { reservationId },
        data: { state: 'waiting', resumesOn: null },
      });
      await allocateNext(tx, entry.recordId, new Date(command.at));
    }
    await tx.allocation.updateMany({
      where: { reservationId, closedAt: null, keptSince: { not: null } },
      data: { keptSince: null },
    });
    return queuedOf(tx, reservationId);
  });
}
