import { addDays, type CalendarDate } from '../calendar/calendar-date.ts';
import { isAfter, isBefore } from '../calendar/compare.ts';
import { type Deadline, deadlineAfter } from '../calendar/deadline.ts';
import { wholeDaysOf } from '../calendar/duration.ts';
import { dayOf, endOfDay, type Instant, plusDuration, startOfDay } from '../calendar/instant.ts';
import { lastOpenDayBefore, nthOpenDayAfter, type OpeningCalendar } from '../calendar/opening-calendar.ts';
import { nextSendingTime } from '../notices/next-sending-time.ts';
import { reminderBefore } from '../notices/reminder-before.ts';
import type { LendingPolicy } from '../policy/lending-policy.ts';

/**
 * R18, R19. When the notices of an overdue loan go out: on day 1, 7, 14 and 28 after the due date, at the start of
 * the mail hours. A notice set in seconds goes out by the clock.
 */
export function overdueNoticeTimes(due: Deadline, policy: LendingPolicy): Instant[] {
  return policy.overdueNoticesAfter.map((after) => {
    const days = wholeDaysOf(after);
    return days === undefined
      ? plusDuration(due.at, after)
      : nextSendingTime(startOfDay(addDays(due.date, days)), policy);
  });
}

/** R18, R19. When the reminder before the due date goes out: 3 days before, at the start of the mail hours. */
export function dueReminderTime(due: Deadline, policy: LendingPolicy): Instant {
  return reminderBefore(due, policy.dueReminderBefore, policy);
}

/** A loan as R10 and R18 see it. */
interface LoanUnderWay {
  due: Deadline;
  handedOut: boolean;
  /** The day the hand-in counts for (`handInDay`), once it was handed in. */
  handedInDay?: CalendarDate | undefined;
}

/**
 * R10, R18. Is the loan overdue at that moment? Only a copy that was handed out can be, only after the end of its due
 * date, and never from the day on which it was handed in, however long it then travels.
 */
export function isOverdue({ due, handedOut, handedInDay }: LoanUnderWay, at: Instant): boolean {
  if (!handedOut) return false;
  if (handedInDay !== undefined && !isBefore(dayOf(at), handedInDay)) return false;
  return isAfter(at, due.at);
}

/** A scan by which a library took a copy back. */
interface HandInScan {
  scannedAt: Instant;
  byBookDrop: boolean;
  /** The book drop's first emptying of the day: what is in it may have lain there since the last open day. */
  firstEmptyingOfDay: boolean;
  /** The calendar of the library whose book drop it is. */
  calendar: OpeningCalendar;
}

/**
 * R10. The day for which a hand-in counts: that of the scan; for a book drop's first emptying the last open day
 * before it.
 */
export function handInDay({ scannedAt, byBookDrop, firstEmptyingOfDay, calendar }: HandInScan): CalendarDate {
  const day = dayOf(scannedAt);
  return byBookDrop && firstEmptyingOfDay ? lastOpenDayBefore(calendar, day) : day;
}

/**
 * R10. What is asked about a copy that was handed in at a branch: of the branch, after its open days, whether it was
 * sent; after its time on the way it is searched for.
 */
export function returnQuestions(
  handedIn: { at: Instant; isSent: boolean },
  at: Instant,
  calendar: OpeningCalendar,
  policy: LendingPolicy,
): ('sendBack' | 'searchReturn')[] {
  const sendBy = endOfDay(nthOpenDayAfter(calendar, dayOf(handedIn.at), policy.sendBackOpenDays));
  const homeBy = deadlineAfter(handedIn.at, policy.homeWithin).at;
  return [
    ...(!handedIn.isSent && isAfter(at, sendBy) ? (['sendBack'] as const) : []),
    ...(isAfter(at, homeBy) ? (['searchReturn'] as const) : []),
  ];
}
