import { type MovesOfPlans, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
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
import { lockCalendars, publishChangesIn } from '../libraries/publish-changes.ts';
import { carryOutOnce } from '../scans/carry-out-once.ts';
import type { Answers, ShippingDeps } from '../shipping-deps.ts';
import { movesOf } from './moves-of.ts';

/**
 * R11. Other days and another cut-off, from now on: what is being packed, or waits for that, is planned anew; what has
 * left keeps its dates. The others are told in the same transaction. Refuses STATE_CHANGED when no dispatch day would be
 * left for a year, and for staff of another library than the prefectural one.
 */
export const changeDispatch: Answers<'changeDispatch'> = async (deps, act) => {
  const weekdays = [...new Set(act.weekdays)].toSorted((one, other) => one - other);
  const content = `dispatch days ${weekdays.join(',')} ${act.cutOff}`;
  return carryOutOnce(deps, act, content, DispatchCalendarSchema, async (tx, moment) => {
    await lockCalendars(tx);
    if (act.by.library !== PREFECTURAL_LIBRARY) return refuse('STATE_CHANGED');
    await tx.dispatchCalendar.update({ where: { id: 1 }, data: { weekdays, cutOff: act.cutOff } });
    const calendar = await readDispatchCalendar(tx, dayOf(moment.recordedAt));
    if (!dispatchesWithinAYear(calendar)) return refuse('STATE_CHANGED');
    await publishChangesIn(tx, deps);
    return allow(calendar);
  });
};

/** What those days would move of what has not left. Refuses STATE_CHANGED as the change does. */
export async function previewDispatch(
  deps: ShippingDeps,
  days: Pick<DispatchCalendar, 'weekdays' | 'cutOff'>,
): Promise<Decision<MovesOfPlans>> {
  return movesOf(deps, ({ dispatch }) => ({
    dispatch: { ...dispatch, weekdays: [...days.weekdays], cutOff: days.cutOff },
  }));
}
