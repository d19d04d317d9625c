import type { PatronRow } from '@toshobin/contracts';
import {
  addDays,
  allow,
  type CalendarDate,
  type Decision,
  dayOf,
  instantFromDate,
  plusDuration,
} from '@toshobin/lending-rules';
import type { PatronWebDeps } from '../deps.ts';
import { carryOutPlainly, type OwnWish, type WishDeps } from '../my-library/carry-out-wish.ts';

/** R20. The days, first and last, on which a reservation suspended now may resume by itself. */
export async function suspensionDays(
  deps: Pick<PatronWebDeps, 'catalog' | 'now'>,
): Promise<Decision<{ first: CalendarDate; last: CalendarDate }>> {
  const policy = await deps.catalog.readPolicy();
  if (!policy.ok) return policy;
  const now = instantFromDate(deps.now());
  return allow({
    first: addDays(dayOf(now), 1),
    last: dayOf(plusDuration(now, policy.value.policy.suspensionMax)),
  });
}

/**
 * R20. Keeps its place and is skipped until that day, on which it resumes by itself; another day may be chosen later.
 * Refuses NOT_FOUND, SUSPEND_TOO_LATE, SUSPEND_TOO_LONG, STATE_CHANGED, TRY_AGAIN.
 */
export function suspendReservation(
  deps: WishDeps,
  wish: OwnWish & { until: CalendarDate },
): Promise<Decision<{ row: PatronRow }>> {
  const { until } = wish;
  return carryOutPlainly(deps, wish, {
    granted: ({ state, resumesOn }) => state === 'suspended' && resumesOn === until,
    ask: ({ asked }) => deps.process.suspend({ ...asked, body: { ...asked.body, until } }),
  });
}
