import {
  addDays,
  type CalendarDate,
  type DispatchCalendar,
  isDispatchDay,
  isOpenDay,
  type OpeningCalendar,
} from '@toshobin/lending-rules';

/** The rules take a longer closure for a broken calendar: a library that closes for longer is paused, not closed. */
const AT_MOST_DAYS = 366;

/** Does every closure of the calendar end in an open day within a year? */
export function opensWithinAYear(calendar: OpeningCalendar): boolean {
  return calendar.closures.every(({ from }) => comesWithinAYear(from, (day) => isOpenDay(calendar, day)));
}

/** R11. Does every closure of the dispatch, and every period without it, end in a dispatch day within a year? */
export function dispatchesWithinAYear(dispatch: DispatchCalendar): boolean {
  return [...dispatch.calendar.closures, ...dispatch.noDispatch].every(({ from }) =>
    comesWithinAYear(from, (day) => isDispatchDay(dispatch, day)),
  );
}

function comesWithinAYear(from: CalendarDate, fits: (day: CalendarDate) => boolean): boolean {
  for (let n = 0; n < AT_MOST_DAYS; n += 1) if (fits(addDays(from, n))) return true;
  return false;
}
