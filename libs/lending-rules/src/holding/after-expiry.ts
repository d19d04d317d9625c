import { type Deadline, deadlineAfter, deadlineOn } from '../calendar/deadline.ts';
import { dayOf, type Instant } from '../calendar/instant.ts';
import { nthOpenDayAfter, type OpeningCalendar } from '../calendar/opening-calendar.ts';
import type { LendingPolicy } from '../policy/lending-policy.ts';

/** R9. Until when the pickup library may answer "is it on your shelf?": the end of its 3rd open day after asking. */
export function shelfCheckDeadline(asked: Instant, pickup: OpeningCalendar, policy: LendingPolicy): Deadline {
  return deadlineOn(nthOpenDayAfter(pickup, dayOf(asked), policy.shelfCheckOpenDays));
}

/**
 * R9. The copy was not on the shelf, so it was handed out without a scan: until when the patron has grace, 7 days from
 * the branch's answer (nothing is asked until then) or from the desk's confirmation (it is due then), moved by R17.
 */
export function graceAfterExpiry(from: Instant, pickup: OpeningCalendar, policy: LendingPolicy): Deadline {
  return deadlineAfter(from, policy.shelfCheckGrace, pickup);
}

/** R9. The due date of a copy that was handed out after its hold had ended: 7 days later, moved by R17. */
export function dueAfterLateHandOut(
  handedOut: Instant,
  pickup: OpeningCalendar,
  policy: LendingPolicy,
): Deadline {
  return deadlineAfter(handedOut, policy.handOutAfterExpiry, pickup);
}
