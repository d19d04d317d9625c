import {
  type CalendarDate,
  formatDateJa,
  isAfter,
  type OpeningCalendar,
  weekdayOf,
} from '@toshobin/lending-rules';

const WEEKDAYS = '月火水木金土日';

/**
 * The closed days of a library between two days (both included) as a mail writes them:
 * 毎週月曜日、2026年12月29日（火）～2027年1月3日（日）.
 */
export function closedDaysText(calendar: OpeningCalendar, from: CalendarDate, until: CalendarDate): string {
  const inside = (date: CalendarDate) => !isAfter(from, date) && !isAfter(date, until);
  const closures = calendar.closures.filter(
    (span) => !isAfter(span.from, until) && !isAfter(from, span.until),
  );
  const covered = (date: CalendarDate) =>
    calendar.closedWeekdays.includes(weekdayOf(date)) ||
    closures.some((span) => !isAfter(span.from, date) && !isAfter(date, span.until));
  const dates = calendar.closedDates.filter((date) => inside(date) && !covered(date));
  const single = dates.map((date) => ({ from: date, text: formatDateJa(date) }));
  const spans = closures.map((span) => ({
    from: span.from,
    text:
      span.from === span.until
        ? formatDateJa(span.from)
        : `${formatDateJa(span.from)}～${formatDateJa(span.until)}`,
  }));
  const weekdays = [...calendar.closedWeekdays].sort((a, b) => a - b).map((day) => WEEKDAYS.charAt(day - 1));
  const weekly = weekdays.length > 0 ? [`毎週${weekdays.map((day) => `${day}曜日`).join('・')}`] : [];
  const once = [...single, ...spans].sort((a, b) => a.from.localeCompare(b.from)).map(({ text }) => text);
  const all = [...weekly, ...once];
  return all.length > 0 ? all.join('、') : 'ありません';
}
