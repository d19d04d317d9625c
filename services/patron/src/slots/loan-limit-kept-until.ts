import { keptUntil, noWait } from '@toshobin/lending-rules';
import type { Carries } from '../patron-deps.ts';
import { waitOf } from './stand-still.ts';

/** R15. Until when a copy is kept (`keep`, ISO 8601) for a reservation at the loan limit, as of that moment. */
export const loanLimitKeptUntil: Carries<'loanLimitKeptUntil'> = async (
  { db },
  { reservationId, keep, at },
) => {
  const wait = await db.loanSlotWait.findUnique({ where: { reservationId } });
  return { until: keptUntil(wait ? waitOf(wait) : noWait, keep, at) };
};
