import { addDays, type CalendarDate, isAfter, isBefore } from '@toshobin/lending-rules';
import { readDate } from './read-date.ts';

const OLDEST_DAYS = 130 * 366;

/**
 * A birth date as people type it (see readDate). Undefined for a day that does not exist, has not come yet, or lies
 * longer back than anybody has lived.
 */
export function readBirthDate(typed: string, today: CalendarDate): CalendarDate | undefined {
  const date = readDate(typed);
  if (date === undefined || isAfter(date, today)) return undefined;
  return isBefore(date, addDays(today, -OLDEST_DAYS)) ? undefined : date;
}
