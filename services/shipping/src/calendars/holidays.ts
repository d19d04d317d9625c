import holidayJp from '@holiday-jp/holiday_jp';
import { type CalendarDate, calendarDate } from '@toshobin/lending-rules';

/** Holidays by year, kept because each calendar of each library asks for the same few years. */
const byYear = new Map<number, CalendarDate[]>();
for (const day of Object.keys(holidayJp.holidays).map(calendarDate)) {
  const year = Number(day.slice(0, 4));
  byYear.set(year, [...(byYear.get(year) ?? []), day]);
}

/**
 * Japan's public holidays of these years (as the law stands today), in order; with substitute holidays (振替休日), and the
 * day between two holidays (国民の休日).
 *
 * @param years the earliest first
 */
export function holidaysOf(years: readonly number[]): CalendarDate[] {
  return years.flatMap((year) => byYear.get(year) ?? []);
}
