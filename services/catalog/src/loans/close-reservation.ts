import type { Instant, Outcome } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { withEntry } from '../queue/with-entry.ts';
import { endAllocation } from './end-allocation.ts';

/**
 * The process has ended: the entry is closed, and whatever loan is still open ends. A copy that is still out (lost,
 * long overdue) is found by its next scan. Repeated, or for a reservation that never joined a queue, it does nothing.
 */
export function closeReservation(
  deps: CatalogDeps,
  command: { reservationId: string; outcome: Outcome; at: Instant },
): Promise<void> {
  return withEntry(deps, command.reservationId, async (tx, locked) => {
    if (locked === undefined) return;
    const { reservationId } = locked.entry;
    await tx.queueEntry.update({ where: { reservationId }, data: { state: 'closed' } });
    if (!locked.held?.journey.open) return;
    const { journey, copy } = locked.held;
    if (command.outcome === 'lost') {
      await tx.copy.update({ where: { id: copy.id }, data: { condition: 'lost' } });
    }
    await endAllocation(tx, journey, 'closed', new Date(command.at));
  });
}
