import { addDays } from '../calendar/calendar-date.ts';
import type { Deadline } from '../calendar/deadline.ts';
import { type Duration, wholeDaysOf } from '../calendar/duration.ts';
import { type Instant, minusDuration, startOfDay } from '../calendar/instant.ts';
import type { LendingPolicy } from '../policy/lending-policy.ts';
import { nextSendingTime } from './next-sending-time.ts';

/**
 * R19. When the reminder of a deadline goes out: whole days before it, at the start of that day's mail hours; a time
 * before it (tests use seconds), by the clock.
 */
export function reminderBefore(
  deadline: Deadline,
  before: Duration,
  policy: Pick<LendingPolicy, 'mailWindow'>,
): Instant {
  const days = wholeDaysOf(before);
  if (days === undefined) return minusDuration(deadline.at, before);
  return nextSendingTime(startOfDay(addDays(deadline.date, -days)), policy);
}
