import { isAfter } from '../calendar/compare.ts';
import { type Deadline, deadlineAfter, deadlineOn } from '../calendar/deadline.ts';
import { wholeDaysOf } from '../calendar/duration.ts';
import { dayOf, type Instant } from '../calendar/instant.ts';
import { nthOpenDayAfter, type OpeningCalendar } from '../calendar/opening-calendar.ts';
import type { LendingPolicy } from '../policy/lending-policy.ts';

/**
 * R6. When a hold at the prefectural desk ends. The day the mail was accepted for sending is day 0; the hold ends
 * with day 7, moved to the next open day of the desk (R17), and never before 4 open days have passed after
 * day 0 (day 0 itself is not counted: the mail may be read in the evening). A hold period in seconds ends by the
 * clock alone.
 */
export function holdDeadline(mailAccepted: Instant, desk: OpeningCalendar, policy: LendingPolicy): Deadline {
  const deadline = deadlineAfter(mailAccepted, policy.holdPeriod, desk);
  if (wholeDaysOf(policy.holdPeriod) === undefined) return deadline;
  const enoughDays = nthOpenDayAfter(desk, dayOf(mailAccepted), policy.holdMinimumOpenDays);
  return isAfter(enoughDays, deadline.date) ? deadlineOn(enoughDays) : deadline;
}
