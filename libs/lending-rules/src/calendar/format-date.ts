import { LocalDate } from '@js-joda/core';
import type { Language } from '../language.ts';
import { type CalendarDate, weekdayOf } from './calendar-date.ts';
import type { OpeningCalendar } from './opening-calendar.ts';

const WEEKDAYS_JA = '月火水木金土日';
const WEEKDAYS_EN = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const EVERY_WEEK_EN = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];
/** The months as English dates name them, January first. */
export const MONTHS_EN: readonly string[] = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** The date as pages and mails write it: 2026年12月8日（火）. */
export function formatDateJa(date: CalendarDate): string {
  const day = LocalDate.parse(date);
  return `${day.year()}年${day.monthValue()}月${day.dayOfMonth()}日（${WEEKDAYS_JA.charAt(weekdayOf(date) - 1)}）`;
}

/** The date in English: Tue 8 December 2026. */
export function formatDateEn(date: CalendarDate): string {
  const day = LocalDate.parse(date);
  return `${WEEKDAYS_EN[weekdayOf(date) - 1]} ${day.dayOfMonth()} ${MONTHS_EN[day.monthValue() - 1]} ${day.year()}`;
}

/** A date as the language writes it: 2026年12月8日（火）, Tue 8 December 2026. */
export function dateIn(language: Language, date: CalendarDate): string {
  return language === 'en' ? formatDateEn(date) : formatDateJa(date);
}

/** 「月曜日・火曜日」, "Mondays, Tuesdays": the days of the week on which a library is closed; '' when it is closed on none. */
export function closedWeekdaysIn(
  language: Language,
  calendar: Pick<OpeningCalendar, 'closedWeekdays'>,
): string {
  const days = [...calendar.closedWeekdays].sort((a, b) => a - b);
  return language === 'en'
    ? days.map((day) => EVERY_WEEK_EN[day - 1]).join(', ')
    : days.map((day) => `${WEEKDAYS_JA.charAt(day - 1)}曜日`).join('・');
}
