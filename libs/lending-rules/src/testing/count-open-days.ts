import { addDays, type CalendarDate, isAfter, isOpenDay, type OpeningCalendar } from '../index.ts';

/** How many open days lie from the first day to the last one, both included; 0 when `until` is earlier. */
export function countOpenDays(calendar: OpeningCalendar, from: CalendarDate, until: CalendarDate): number {
  let count = 0;
  for (let day = from; !isAfter(day, until); day = addDays(day, 1)) if (isOpenDay(calendar, day)) count++;
  return count;
}
