import { addDays, type CalendarDate, weekdayOf } from '../calendar/calendar-date.ts';
import { firstDay, isOpenDay, nextOpenDay, type OpeningCalendar } from '../calendar/opening-calendar.ts';
import { defaultPolicy } from '../policy/default-policy.ts';
import type { LendingPolicy } from '../policy/lending-policy.ts';
import type { PostalMode } from './choose-mode.ts';

/**
 * R11. The day on which the post is expected to deliver what left on that day: 3 days later by Yu-Mail, 2 by Yu-Pack,
 * moved to the next day on which the post delivers that way. Whether the library is open is not asked.
 */
export function expectedArrival(
  dispatchDay: CalendarDate,
  mode: PostalMode,
  policy: LendingPolicy = defaultPolicy,
): CalendarDate {
  const days = mode === 'yuMail' ? policy.yuMailDeliveryDays : policy.yuPackDeliveryDays;
  return nextDeliveryDay(addDays(dispatchDay, days), mode, policy);
}

/**
 * R11. The day on which what leaves by Yu-Mail on that day can be picked up at the earliest: the first open day of the
 * pickup library from the one on which the post is expected. Said to patrons, promised to nobody.
 */
export function earliestPickup(
  dispatchDay: CalendarDate,
  pickup: OpeningCalendar,
  policy: LendingPolicy,
): CalendarDate {
  return nextOpenDay(pickup, expectedArrival(dispatchDay, 'yuMail', policy));
}

/**
 * R7. The day on which a parcel that nobody scanned is taken for arrived: two days of delivery after the dispatch, on
 * an open day of the pickup library.
 */
export function assumedArrival(
  dispatchDay: CalendarDate,
  mode: PostalMode,
  pickup: OpeningCalendar,
  policy: LendingPolicy,
): CalendarDate {
  let day = dispatchDay;
  for (let n = 0; n < policy.assumedArrivalDeliveryDays; n++)
    day = nextDeliveryDay(addDays(day, 1), mode, policy);
  return nextOpenDay(pickup, day);
}

/**
 * R11. Would what leaves on that day arrive while the pickup library is closed for 3 days or more on end (weekly
 * closing days that touch the closure count)? Such a parcel waits, and its loan does not begin.
 */
export function wouldArriveInLongClosure(
  dispatchDay: CalendarDate,
  mode: PostalMode,
  pickup: OpeningCalendar,
  policy: LendingPolicy,
): boolean {
  const arrival = expectedArrival(dispatchDay, mode, policy);
  if (isOpenDay(pickup, arrival)) return false;
  const enough = policy.longClosureDays;
  const closedAround =
    1 + closedDaysOnEnd(pickup, arrival, -1, enough) + closedDaysOnEnd(pickup, arrival, 1, enough);
  return closedAround >= enough;
}

/** Closed days on end next to the day, in one direction, counted up to a number: the closure itself may be endless. */
function closedDaysOnEnd(pickup: OpeningCalendar, day: CalendarDate, step: 1 | -1, upTo: number): number {
  let count = 0;
  while (count < upTo && !isOpenDay(pickup, addDays(day, step * (count + 1)))) count++;
  return count;
}

function nextDeliveryDay(from: CalendarDate, mode: PostalMode, policy: LendingPolicy): CalendarDate {
  const without = mode === 'yuMail' ? policy.yuMailNotDeliveredOn : policy.yuPackNotDeliveredOn;
  return firstDay(from, 1, (day) => !without.includes(weekdayOf(day)), 'the post never delivers');
}
