import { allow, dateColumn, judgeSuspension } from '@toshobin/lending-rules';
import type { Carries } from '../catalog-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { withEntry } from './with-entry.ts';

/**
 * R20. A reservation that waits keeps its place and is skipped until a day. The title's queue is locked: a copy is
 * chosen before or after, never at the same moment. Another day replaces the former; repeated it answers the same.
 * Refuses SUSPEND_TOO_LATE once it has a copy, SUSPEND_TOO_LONG, and STATE_CHANGED for one that has left the queue or
 * never joined.
 */
export const suspend: Carries<'suspend'> = (deps, command) => {
  const { until, at } = command;
  return withEntry(deps, command.reservationId, async (tx, locked) => {
    const policy = await policyInForce(tx);
    const judged = judgeSuspension(locked?.entry.state, { until, at }, policy);
    if (!judged.ok) return judged;
    await tx.queueEntry.update({
      where: { reservationId: command.reservationId },
      data: { state: 'suspended', resumesOn: dateColumn(until) },
    });
    return allow({ until });
  });
};
