import type { MovesOfPlans } from '@toshobin/contracts';
import { type Decision, dayOf, refuse } from '@toshobin/lending-rules';
import { holidaysOf } from '../calendars/holidays.ts';
import { yearsAround } from '../calendars/spans.ts';
import { movesOf } from '../dispatch-days/moves-of.ts';
import { readLibraries } from '../libraries/read-libraries.ts';
import type { ShippingDeps } from '../shipping-deps.ts';

/**
 * R11, R17. What would leave for a library on another day if it closed on those days of the week; due dates and ends of
 * holds stay as they were decided. Refuses NOT_FOUND, and STATE_CHANGED as the change does.
 */
export async function previewClosingDays(
  deps: ShippingDeps,
  given: { library: string; closedWeekdays: readonly number[]; closedOnHolidays: boolean },
): Promise<Decision<MovesOfPlans>> {
  const today = dayOf(deps.now());
  const library = (await readLibraries(deps.db, today, [given.library])).get(given.library);
  if (!library) return refuse('NOT_FOUND');
  const closedDates = given.closedOnHolidays ? holidaysOf(yearsAround(today)) : [];
  const calendar = { ...library.calendar, closedWeekdays: [...given.closedWeekdays], closedDates };
  return movesOf(deps, ({ libraries }) => ({
    libraries: new Map([...libraries, [given.library, { ...library, calendar }]]),
  }));
}
