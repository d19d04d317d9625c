import { z } from 'zod';
import { addDays, type CalendarDate, CalendarDateSchema } from './calendar-date.ts';
import { isAfter } from './compare.ts';
import { type Duration, wholeDaysOf } from './duration.ts';
import { dayOf, endOfDay, type Instant, InstantSchema, plusDuration } from './instant.ts';
import { nextOpenDay, type OpeningCalendar } from './opening-calendar.ts';

/** A date that people are told, and the last moment that still keeps it. */
export const DeadlineSchema = z.strictObject({ date: CalendarDateSchema, at: InstantSchema });
export type Deadline = z.infer<typeof DeadlineSchema>;

/** The deadline that a whole day is: it ends with 23:59:59.999 in Tokyo. */
export function deadlineOn(date: CalendarDate): Deadline {
  return { date, at: endOfDay(date) };
}

/**
 * A deadline one duration after the start. Whole days count calendar days in Tokyo (the start's day is day 0),
 * move to the next open day of the calendar, if one is given (R17), and end with that day. A duration with a
 * time part (tests use seconds) ends exactly then, whatever the calendar says.
 */
export function deadlineAfter(start: Instant, duration: Duration, calendar?: OpeningCalendar): Deadline {
  const days = wholeDaysOf(duration);
  if (days === undefined) {
    const at = plusDuration(start, duration);
    return { date: dayOf(at), at };
  }
  const date = addDays(dayOf(start), days);
  return deadlineOn(calendar ? nextOpenDay(calendar, date) : date);
}

export function laterDeadline(a: Deadline, b: Deadline): Deadline {
  return isAfter(b.at, a.at) ? b : a;
}
