import { allow, fromDateColumn, judgeResuming } from '@toshobin/lending-rules';
import type { Carries } from '../catalog-deps.ts';
import { allocateNext } from './allocate-next.ts';
import { queuedOf } from './queued-of.ts';
import { withEntry } from './with-entry.ts';

/**
 * R15, R20. A suspended reservation waits again, at its old place, and gets a copy at once if one is free and nobody is
 * before it. Repeated, for one that was not suspended, or whose day has not come (its process asked late), it answers
 * what it finds. A process that has its loan slot says so by this, too: a copy that was kept beyond its time (R15)
 * passes on no more. Refuses STATE_CHANGED for one that has left the queue or never joined, and to a patron's wish for
 * one that waits for a loan slot.
 */
export const resume: Carries<'resume'> = (deps, command) => {
  const { reservationId } = command;
  const isWish = command.wish !== undefined;
  return withEntry(deps, reservationId, async (tx, locked) => {
    const resumesOn = locked?.entry.resumesOn && fromDateColumn(locked.entry.resumesOn);
    const entry = locked && { state: locked.entry.state, resumesOn: resumesOn ?? null };
    const judged = judgeResuming(entry, { isWish, at: command.at });
    if (!judged.ok) return judged;
    if (locked && judged.value.waitsAgain) {
      await tx.queueEntry.update({ where: { reservationId }, data: { state: 'waiting', resumesOn: null } });
      await allocateNext(tx, locked.entry.recordId, new Date(command.at));
    }
    if (!isWish) {
      await tx.allocation.updateMany({
        where: { reservationId, closedAt: null, keptSince: { not: null } },
        data: { keptSince: null },
      });
    }
    return allow(await queuedOf(tx, reservationId));
  });
};
