import { LocalDate } from '@js-joda/core';
import { z } from 'zod';
import type { CalendarDate } from './calendar-date.ts';
import { addDays, calendarDate } from './calendar-date.ts';
import { type Duration, durationMs } from './duration.ts';
import { epochMsInTokyo, tokyoDateTime } from './tokyo.ts';

/** A moment: ISO 8601 in UTC with a Z. This library always writes milliseconds. No rule sees any other text. */
export const InstantSchema = z.iso.datetime({ abort: true }).brand<'Instant'>();
export type Instant = z.infer<typeof InstantSchema>;

/** The moment written as ISO 8601 with Z, brought to milliseconds. Throws on anything else. */
export function instant(text: string): Instant {
  return instantFromEpochMs(epochMs(InstantSchema.parse(text)));
}

/** The moment of a Date. Throws on an invalid Date. */
export function instantFromDate(date: Date): Instant {
  return instantFromEpochMs(date.getTime());
}

/** The moment that many milliseconds after the start of 1970 in UTC. Throws outside the years 0 to 9999. */
export function instantFromEpochMs(ms: number): Instant {
  const text = new Date(ms).toISOString();
  return isOfFourDigits(text) ? text : failOnYear(text);
}

/** What Date writes is a moment; only its year may have more digits than we read. No schema: processes come by here. */
function isOfFourDigits(written: string): written is Instant {
  return written.length === '2026-11-25T00:00:00.000Z'.length;
}

function failOnYear(text: string): never {
  throw new RangeError(`no such year: ${text}`);
}

/** Milliseconds since the start of 1970 in UTC. */
export function epochMs(at: Instant): number {
  return Date.parse(at);
}

/** The calendar day in Tokyo of a moment. */
export function dayOf(at: Instant): CalendarDate {
  return calendarDate(tokyoDateTime(epochMs(at)).toLocalDate().toString());
}

/** 00:00:00.000 in Tokyo of that day. */
export function startOfDay(date: CalendarDate): Instant {
  return instantFromEpochMs(epochMsInTokyo(LocalDate.parse(date).atStartOfDay()));
}

/** 23:59:59.999 in Tokyo of that day: a due date includes its day. */
export function endOfDay(date: CalendarDate): Instant {
  return instantFromEpochMs(epochMs(startOfDay(addDays(date, 1))) - 1);
}

/** The moment exactly one duration later (a day is 24 hours; Tokyo has no day of another length). */
export function plusDuration(at: Instant, duration: Duration): Instant {
  return instantFromEpochMs(epochMs(at) + durationMs(duration));
}

/** The moment exactly one duration earlier. */
export function minusDuration(at: Instant, duration: Duration): Instant {
  return instantFromEpochMs(epochMs(at) - durationMs(duration));
}
