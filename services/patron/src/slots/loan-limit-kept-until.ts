import {
  deadlineAfter,
  epochMs,
  type Instant,
  instantFromDate,
  instantFromEpochMs,
} from '@toshobin/lending-rules';
import type { PatronDeps } from '../patron-deps.ts';

/**
 * R15. Until when a copy is kept for a reservation at the loan limit, as of that moment: `keep` (ISO 8601; whole days
 * end with their last day) from the acceptance of its mail, or from that moment while none went out; the clock stands
 * still while copies that the patron handed in are on their way. Never earlier than it was said before, because
 * time that it stood still only adds.
 */
export async function loanLimitKeptUntil(
  { db }: PatronDeps,
  query: { reservationId: string; keep: string; at: Instant },
): Promise<{ until: Instant }> {
  const wait = await db.loanSlotWait.findUnique({ where: { reservationId: query.reservationId } });
  const from = wait?.keptFrom ? instantFromDate(wait.keptFrom) : query.at;
  const standing =
    wait?.standsSince && wait.keptFrom ? Math.max(0, epochMs(query.at) - wait.standsSince.getTime()) : 0;
  const stood = wait?.keptFrom ? Number(wait.stoodMs) + standing : 0;
  return { until: deadlineAfter(instantFromEpochMs(epochMs(from) + stood), query.keep).at };
}
