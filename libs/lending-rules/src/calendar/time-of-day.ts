import { z } from 'zod';
import type { CalendarDate } from './calendar-date.ts';
import { epochMs, type Instant, instantFromEpochMs, startOfDay } from './instant.ts';
import { tokyoDateTime } from './tokyo.ts';

/** A time of the day in Tokyo, 'HH:MM' from 00:00 to 23:59. */
export const TimeOfDaySchema = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a time HH:MM' });
export type TimeOfDay = z.infer<typeof TimeOfDaySchema>;

/** As a time of the day, or 24:00 for the end of the day. */
export const EndTimeOfDaySchema = z
  .string()
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: 'must be a time HH:MM up to 24:00' });

const MINUTE = 60_000;

/** Minutes since midnight of 'HH:MM'. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** The moment at which it is 'HH:MM' in Tokyo on that day. */
export function timeOn(date: CalendarDate, time: string): Instant {
  return instantFromEpochMs(epochMs(startOfDay(date)) + minutesOf(time) * MINUTE);
}

/** Minutes since midnight in Tokyo at a moment, seconds cut off. */
export function minuteOfDay(at: Instant): number {
  const local = tokyoDateTime(epochMs(at));
  return local.hour() * 60 + local.minute();
}
