import { addDays, type CalendarDate, calendarDate, weekdayOf } from './calendar-date.ts';
import { type ClosingRules, noClosingRules } from './closing-rules.ts';
import { isAfter } from './compare.ts';
import { type DaySpan, firstDay, type OpeningCalendar } from './opening-calendar.ts';

/** What a library says of the days on which it closes. */
export interface ClosingDays extends ClosingRules {
  /** Monday = 1. */
  closedWeekdays: number[];
}

/** The closing days of the library of that calendar; where an older release wrote it out, what its dates tell. */
export function closingDaysOf({ closedWeekdays, closedDates, rules }: OpeningCalendar): ClosingDays {
  return { ...noClosingRules, closedOnHolidays: closedDates.length > 0, ...rules, closedWeekdays };
}

/**
 * R17. The calendar of a library, its rules written out for those years.
 *
 * @param closures those that come once
 * @param holidays the public holidays of those years
 */
export function calendarOf(
  { closedWeekdays, ...rules }: ClosingDays,
  closures: readonly DaySpan[],
  { years, holidays }: { years: readonly number[]; holidays: readonly CalendarDate[] },
): OpeningCalendar {
  const isHoliday = new Set(holidays);
  const isWeekly = (day: CalendarDate) => closedWeekdays.includes(weekdayOf(day));
  const instead = new Set<CalendarDate>();
  const onWeekly = rules.weeklyOnHoliday === 'closed' ? [] : holidays.filter(isWeekly);
  if (rules.weeklyOnHoliday === 'nextDay')
    for (const day of onWeekly) instead.add(next(day, 1, (other) => isHoliday.has(other) || isWeekly(other)));
  const isRest = (day: CalendarDate) => isHoliday.has(day) || isWeekly(day) || instead.has(day);
  const monthly = years.flatMap((year) =>
    rules.monthlyDays.flatMap((day) => daysOfYear(day, year).flatMap(monthlyAsIs(day, rules, isRest))),
  );
  const yearly = years.flatMap((year) => rules.yearlyDays.flatMap((days) => spanInYear(days, year)));
  const closedDates = new Set([...(rules.closedOnHolidays ? holidays : []), ...instead, ...monthly]);
  return {
    closedWeekdays,
    closedDates: [...closedDates].sort(),
    closures: [...closures, ...yearly].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0)),
    openDates: rules.closedOnHolidays ? [] : onWeekly,
    rules,
  };
}

/** The day on which a day of a month closes the library, if any. A rule for a certain Sunday means that Sunday. */
function monthlyAsIs(
  rule: string,
  { monthlyOtherwise }: ClosingRules,
  isRest: (day: CalendarDate) => boolean,
): (day: CalendarDate) => CalendarDate[] {
  const isWeekend = (day: CalendarDate) => weekdayOf(day) > 5;
  const isOff = (day: CalendarDate) => isRest(day) || isWeekend(day);
  return (day) => {
    if (monthlyOtherwise === 'closed' || !(rule.includes('-') ? isRest : isOff)(day)) return [day];
    return monthlyOtherwise === 'open' ? [] : [next(day, monthlyOtherwise === 'dayBefore' ? -1 : 1, isOff)];
  };
}

/** The first day after that one (step -1: before it) that is none of those. */
function next(day: CalendarDate, step: 1 | -1, isNone: (day: CalendarDate) => boolean): CalendarDate {
  return firstDay(addDays(day, step), step, (other) => !isNone(other), 'no working day');
}

/** The twelve days of a year that are that day of a month. */
function daysOfYear(rule: string, year: number): CalendarDate[] {
  const [nth = '', weekday] = rule.split('-');
  return Array.from({ length: 12 }, (_, month) => {
    if (weekday === undefined)
      return nth === 'last' ? dayOf(year, month + 1, 0) : dayOf(year, month, Number(nth));
    const from = nth === 'last' ? dayOf(year, month + 1, -6) : dayOf(year, month, Number(nth) * 7 - 6);
    return addDays(from, (Number(weekday) - weekdayOf(from) + 7) % 7);
  });
}

/** January = 0, and day 0 the last one of the month before, as dates count them. */
function dayOf(year: number, month: number, day: number): CalendarDate {
  return calendarDate(new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10));
}

/** Those days as they begin in that year, maybe to end in the next; none of 29 February alone but in a leap year. */
function spanInYear(days: string, year: number): DaySpan[] {
  const [from = '', until = ''] = days.split('/');
  const begins = dayIn(year, from, '03-01');
  const ends = dayIn(until < from ? year + 1 : year, until, '02-28');
  return isAfter(begins, ends) ? [] : [{ from: begins, until: ends }];
}

/** The month and day in that year; in place of a 29 February that it has not, the other. */
function dayIn(year: number, monthDay: string, otherwise: string): CalendarDate {
  const isMissing = monthDay === '02-29' && !dayOf(year, 1, 29).endsWith(monthDay);
  return calendarDate(`${year}-${isMissing ? otherwise : monthDay}`);
}

/** Is the date one of the days that come again each year? */
export function isClosedYearly({ rules }: Pick<OpeningCalendar, 'rules'>, date: CalendarDate): boolean {
  const monthDay = date.slice(5);
  return (rules?.yearlyDays ?? []).some((days) => {
    const [from = '', until = ''] = days.split('/');
    const [hasBegun, hasNotEnded] = [from <= monthDay, monthDay <= until];
    return until < from ? hasBegun || hasNotEnded : hasBegun && hasNotEnded;
  });
}
