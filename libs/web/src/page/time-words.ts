import { type Language, minutesOf, type TimeOfDay } from '@toshobin/lending-rules';

/** A time of the day as the language writes it: 午前4時30分, 4:30 a.m. */
export function timeIn(language: Language, time: TimeOfDay): string {
  const minutes = minutesOf(time);
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60];
  if (language === 'en') {
    return `${hour % 12 || 12}:${String(minute).padStart(2, '0')} ${hour < 12 ? 'a.m.' : 'p.m.'}`;
  }
  return `${hour < 12 ? '午前' : '午後'}${hour % 12}時${minute === 0 ? '' : `${minute}分`}`;
}
