import { type CalendarDate, formatDateJa, type Instant, minuteOfDay } from '@toshobin/lending-rules';

/** 12月7日（月）: for what is not further away than a year. */
export function shortDate(date: CalendarDate): string {
  return formatDateJa(date).replace(/^\d+年/, '');
}

/** 9:05, in Tokyo. */
export function clockOf(at: Instant): string {
  const minute = minuteOfDay(at);
  return `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
}
