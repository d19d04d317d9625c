import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  CalendarDateSchema,
  calendarDate,
  DurationSchema,
  dayOf,
  daysBetween,
  deadlineAfter,
  durationMs,
  endOfDay,
  formatDateEn,
  formatDateJa,
  InstantSchema,
  instant,
  instantFromDate,
  instantFromEpochMs,
  isAfter,
  isBefore,
  laterOf,
  plusDuration,
  startOfDay,
  weekdayOf,
  wholeDaysOf,
} from '../index.ts';

const anyInstant = fc.integer({ min: 0, max: 4_000_000_000_000 }).map(instantFromEpochMs);
const anyDate = anyInstant.map(dayOf);

describe('dates of the calendar', () => {
  test.each([
    '2026-02-29',
    '2026-13-01',
    '2026-04-31',
    '2026-1-1',
    '20261208',
    '２０２６-12-08',
    '',
    'today',
  ])('the date %p does not exist and is refused', (text) => {
    expect(CalendarDateSchema.safeParse(text).success).toBe(false);
    expect(() => calendarDate(text)).toThrow();
  });

  test('29 February exists in a leap year', () => {
    expect(addDays(calendarDate('2028-02-28'), 1)).toBe('2028-02-29');
    expect(addDays(calendarDate('2026-02-28'), 1)).toBe('2026-03-01');
  });

  test('8 December 2026 is a Tuesday, written as pages and mails write it', () => {
    expect(weekdayOf(calendarDate('2026-12-08'))).toBe(2);
    expect(formatDateJa(calendarDate('2026-12-08'))).toBe('2026年12月8日（火）');
    expect(formatDateJa(calendarDate('2027-01-03'))).toBe('2027年1月3日（日）');
    expect(formatDateEn(calendarDate('2026-12-08'))).toBe('Tue 8 December 2026');
  });

  test('days added are days between', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -1000, max: 1000 }), (date, n) => {
        expect(daysBetween(date, addDays(date, n))).toBe(n);
      }),
    );
  });
});

describe('moments', () => {
  test.each([
    '2026-12-08T10:00:00+09:00',
    '2026-12-08T10:00:00',
    '2026-02-30T00:00:00Z',
    '2026-12-08',
    'now',
  ])('%p is no moment in UTC and is refused', (text) => {
    expect(InstantSchema.safeParse(text).success).toBe(false);
    expect(() => instant(text)).toThrow();
  });

  test('a moment is brought to milliseconds, so that the same one is the same text', () => {
    expect(instant('2026-12-08T01:02:03Z')).toBe('2026-12-08T01:02:03.000Z');
    expect(instantFromDate(new Date('2026-12-08T01:02:03Z'))).toBe('2026-12-08T01:02:03.000Z');
    expect(() => instantFromDate(new Date(Number.NaN))).toThrow();
  });

  test('the day in Tokyo begins at 15:00 UTC of the day before', () => {
    expect(dayOf(instant('2026-12-07T14:59:59.999Z'))).toBe('2026-12-07');
    expect(dayOf(instant('2026-12-07T15:00:00Z'))).toBe('2026-12-08');
    expect(startOfDay(calendarDate('2026-12-08'))).toBe('2026-12-07T15:00:00.000Z');
    expect(endOfDay(calendarDate('2026-12-08'))).toBe('2026-12-08T14:59:59.999Z');
  });

  test('every moment lies within its day', () => {
    fc.assert(
      fc.property(anyInstant, (at) => {
        expect(isBefore(at, startOfDay(dayOf(at)))).toBe(false);
        expect(isAfter(at, endOfDay(dayOf(at)))).toBe(false);
      }),
    );
  });

  test('moments compare by time even when one is written without milliseconds', () => {
    const [short, long] = [InstantSchema.parse('2026-12-08T01:02:03Z'), instant('2026-12-08T01:02:03Z')];
    expect(isAfter(short, long)).toBe(false);
    expect(isBefore(short, long)).toBe(false);
    expect(laterOf(short, plusDuration(short, 'PT0.001S'))).toBe('2026-12-08T01:02:03.001Z');
  });
});

describe('periods', () => {
  test.each([
    ['P21D', 21 * 86_400_000, 21],
    ['P2W', 14 * 86_400_000, 14],
    ['PT5S', 5000, undefined],
    ['PT0.25S', 250, undefined],
    ['P1DT1H', 25 * 3_600_000, undefined],
    ['PT10M', 600_000, undefined],
  ])('%s is %d ms and %p whole days', (text, ms, days) => {
    expect(DurationSchema.parse(text)).toBe(text);
    expect(durationMs(text)).toBe(ms);
    expect(wholeDaysOf(text)).toBe(days);
  });

  test.each(['P', 'PT', 'P1DT', 'P1M', 'P1Y', '-P1D', 'P-1D', 'P1.5D', 'p1d', '21', ''])(
    '%p is refused',
    (text) => {
      expect(DurationSchema.safeParse(text).success).toBe(false);
      expect(() => durationMs(text)).toThrow();
    },
  );

  test('a deadline in seconds is exact, one in days ends with the day in Tokyo', () => {
    const start = instant('2026-12-07T05:00:00Z');
    expect(deadlineAfter(start, 'PT5S')).toEqual({ date: '2026-12-07', at: '2026-12-07T05:00:05.000Z' });
    expect(deadlineAfter(start, 'P3W')).toEqual({ date: '2026-12-28', at: '2026-12-28T14:59:59.999Z' });
    expect(deadlineAfter(instant('2026-12-07T15:00:00Z'), 'P1D').date).toBe('2026-12-09');
  });
});
