import { isAfter } from '../calendar/compare.ts';
import { type Deadline, deadlineAfter, laterDeadline } from '../calendar/deadline.ts';
import type { Instant } from '../calendar/instant.ts';
import type { OpeningCalendar } from '../calendar/opening-calendar.ts';
import type { LendingPolicy } from '../policy/lending-policy.ts';

/**
 * R7. The due date of a loan: 3 weeks from the dispatch (municipal pickup, delivery included) or from the hand-over
 * at the counter, moved by R17 with the calendar of the library where the patron picks up.
 */
export function loanDeadline(start: Instant, calendar: OpeningCalendar, policy: LendingPolicy): Deadline {
  return deadlineAfter(start, policy.loanPeriod, calendar);
}

/**
 * R7. The due date once the ready mail was accepted for sending: a mail later than 7 days after the start of the loan
 * gives 2 weeks from its own day, if that is later. Never earlier than the due date so far.
 */
export function dueAfterLateMail(
  loanStart: Instant,
  due: Deadline,
  mailAccepted: Instant,
  calendar: OpeningCalendar,
  policy: LendingPolicy,
): Deadline {
  const inTime = deadlineAfter(loanStart, policy.lateMailThreshold);
  if (!isAfter(mailAccepted, inTime.at)) return due;
  return laterDeadline(due, deadlineAfter(mailAccepted, policy.lateMailLoanPeriod, calendar));
}
