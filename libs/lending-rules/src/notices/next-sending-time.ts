import { addDays } from '../calendar/calendar-date.ts';
import { dayOf, type Instant } from '../calendar/instant.ts';
import { minuteOfDay, minutesOf, timeOn } from '../calendar/time-of-day.ts';
import type { LendingPolicy } from '../policy/lending-policy.ts';

/**
 * R19. When a mail that is ready at this moment may go out: at once from 08:00 until before 20:00 in Tokyo, else at
 * the next 08:00. Links for verification and passwords go at once and do not ask here.
 */
export function nextSendingTime(at: Instant, policy: Pick<LendingPolicy, 'mailWindow'>): Instant {
  const { from, until } = policy.mailWindow;
  const minute = minuteOfDay(at);
  if (minute < minutesOf(from)) return timeOn(dayOf(at), from);
  if (minute < minutesOf(until)) return at;
  return timeOn(addDays(dayOf(at), 1), from);
}
