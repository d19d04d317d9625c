import { type CalendarDate, daysBetween } from './calendar-date.ts';
import { isAfter } from './compare.ts';

const AT_MOST_DAYS = 400;

/** Both included. */
export interface Days {
  from: CalendarDate;
  until: CalendarDate;
}

/** Whether days that statistics are asked of come in the wrong order, or are more than a year and a month. */
export function tooManyDays({ from, until }: Days): boolean {
  return isAfter(from, until) || daysBetween(from, until) >= AT_MOST_DAYS;
}
