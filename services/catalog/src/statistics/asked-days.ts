import { type CalendarDate, daysBetween, isAfter } from '@toshobin/lending-rules';

const AT_MOST_DAYS = 400;

/** Both included. */
export interface Days {
  from: CalendarDate;
  until: CalendarDate;
}

/** Whether the days come in the wrong order, or are more than a year and a month. */
export function tooManyDays({ from, until }: Days): boolean {
  return isAfter(from, until) || daysBetween(from, until) >= AT_MOST_DAYS;
}
