import { ChronoUnit, LocalDate } from '@js-joda/core';
import { z } from 'zod';

/** A day of the calendar in Asia/Tokyo, 'YYYY-MM-DD'. A date that does not exist is refused before any rule sees it. */
export const CalendarDateSchema = z.iso.date({ abort: true }).brand<'CalendarDate'>();
export type CalendarDate = z.infer<typeof CalendarDateSchema>;

/** Day of the week, Monday = 1 … Sunday = 7. */
type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** The date written as 'YYYY-MM-DD'. Throws on a text that is no existing date. */
export function calendarDate(text: string): CalendarDate {
  if (!isCalendarDate(text)) throw new RangeError(`no date: ${text}`);
  return text;
}

/** What the schema admits, without it: processes come by here, and share what may not change (shared modules). */
function isCalendarDate(text: string): text is CalendarDate {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && exists(text);
}

function exists(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** The day n calendar days after (n negative: before) the date. */
export function addDays(date: CalendarDate, n: number): CalendarDate {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + n);
  return calendarDate(day.toISOString().slice(0, 10));
}

/** Calendar days from one date to another; negative when `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return ChronoUnit.DAYS.between(LocalDate.parse(from), LocalDate.parse(to));
}

/** Day of the week, Monday = 1 … Sunday = 7. */
export function weekdayOf(date: CalendarDate): Weekday {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return FROM_SUNDAY[weekday] ?? failOnWeekday(weekday);
}

const FROM_SUNDAY: readonly Weekday[] = [7, 1, 2, 3, 4, 5, 6];

function failOnWeekday(weekday: number): never {
  throw new RangeError(`no such day of the week: ${weekday}`);
}
