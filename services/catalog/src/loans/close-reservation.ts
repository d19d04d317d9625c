import { dateColumn, dayOf, isLongOverdue, isQueued } from '@toshobin/lending-rules';
import { openTask } from '@toshobin/tasks';
import type { Carries } from '../catalog-deps.ts';
import { dueOf } from '../ledger/due-of.ts';
import { endAllocation } from '../queue/end-allocation.ts';
import { withEntry } from '../queue/with-entry.ts';

/**
 * The process has ended: the entry is closed, and a loan that is still open ends. A copy that is still out (lost, long
 * overdue) is found by its next scan. Repeated, or for a reservation that never joined a queue, it does nothing. R18:
 * no loan ends as long overdue whose copy was handed in, lost or taken back, or whose date has moved. One that does is
 * the desk's to telephone about from that moment, also where its process comes too late to ask.
 */
export const closeReservation: Carries<'closeReservation'> = (deps, command) =>
  withEntry(deps, command.reservationId, async (tx, locked) => {
    if (locked === undefined) return { closed: true };
    const { reservationId } = locked.entry;
    const { journey, copy } = locked.held ?? {};
    const due = journey?.loan ? dueOf(journey.loan) : undefined;
    if (command.outcome === 'longOverdue' && !isLongOverdue(journey, due, command)) return { closed: false };
    const leftOn = isQueued(locked.entry.state) ? { leftOn: dateColumn(dayOf(command.at)) } : {};
    await tx.queueEntry.update({ where: { reservationId }, data: { state: 'closed', ...leftOn } });
    if (!copy || !journey?.open) return { closed: true };
    if (command.outcome === 'lost') {
      await tx.copy.update({ where: { id: copy.id }, data: { condition: 'lost' } });
    }
    await endAllocation(tx, journey, 'closed', new Date(command.at));
    if (command.outcome === 'longOverdue') {
      const subject = { reservationId, barcode: copy.barcode };
      await openTask(tx, { kind: 'longOverdue', subject, why: 'remindedInVain', at: command.at });
    }
    return { closed: true };
  });
