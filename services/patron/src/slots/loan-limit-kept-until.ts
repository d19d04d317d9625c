import { type Instant, keptUntil, noWait } from '@toshobin/lending-rules';
import type { PatronDeps } from '../patron-deps.ts';
import { waitOf } from './stand-still.ts';

/** R15. Until when a copy is kept (`keep`, ISO 8601) for a reservation at the loan limit, as of that moment. */
export async function loanLimitKeptUntil(
  { db }: PatronDeps,
  { reservationId, keep, at }: { reservationId: string; keep: string; at: Instant },
): Promise<{ until: Instant }> {
  const wait = await db.loanSlotWait.findUnique({ where: { reservationId } });
  return { until: keptUntil(wait ? waitOf(wait) : noWait, keep, at) };
}
