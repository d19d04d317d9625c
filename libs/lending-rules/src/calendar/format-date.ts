import { LocalDate } from '@js-joda/core';
import type { Language } from '../language.ts';
import { type CalendarDate, weekdayOf } from './calendar-date.ts';

const WEEKDAYS_JA = '月火水木金土日';
const WEEKDAYS_EN = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
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
