import type { CalendarDate } from './calendar-date.ts';
import { epochMs, type Instant, InstantSchema } from './instant.ts';

type Moment = CalendarDate | Instant;

/** A date sorts as its text; an instant does not, because its fraction of a second may be left out. */
function order(a: Moment, b: Moment): number {
  const instants = [InstantSchema.safeParse(a), InstantSchema.safeParse(b)] as const;
  const [left, right] = instants;
  if (left.success && right.success) return epochMs(left.data) - epochMs(right.data);
  return a < b ? -1 : a > b ? 1 : 0;
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
