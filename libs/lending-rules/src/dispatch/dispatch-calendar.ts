import { z } from 'zod';
import { addDays, type CalendarDate, weekdayOf } from '../calendar/calendar-date.ts';
import { isAfter } from '../calendar/compare.ts';
import { dayOf, type Instant } from '../calendar/instant.ts';
import {
  DaySpanSchema,
  firstDay,
  isOpenDay,
  isWithin,
  OpeningCalendarSchema,
  WeekdaySchema,
} from '../calendar/opening-calendar.ts';
import { TimeOfDaySchema, timeOn } from '../calendar/time-of-day.ts';
import type { PostalMode } from './choose-mode.ts';

/**
 * R11. When the prefectural library posts: the days of the week of Yu-Mail (Monday = 1), the time until which a parcel
 * must be packed to leave that day, the holidays and closures of the dispatch, and the periods without dispatch
 * (new year, end of the fiscal year; both days included).
 */
export const DispatchCalendarSchema = z.strictObject({
  weekdays: z.array(WeekdaySchema).min(1),
  cutOff: TimeOfDaySchema,
  calendar: OpeningCalendarSchema,
  noDispatch: z.array(DaySpanSchema),
});
export type DispatchCalendar = z.infer<typeof DispatchCalendarSchema>;

/** R11. Does the dispatch work that day: neither a holiday or closure nor in a period without dispatch? */
export function isWorkingDay(dispatch: DispatchCalendar, day: CalendarDate): boolean {
  return isOpenDay(dispatch.calendar, day) && !dispatch.noDispatch.some((span) => isWithin(span, day));
}

/**
 * R11. Does Yu-Mail leave that day? On its days of the week, and on the first working day after one on which the
 * dispatch did not work.
 */
export function isDispatchDay(dispatch: DispatchCalendar, day: CalendarDate): boolean {
  if (!isWorkingDay(dispatch, day)) return false;
  if (dispatch.weekdays.includes(weekdayOf(day))) return true;
  const lastWorkingDay = firstDay(
    addDays(day, -1),
    -1,
    (before) => isWorkingDay(dispatch, before),
    'the dispatch had no working day',
  );
  for (let closed = addDays(lastWorkingDay, 1); isAfter(day, closed); closed = addDays(closed, 1))
    if (dispatch.weekdays.includes(weekdayOf(closed))) return true;
  return false;
}

/**
 * R11. The day on which a Yu-Mail parcel packed at this moment leaves: today if it is a dispatch day and not yet past
 * the cut-off (14:00:00 itself is in time), else the next. Throws when there is none for 400 days.
 */
export function nextDispatchDay(at: Instant, dispatch: DispatchCalendar): CalendarDate {
  return firstDay(
    firstPossibleDay(at, dispatch),
    1,
    (day) => isDispatchDay(dispatch, day),
    'there is no dispatch day',
  );
}

/** R11. The day on which a parcel packed at this moment leaves: Yu-Pack on any working day, Yu-Mail twice a week. */
export function dispatchDayFor(mode: PostalMode, at: Instant, dispatch: DispatchCalendar): CalendarDate {
  if (mode === 'yuMail') return nextDispatchDay(at, dispatch);
  return firstDay(
    firstPossibleDay(at, dispatch),
    1,
    (day) => isWorkingDay(dispatch, day),
    'the dispatch has no working day',
  );
}

function firstPossibleDay(at: Instant, dispatch: DispatchCalendar): CalendarDate {
  const today = dayOf(at);
  return isAfter(at, timeOn(today, dispatch.cutOff)) ? addDays(today, 1) : today;
}
