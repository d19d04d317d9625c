import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  calendarDate,
  DaySpanSchema,
  daysBetween,
  isOpenDay,
  lastOpenDayBefore,
  nextOpenDay,
  nthOpenDayAfter,
  type OpeningCalendar,
  OpeningCalendarSchema,
} from '../index.ts';
import { countOpenDays } from '../testing/count-open-days.ts';

const date = calendarDate;
const closedOnMondays: OpeningCalendar = {
  closedWeekdays: [1],
  closedDates: [date('2026-12-23')],
  closures: [{ from: date('2026-12-28'), until: date('2027-01-04') }],
};
const neverOpen: OpeningCalendar = { closedWeekdays: [1, 2, 3, 4, 5, 6, 7], closedDates: [], closures: [] };

describe('open days of a library', () => {
  test('weekly closing days, single days and closures are closed, first and last day included', () => {
    const closed = ['2026-12-07', '2026-12-23', '2026-12-28', '2027-01-04'];
    const open = ['2026-12-08', '2026-12-22', '2026-12-27', '2027-01-05'];
    expect(closed.filter((day) => isOpenDay(closedOnMondays, date(day)))).toEqual([]);
    expect(open.filter((day) => isOpenDay(closedOnMondays, date(day)))).toEqual(open);
  });

  test('the next open day may be the day itself, the last one before never is', () => {
    expect(nextOpenDay(closedOnMondays, date('2026-12-27'))).toBe('2026-12-27');
    expect(nextOpenDay(closedOnMondays, date('2026-12-28'))).toBe('2027-01-05');
    expect(lastOpenDayBefore(closedOnMondays, date('2027-01-05'))).toBe('2026-12-27');
    expect(lastOpenDayBefore(closedOnMondays, date('2026-12-27'))).toBe('2026-12-26');
  });

  test('the third open day after a Saturday before a closed Monday is Wednesday', () => {
    expect(nthOpenDayAfter(closedOnMondays, date('2026-12-12'), 3)).toBe('2026-12-16');
    expect(() => nthOpenDayAfter(closedOnMondays, date('2026-12-12'), 0)).toThrow('1 or more');
  });

  test('the n-th open day has n open days up to it', () => {
    const anyDay = fc.integer({ min: 0, max: 800 }).map((n) => addDays(date('2026-01-01'), n));
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 30 }), (day, n) => {
        const nth = nthOpenDayAfter(closedOnMondays, day, n);
        expect(isOpenDay(closedOnMondays, nth)).toBe(true);
        expect(countOpenDays(closedOnMondays, addDays(day, 1), nth)).toBe(n);
        expect(daysBetween(day, nth)).toBeGreaterThanOrEqual(n);
      }),
    );
  });

  test('a library that never opens is a fault that says so, not an endless search', () => {
    expect(() => nextOpenDay(neverOpen, date('2026-12-08'))).toThrow(
      'no open day within 400 days of 2026-12-08',
    );
    expect(() => lastOpenDayBefore(neverOpen, date('2026-12-08'))).toThrow('no open day within 400 days');
    expect(() => nthOpenDayAfter(neverOpen, date('2026-12-08'), 2)).toThrow('no open day');
  });

  test('a closure of 400 days has an open day behind and before it, one of 401 is a fault', () => {
    const reopening = date('2028-06-01');
    const closed = (days: number) => ({
      ...closedOnMondays,
      closedWeekdays: [],
      closures: [{ from: addDays(reopening, -days), until: addDays(reopening, -1) }],
    });
    expect(nextOpenDay(closed(400), addDays(reopening, -400))).toBe(reopening);
    expect(lastOpenDayBefore(closed(400), reopening)).toBe(addDays(reopening, -401));
    expect(() => nextOpenDay(closed(401), addDays(reopening, -401))).toThrow(
      `the calendar has no open day within 400 days of ${addDays(reopening, -401)}`,
    );
    expect(() => lastOpenDayBefore(closed(401), reopening)).toThrow(
      'the calendar had no open day within 400 days of 2028-05-31',
    );
  });

  test.each([0, -1, 1.5, Number.NaN])('the %p-th open day is a fault', (n) => {
    expect(() => nthOpenDayAfter(closedOnMondays, date('2026-12-12'), n)).toThrow(
      `the number of open days must be 1 or more: ${n}`,
    );
  });

  test('a day span may be one day, and says when it is backwards', () => {
    const day = { from: '2026-12-28', until: '2026-12-28' };
    expect(DaySpanSchema.parse(day)).toEqual(day);
    expect(DaySpanSchema.safeParse({ ...day, until: '2026-12-27' }).error?.issues).toMatchObject([
      { message: 'must not end before it begins' },
    ]);
    expect(DaySpanSchema.safeParse({ ...day, why: '蔵書点検' }).success).toBe(false);
  });

  test('a library may close on any day of the week', () => {
    const weekdays = [1, 2, 3, 4, 5, 6, 7];
    expect(OpeningCalendarSchema.parse({ ...neverOpen, closedWeekdays: weekdays }).closedWeekdays).toEqual(
      weekdays,
    );
    expect(OpeningCalendarSchema.safeParse({ ...neverOpen, closedWeekdays: [1.5] }).success).toBe(false);
  });

  test('a calendar with an eighth weekday, a date that does not exist, a closure backwards or a stray name is refused', () => {
    const refused = [
      { ...closedOnMondays, closedWeekdays: [8] },
      { ...closedOnMondays, closedWeekdays: [0] },
      { ...closedOnMondays, closedDates: ['2026-02-30'] },
      { ...closedOnMondays, closures: [{ from: '2026-12-28', until: '2026-12-27' }] },
      { ...closedOnMondays, open: true },
    ];
    expect(refused.filter((calendar) => OpeningCalendarSchema.safeParse(calendar).success)).toEqual([]);
    expect(OpeningCalendarSchema.parse(closedOnMondays)).toEqual(closedOnMondays);
  });
});
