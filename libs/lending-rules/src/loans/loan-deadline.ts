import { isAfter, laterOf } from '../calendar/compare.ts';
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

/** A loan, as its dates are judged. */
export interface LoanDates {
  startedAt: Instant;
  due: Deadline;
  extended: boolean;
  ended: boolean;
}

/**
 * R7. A loan is to be opened at dispatch: the date that it has, or would have, and from when it begins if it does now.
 * An allocation that has ended gets no loan; one begins no earlier than its copy was chosen.
 */
export function judgeLoanOpening(
  chosen: { open: boolean; chosenAt: Instant; loan: LoanDates | null },
  dispatchedAt: Instant,
  calendar: OpeningCalendar,
  policy: LendingPolicy,
): { due: Deadline; begins?: Instant } {
  if (chosen.loan) return { due: chosen.loan.due };
  const begins = laterOf(dispatchedAt, chosen.chosenAt);
  const due = loanDeadline(begins, calendar, policy);
  return chosen.open ? { due, begins } : { due };
}

/**
 * R7. The date in force once the ready mail was accepted for sending, also of a loan that was not opened in time. One
 * that was extended or has ended keeps its date.
 */
export function dueOnceMailed(
  loan: LoanDates | null,
  mailAcceptedAt: Instant,
  shippedAt: Instant | undefined,
  calendar: OpeningCalendar,
  policy: LendingPolicy,
): Deadline {
  if (loan?.ended || loan?.extended) return loan.due;
  const startedAt = loan?.startedAt ?? shippedAt ?? mailAcceptedAt;
  const present = loan?.due ?? loanDeadline(startedAt, calendar, policy);
  return dueAfterLateMail(startedAt, present, mailAcceptedAt, calendar, policy);
}
