import { type ActOfStaff, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  allow,
  type Decision,
  type DispatchCalendar,
  DispatchCalendarSchema,
  dayOf,
  refuse,
} from '@toshobin/lending-rules';
import { dispatchesWithinAYear } from '../calendars/never-closed-for-long.ts';
import { readDispatchCalendar } from '../calendars/read-dispatch-calendar.ts';
import type { Transaction } from '../database.ts';
import { lockCalendars, publishChangesIn } from '../libraries/publish-changes.ts';
import { carryOutOnce } from '../scans/carry-out-once.ts';
import type { ShippingDeps } from '../shipping-deps.ts';

/**
 * R11. Changes the dispatch calendar, once, and answers it; the others are told in the same transaction. Refuses
 * STATE_CHANGED for staff of another library than the prefectural one, where no dispatch day would be left for a year,
 * and where the change itself says false.
 */
export function changeCalendar(
  deps: ShippingDeps,
  act: ActOfStaff,
  content: string,
  change: (tx: Transaction) => Promise<boolean>,
): Promise<Decision<DispatchCalendar>> {
  return carryOutOnce(deps, act, content, DispatchCalendarSchema, async (tx, { recordedAt }) => {
    await lockCalendars(tx);
    if (act.by.library !== PREFECTURAL_LIBRARY || !(await change(tx))) return refuse('STATE_CHANGED');
    const calendar = await readDispatchCalendar(tx, dayOf(recordedAt));
    if (!dispatchesWithinAYear(calendar)) return refuse('STATE_CHANGED');
    await publishChangesIn(tx, deps);
    return allow(calendar);
  });
}
