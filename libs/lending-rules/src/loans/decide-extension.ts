import { addDays, type CalendarDate } from '../calendar/calendar-date.ts';
import { isAfter } from '../calendar/compare.ts';
import { type Deadline, deadlineAfter } from '../calendar/deadline.ts';
import { type Duration, wholeDaysOf } from '../calendar/duration.ts';
import { dayOf, endOfDay, epochMs, type Instant, minusDuration, plusDuration } from '../calendar/instant.ts';
import type { OpeningCalendar } from '../calendar/opening-calendar.ts';
import type { LendingPolicy } from '../policy/lending-policy.ts';
import { allow, type Decision, refuse } from '../refusals/decision.ts';

/** A loan as R8 sees it. */
export interface ExtendableLoan {
  due: Deadline;
  pickedUp: boolean;
  extended: boolean;
  handedIn: boolean;
  /** Somebody waits for the title: accepted, not suspended, without a copy. */
  othersWaiting: boolean;
  /** The patron has another loan that is overdue. */
  holderHasOtherOverdue: boolean;
}

export interface ExtensionRequest {
  loan: ExtendableLoan;
  asked: Instant;
  calendar: OpeningCalendar;
  policy: LendingPolicy;
}

/**
 * R8. A loan may be extended once, by 2 weeks from the day it is asked for, moved by R17; the answer is the new due
 * date. What can't be changed any more is said first, what the patron can wait for last. Refuses ALREADY_HANDED_IN,
 * EXTENSION_BEFORE_PICKUP, LOAN_PAST_DUE, EXTENSION_USED, OTHERS_WAITING, OTHER_LOAN_OVERDUE and
 * EXTENSION_WOULD_SHORTEN (newDueDate, dueDate, firstUsefulDay). A refusal never uses the extension up.
 */
export function decideExtension({ loan, asked, calendar, policy }: ExtensionRequest): Decision<Deadline> {
  const dueDate = loan.due.date;
  if (loan.handedIn) return refuse('ALREADY_HANDED_IN');
  if (!loan.pickedUp) return refuse('EXTENSION_BEFORE_PICKUP');
  if (isAfter(asked, loan.due.at)) return refuse('LOAN_PAST_DUE');
  if (loan.extended) return refuse('EXTENSION_USED', { dueDate });
  if (loan.othersWaiting) return refuse('OTHERS_WAITING', { dueDate });
  if (loan.holderHasOtherOverdue) return refuse('OTHER_LOAN_OVERDUE');
  const extended = deadlineAfter(asked, policy.extensionPeriod, calendar);
  if (isAfter(extended.at, loan.due.at)) return allow(extended);
  return refuse('EXTENSION_WOULD_SHORTEN', {
    newDueDate: extended.date,
    dueDate,
    firstUsefulDay: firstUsefulDay(loan.due, policy.extensionPeriod, calendar),
  });
}

/** What a patron, or the desk for a caller, has confirmed. */
interface ExtensionWish {
  askedAt: Instant;
  /** The date that was shown; none where none was. */
  confirmDue?: CalendarDate | undefined;
}

/**
 * R8. Extends a loan to the date that was confirmed: the day of the preview counts for ten minutes, so that a date
 * shown before midnight may be confirmed after it. The same wish again is answered the same. Refuses what
 * decideExtension refuses, and PREVIEW_CHANGED (newDueDate) when the date is not the one that was confirmed.
 */
export function decideConfirmedExtension(
  request: Omit<ExtensionRequest, 'asked'> & { extendedAt: Instant | undefined },
  { askedAt, confirmDue }: ExtensionWish,
): Decision<Deadline> {
  const { due } = request.loan;
  const { extendedAt } = request;
  if (extendedAt !== undefined) {
    const isSameMoment = epochMs(extendedAt) === epochMs(askedAt);
    if (confirmDue === undefined ? isSameMoment : confirmDue === due.date) return allow(due);
  }
  const now = decideExtension({ ...request, asked: askedAt });
  if (confirmDue === undefined || (now.ok && now.value.date === confirmDue)) return now;
  const previewed = minusDuration(askedAt, request.policy.extensionPreviewValidity);
  const then = decideExtension({ ...request, asked: previewed });
  if (then.ok && then.value.date === confirmDue) return then;
  return now.ok ? refuse('PREVIEW_CHANGED', { newDueDate: now.value.date }) : now;
}

/**
 * R8. The first day on which an extension moves the due date: the due date − 13 for an extension of 14 days, or
 * earlier if the calendar (R17) moves the new date past it.
 */
export function firstUsefulDay(
  due: Deadline,
  extensionPeriod: Duration,
  calendar: OpeningCalendar,
): CalendarDate {
  const days = wholeDaysOf(extensionPeriod);
  if (days === undefined) return dayOf(minusDuration(due.at, extensionPeriod));
  let first = addDays(due.date, 1 - days);
  const helps = (day: CalendarDate) =>
    isAfter(deadlineAfter(endOfDay(day), extensionPeriod, calendar).at, due.at);
  while (helps(addDays(first, -1))) first = addDays(first, -1);
  return first;
}

/**
 * R8. Does the day of the preview still count for this confirmation? Within 10 minutes (the last one included) it
 * does. A preview from the future is none.
 */
export function previewStillValid(
  previewedAt: Instant,
  confirmedAt: Instant,
  policy: LendingPolicy,
): boolean {
  return (
    !isAfter(previewedAt, confirmedAt) &&
    !isAfter(confirmedAt, plusDuration(previewedAt, policy.extensionPreviewValidity))
  );
}
