import holidayJp from '@holiday-jp/holiday_jp';
import { type CalendarDate, calendarDate } from '@toshobin/lending-rules';

const days: readonly CalendarDate[] = Object.keys(holidayJp.holidays).map(calendarDate);

/**
 * Japan's public holidays of these years (as the law stands today), in order; with substitute holidays (振替休日), and the
 * day between two holidays (国民の休日).
 */
export function holidaysOf(years: readonly number[]): CalendarDate[] {
  return days.filter((day) => years.includes(Number(day.slice(0, 4))));
}
