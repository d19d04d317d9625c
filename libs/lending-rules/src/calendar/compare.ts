import type { CalendarDate } from './calendar-date.ts';
import type { Instant } from './instant.ts';

type Moment = CalendarDate | Instant;

/** By time, not by text: an instant may leave out its fraction of a second. A date counts as its first moment. */
function order(a: Moment, b: Moment): number {
  return Date.parse(a) - Date.parse(b);
}

/** Is the first later than the second (the same one is not)? */
export function isAfter(a: CalendarDate, b: CalendarDate): boolean;
export function isAfter(a: Instant, b: Instant): boolean;
export function isAfter(a: Moment, b: Moment): boolean {
  return order(a, b) > 0;
}

/** Is the first earlier than the second (the same one is not)? */
export function isBefore(a: CalendarDate, b: CalendarDate): boolean;
export function isBefore(a: Instant, b: Instant): boolean;
export function isBefore(a: Moment, b: Moment): boolean {
  return order(a, b) < 0;
}

/** The later of the two. */
export function laterOf(a: CalendarDate, b: CalendarDate): CalendarDate;
export function laterOf(a: Instant, b: Instant): Instant;
export function laterOf(a: Moment, b: Moment): Moment {
  return order(a, b) >= 0 ? a : b;
}

/** The earlier of the two. */
export function earlierOf(a: CalendarDate, b: CalendarDate): CalendarDate;
export function earlierOf(a: Instant, b: Instant): Instant;
export function earlierOf(a: Moment, b: Moment): Moment {
  return order(a, b) <= 0 ? a : b;
}
