import { type Duration, durationMs, wholeDaysOf } from '../calendar/duration.ts';
import type { Language } from '../language.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A period of days, as a page says it: 7日間, 7 days. */
export function daysIn(language: Language, period: Duration): string {
  const days = wholeDaysOf(period);
  if (days === undefined) return shortTime(language, durationMs(period));
  return language === 'en' ? `${days} ${days === 1 ? 'day' : 'days'}` : `${days}日間`;
}

/** The same in weeks, where it is whole weeks: 3週間, 3 weeks. */
export function weeksIn(language: Language, period: Duration): string {
  const days = wholeDaysOf(period);
  if (days === undefined || days % 7 !== 0) return daysIn(language, period);
  const weeks = days / 7;
  return language === 'en' ? `${weeks} ${weeks === 1 ? 'week' : 'weeks'}` : `${weeks}週間`;
}

/** A number of days without 間, as in 「3日前」: 3日, 3 days. */
export function dayCountIn(language: Language, period: Duration): string {
  const text = daysIn(language, period);
  return language === 'ja' ? text.replace(/間$/, '') : text;
}

/** A test's policy counts in minutes and seconds. */
function shortTime(language: Language, ms: number): string {
  const units: readonly [number, string, string][] = [
    [HOUR_MS, '時間', 'hours'],
    [MINUTE_MS, '分間', 'minutes'],
    [1000, '秒間', 'seconds'],
  ];
  const [size, ja, en] = units.find(([unit]) => ms >= unit) ?? [1000, '秒間', 'seconds'];
  const count = Math.round(ms / size);
  return language === 'en' ? `${count} ${en}` : `${count}${ja}`;
}
