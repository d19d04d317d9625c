import type { CalendarDate } from '../calendar/calendar-date.ts';
import { isAfter } from '../calendar/compare.ts';
import { durationMs } from '../calendar/duration.ts';
import { dayOf, type Instant, plusDuration, startOfDay } from '../calendar/instant.ts';
import type { LendingPolicy } from '../policy/lending-policy.ts';
import { allow, type Decision, refuse } from '../refusals/decision.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * R20. May a reservation be suspended until that day, on which it resumes by itself? The answer is the moment
 * of resuming: the start of the day in Tokyo. Refuses SUSPEND_TOO_LONG (maxDays).
 */
export function decideSuspension(
  asked: Instant,
  resumeDate: CalendarDate,
  policy: LendingPolicy,
): Decision<Instant> {
  const last = dayOf(plusDuration(asked, policy.suspensionMax));
  if (isAfter(resumeDate, last))
    return refuse('SUSPEND_TOO_LONG', { maxDays: Math.floor(durationMs(policy.suspensionMax) / DAY_MS) });
  return allow(startOfDay(resumeDate));
}
