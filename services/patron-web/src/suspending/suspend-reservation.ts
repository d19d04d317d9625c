import { catalogApi, type PatronRow } from '@toshobin/contracts';
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
import { carryOutWish, type OwnWish, type WishDeps } from '../my-library/carry-out-wish.ts';

/** R20. The days, first and last, on which a reservation suspended now may resume by itself. */
export async function suspensionDays(
  deps: Pick<PatronWebDeps, 'catalog' | 'now'>,
): Promise<Decision<{ first: CalendarDate; last: CalendarDate }>> {
  const policy = await deps.catalog.call(catalogApi.readPolicy, {});
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
export async function suspendReservation(
  deps: WishDeps,
  wish: OwnWish & { until: CalendarDate },
): Promise<Decision<PatronRow>> {
  const { reservationId, wishId, until } = wish;
  const suspended = await carryOutWish(deps, wish, {
    granted: ({ state, resumesOn }) => (state === 'suspended' && resumesOn === until ? { until } : undefined),
    ask: () =>
      deps.process.suspend({
        params: { reservationId },
        body: { wishId, at: instantFromDate(deps.now()), until },
      }),
  });
  return suspended.ok ? allow(suspended.value.row) : suspended;
}
