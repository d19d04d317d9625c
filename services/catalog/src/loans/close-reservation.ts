import { isLongOverdue } from '@toshobin/lending-rules';
import { openTask } from '@toshobin/tasks';
import type { Carries } from '../catalog-deps.ts';
import { dueOf } from '../ledger/due-of.ts';
import { endAllocation } from '../queue/end-allocation.ts';
import { withEntry } from '../queue/with-entry.ts';

/**
 * R18. A loan ends as long overdue, and its entry is closed; the copy is found by its next scan. No loan ends so whose
 * copy was handed in, lost or taken back, or whose date has moved. Repeated, or for a reservation that never joined a
 * queue, it does nothing. One that ends is the desk's to telephone about from that moment, also where its process comes
 * too late to ask.
 */
export const closeReservation: Carries<'closeReservation'> = (deps, command) =>
  withEntry(deps, command.reservationId, async (tx, locked) => {
    if (locked === undefined) return { closed: true };
    const { reservationId } = locked.entry;
    const { journey, copy } = locked.held ?? {};
    const due = journey?.loan ? dueOf(journey.loan) : undefined;
    if (!journey || !copy || !isLongOverdue(journey, due, command)) return { closed: false };
    if (!journey.open) return { closed: true };
    await tx.queueEntry.update({ where: { reservationId }, data: { state: 'closed' } });
    await endAllocation(tx, journey, 'closed', new Date(command.at));
    const subject = { reservationId, barcode: copy.barcode };
    await openTask(tx, { kind: 'longOverdue', subject, why: 'remindedInVain', at: command.at });
    return { closed: true };
  });
