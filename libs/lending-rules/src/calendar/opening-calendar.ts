import { z } from 'zod';
import { addDays, type CalendarDate, CalendarDateSchema, weekdayOf } from './calendar-date.ts';
import { ClosingRulesSchema } from './closing-rules.ts';
import { isAfter } from './compare.ts';

/** From the first day to the last one, both included. */
export const DaySpanSchema = z
  .strictObject({ from: CalendarDateSchema, until: CalendarDateSchema })
  .refine((span) => !isAfter(span.from, span.until), { error: 'must not end before it begins' });
export type DaySpan = z.infer<typeof DaySpanSchema>;

/** Day of the week, Monday = 1 … Sunday = 7. */
export const WeekdaySchema = z.int().min(1).max(7);

/**
 * R17. When a library (or the dispatch) is closed: days of the week (Monday = 1), single dates, and closures
 * from a day to a day, both included. The prefectural desk, the dispatch and every pickup library have their own.
 */
export const OpeningCalendarSchema = z.strictObject({
  closedWeekdays: z.array(WeekdaySchema),
  closedDates: z.array(CalendarDateSchema),
  closures: z.array(DaySpanSchema),
  /** Closing days of the week on which it opens all the same, since they are public holidays; left out: none. */
  openDates: z.array(CalendarDateSchema).optional(),
  /** What a library's other dates were written out from; left out: nothing says. */
  rules: ClosingRulesSchema.optional(),
});
export type OpeningCalendar = z.infer<typeof OpeningCalendarSchema>;

/** Longer than any closure for rebuilding: a calendar closed for more days than this is a fault in the data. */
const GIVE_UP_AFTER_DAYS = 400;

/** Does the day lie in the span, first and last day included? */
export function isWithin(span: DaySpan, date: CalendarDate): boolean {
  return !isAfter(span.from, date) && !isAfter(date, span.until);
}

/** Is the date a closing day of the week, and no holiday on which the library opens all the same? */
export function isClosedWeekly(
  { closedWeekdays, openDates }: Pick<OpeningCalendar, 'closedWeekdays' | 'openDates'>,
  date: CalendarDate,
): boolean {
  return closedWeekdays.includes(weekdayOf(date)) && openDates?.includes(date) !== true;
}

export function isOpenDay(calendar: OpeningCalendar, date: CalendarDate): boolean {
  return (
    !isClosedWeekly(calendar, date) &&
    !calendar.closedDates.includes(date) &&
    !calendar.closures.some((closure) => isWithin(closure, date))
  );
}

/** R17. The first open day on or after the date. Throws when there is none for 400 days. */
export function nextOpenDay(calendar: OpeningCalendar, date: CalendarDate): CalendarDate {
  return firstDay(date, 1, (day) => isOpenDay(calendar, day), 'the calendar has no open day');
}

/** R10. The last open day before the date. Throws when there was none for 400 days. */
export function lastOpenDayBefore(calendar: OpeningCalendar, date: CalendarDate): CalendarDate {
  return firstDay(addDays(date, -1), -1, (day) => isOpenDay(calendar, day), 'the calendar had no open day');
}

/** The n-th open day after the date (the date itself never counts). Throws when n is not a whole number from 1. */
export function nthOpenDayAfter(calendar: OpeningCalendar, date: CalendarDate, n: number): CalendarDate {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`the number of open days must be 1 or more: ${n}`);
  let day = date;
  for (let counted = 0; counted < n; counted++) day = nextOpenDay(calendar, addDays(day, 1));
  return day;
}

/** The first day that fits, from the date on in steps of +1 or -1. Throws after 400 days. */
export function firstDay(
  from: CalendarDate,
  step: 1 | -1,
  fits: (day: CalendarDate) => boolean,
  complaint: string,
): CalendarDate {
  for (let n = 0, day = from; n <= GIVE_UP_AFTER_DAYS; n++, day = addDays(day, step))
    if (fits(day)) return day;
  throw new RangeError(`${complaint} within ${GIVE_UP_AFTER_DAYS} days of ${from}`);
}
