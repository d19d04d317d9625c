import {
  type CalendarDate,
  closedWeekdaysIn,
  dateIn,
  isAfter,
  isClosedWeekly,
  type Language,
  type OpeningCalendar,
  sayIn,
} from '@toshobin/lending-rules';

/**
 * The closed days of a library between two days (both included) as a mail writes them:
 * 毎週月曜日、2026年12月29日（火）～2027年1月3日（日）.
 */
export function closedDaysText(
  calendar: OpeningCalendar,
  from: CalendarDate,
  until: CalendarDate,
  language: Language = 'ja',
): string {
  const say = sayIn(language);
  const day = (date: CalendarDate) => dateIn(language, date);
  const inside = (date: CalendarDate) => !isAfter(from, date) && !isAfter(date, until);
  const closures = calendar.closures.filter(
    (span) => !isAfter(span.from, until) && !isAfter(from, span.until),
  );
  const covered = (date: CalendarDate) =>
    isClosedWeekly(calendar, date) ||
    closures.some((span) => !isAfter(span.from, date) && !isAfter(date, span.until));
  const dates = calendar.closedDates.filter((date) => inside(date) && !covered(date));
  const single = dates.map((date) => ({ from: date, text: day(date) }));
  const spans = closures.map((span) => ({
    from: span.from,
    text:
      span.from === span.until ? day(span.from) : `${day(span.from)}${say('～', ' to ')}${day(span.until)}`,
  }));
  const weekdays = closedWeekdaysIn(language, calendar);
  const weekly = weekdays === '' ? [] : [`${say('毎週', '')}${weekdays}`];
  const once = [...single, ...spans].sort((a, b) => a.from.localeCompare(b.from)).map(({ text }) => text);
  const all = [...weekly, ...once];
  return all.length > 0 ? all.join(say('、', ', ')) : say('ありません', 'none');
}
