import {
  type CalendarDate,
  dayOf,
  epochMs,
  formatDateJa,
  type Instant,
  instantFromDate,
  minuteOfDay,
} from '@toshobin/lending-rules';

/** 12月7日（月）: for what is not further away than a year. */
export function shortDate(date: CalendarDate): string {
  return formatDateJa(date).replace(/^\d+年/, '');
}

/** 1961年4月5日: nobody asks on which day of the week. */
export function birthday(date: CalendarDate): string {
  return formatDateJa(date).replace(/（.）$/, '');
}

/** 9:05, in Tokyo. */
export function clockOf(at: Instant): string {
  const minute = minuteOfDay(at);
  return `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
}

/** 12月7日（月） 9:05, in Tokyo. */
export function shortMoment(at: Instant): string {
  return `${shortDate(dayOf(at))} ${clockOf(at)}`;
}

/** 2026年12月7日（月）9:05, in Tokyo. */
export function dayAndClock(date: Date): string {
  const at = instantFromDate(date);
  return `${formatDateJa(dayOf(at))}${clockOf(at)}`;
}

/** 2時間40分; undefined when it is past. */
export function timeUntil(now: Instant, end: Instant): string | undefined {
  const minutes = Math.ceil((epochMs(end) - epochMs(now)) / 60_000);
  if (minutes < 0) return undefined;
  const hours = Math.floor(minutes / 60);
  return hours > 0 ? `${hours}時間${minutes % 60}分` : `${minutes}分`;
}
