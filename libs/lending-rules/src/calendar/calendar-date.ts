import { ChronoUnit, LocalDate } from '@js-joda/core';
import { z } from 'zod';

/** A day of the calendar in Asia/Tokyo, 'YYYY-MM-DD'. A date that does not exist is refused. */
export const CalendarDateSchema = z.iso.date().brand<'CalendarDate'>();
export type CalendarDate = z.infer<typeof CalendarDateSchema>;

/** Day of the week, Monday = 1 … Sunday = 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** The date written as 'YYYY-MM-DD'. Throws on a text that is no existing date. */
export function calendarDate(text: string): CalendarDate {
  return CalendarDateSchema.parse(text);
}

/** The day n calendar days after (n negative: before) the date. */
export function addDays(date: CalendarDate, n: number): CalendarDate {
  return calendarDate(LocalDate.parse(date).plusDays(n).toString());
}

/** Calendar days from one date to another; negative when `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return ChronoUnit.DAYS.between(LocalDate.parse(from), LocalDate.parse(to));
}

/** Day of the week, Monday = 1 … Sunday = 7. */
export function weekdayOf(date: CalendarDate): Weekday {
  const weekday = LocalDate.parse(date).dayOfWeek().value();
  return WEEKDAYS[weekday - 1] ?? failOnWeekday(weekday);
}

const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

function failOnWeekday(weekday: number): never {
  throw new RangeError(`no such day of the week: ${weekday}`);
}
