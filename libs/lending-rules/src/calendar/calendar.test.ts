import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import {
  addDays,
  CalendarDateSchema,
  calendarDate,
  DeadlineSchema,
  DurationSchema,
  dayOf,
  daysBetween,
  deadlineAfter,
  durationMs,
  EndTimeOfDaySchema,
  earlierOf,
  endOfDay,
  formatDateEn,
  formatDateJa,
  InstantSchema,
  instant,
  instantFromDate,
  instantFromEpochMs,
  isAfter,
  isBefore,
  laterDeadline,
  laterOf,
  minuteOfDay,
  minutesOf,
  plusDuration,
  startOfDay,
  TimeOfDaySchema,
  timeOn,
  weekdayOf,
  wholeDaysOf,
} from '../index.ts';

/** Nearly a period: something before or after it, parts out of order or twice, too many digits. */
const oddPeriods = [
  ...[
    'xP1D',
    '1P1D',
    'P1Dx',
    'P1D ',
    'P1W1D',
    'P1D1W',
    'P1WT1H',
    'P1D1D',
    'T1H',
    'P1H',
    'PT1D',
    'PTS',
    'PTT1H',
  ],
  ...['PT1S1M', 'PT1M1H', 'PT1HT1M', 'PT.5S', 'PT1.S', 'PT1,5S', 'PT1.5M', 'PT1.1234S', 'PxD', 'PTxH', 'PW'],
  ...['P1234567D', 'P1234567W', 'PT1234567H', 'PT1234567M', 'PT1234567890S'],
];
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

  test.each([
    ['2027-01-04', '1月4日（月）', 'Mon 4 January'],
    ['2027-02-02', '2月2日（火）', 'Tue 2 February'],
    ['2027-03-03', '3月3日（水）', 'Wed 3 March'],
    ['2027-04-01', '4月1日（木）', 'Thu 1 April'],
    ['2027-05-07', '5月7日（金）', 'Fri 7 May'],
    ['2027-06-05', '6月5日（土）', 'Sat 5 June'],
    ['2027-07-04', '7月4日（日）', 'Sun 4 July'],
    ['2027-08-31', '8月31日（火）', 'Tue 31 August'],
    ['2027-09-30', '9月30日（木）', 'Thu 30 September'],
    ['2027-10-01', '10月1日（金）', 'Fri 1 October'],
    ['2027-11-23', '11月23日（火）', 'Tue 23 November'],
    ['2027-12-31', '12月31日（金）', 'Fri 31 December'],
  ])('every month and day of the week has its name: %s', (day, ja, en) => {
    expect(formatDateJa(calendarDate(day))).toBe(`2027年${ja}`);
    expect(formatDateEn(calendarDate(day))).toBe(`${en} 2027`);
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

  test('a moment before 1970 lies within its day too', () => {
    const at = instant('1969-12-31T14:59:59.999Z');
    expect(dayOf(at)).toBe('1969-12-31');
    expect(minuteOfDay(at)).toBe(24 * 60 - 1);
    expect(dayOf(instantFromEpochMs(Date.parse(at) + 1))).toBe('1970-01-01');
  });

  test('the later and the earlier of two days', () => {
    const [monday, tuesday] = [calendarDate('2026-12-07'), calendarDate('2026-12-08')];
    expect([laterOf(monday, tuesday), laterOf(tuesday, monday)]).toEqual([tuesday, tuesday]);
    expect([earlierOf(monday, tuesday), earlierOf(tuesday, monday)]).toEqual([monday, monday]);
    expect([isAfter(monday, monday), isBefore(monday, monday)]).toEqual([false, false]);
  });

  test('a millisecond makes a moment the later one', () => {
    const [first, second] = [instant('2026-12-08T01:02:03Z'), instant('2026-12-08T01:02:03.001Z')];
    expect([laterOf(first, second), laterOf(second, first)]).toEqual([second, second]);
    expect([earlierOf(first, second), earlierOf(second, first)]).toEqual([first, first]);
    expect([isAfter(second, first), isBefore(first, second)]).toEqual([true, true]);
  });

  test('of the same moment written in two ways the first is kept', () => {
    const [short, long] = [InstantSchema.parse('2026-12-08T01:02:03Z'), instant('2026-12-08T01:02:03Z')];
    expect([laterOf(short, long), laterOf(long, short)]).toEqual([short, long]);
    expect([earlierOf(short, long), earlierOf(long, short)]).toEqual([short, long]);
  });

  test('a deadline is a day and a moment, and nothing else', () => {
    const deadline = { date: calendarDate('2026-12-07'), at: instant('2026-12-07T03:00:00Z') };
    expect(DeadlineSchema.parse(deadline)).toEqual(deadline);
    for (const wrong of [{}, { date: deadline.date }, { at: deadline.at }, { ...deadline, why: 'R7' }])
      expect(DeadlineSchema.safeParse(wrong).success).toBe(false);
  });

  test('of two deadlines the later one, of equal ones the first', () => {
    const [first, second] = [
      { date: calendarDate('2026-12-07'), at: instant('2026-12-07T03:00:00Z') },
      { date: calendarDate('2026-12-07'), at: instant('2026-12-07T03:00:01Z') },
    ];
    expect(laterDeadline(first, second)).toBe(second);
    expect(laterDeadline(second, first)).toBe(second);
    expect(laterDeadline(first, { ...first })).toBe(first);
  });

  test('moments compare by time even when one is written without milliseconds', () => {
    const [short, long] = [InstantSchema.parse('2026-12-08T01:02:03Z'), instant('2026-12-08T01:02:03Z')];
    expect(isAfter(short, long)).toBe(false);
    expect(isBefore(short, long)).toBe(false);
    expect(laterOf(short, plusDuration(short, 'PT0.001S'))).toBe('2026-12-08T01:02:03.001Z');
  });
});

test.each([CalendarDateSchema, InstantSchema, DurationSchema])(
  'whatever looks at a day, a moment or a period is not asked about what is none',
  (schema) => {
    const asked = z.object({ one: schema }).refine(() => {
      throw new Error('asked');
    });
    expect(asked.safeParse({ one: '' }).error?.issues).toMatchObject([{ path: ['one'] }]);
  },
);

describe('times of the day', () => {
  const midnight = startOfDay(calendarDate('2026-12-08'));
  test.each([
    ['00:00', 0],
    ['04:30', 270],
    ['19:59', 1199],
    ['23:59', 1439],
  ])('%s is %d minutes after midnight in Tokyo', (time, minutes) => {
    expect(TimeOfDaySchema.parse(time)).toBe(time);
    expect(EndTimeOfDaySchema.parse(time)).toBe(time);
    expect(minutesOf(time)).toBe(minutes);
    const at = timeOn(calendarDate('2026-12-08'), time);
    expect(Date.parse(at) - Date.parse(midnight)).toBe(minutes * 60_000);
    expect(minuteOfDay(at)).toBe(minutes);
    expect(minuteOfDay(plusDuration(at, 'PT59.999S'))).toBe(minutes);
  });

  test.each(['24:00', '24:01', '25:00', '30:00', '04:60', '4:30', '04:3', '04:30:00', '104:30', 'a4:30', ''])(
    '%p is no time of the day; as an end only 24:00 is',
    (time) => {
      expect(TimeOfDaySchema.safeParse(time).error?.issues).toMatchObject([
        { message: 'must be a time HH:MM' },
      ]);
      expect(EndTimeOfDaySchema.safeParse(time).success).toBe(time === '24:00');
    },
  );

  test('a wrong end of a time says what it may be', () => {
    for (const time of ['24:01', '24:000', '124:00'])
      expect(EndTimeOfDaySchema.safeParse(time).error?.issues).toMatchObject([
        { message: 'must be a time HH:MM up to 24:00' },
      ]);
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
    ['PT2H', 7_200_000, undefined],
    ['PT12H', 43_200_000, undefined],
    ['PT2H3M4.125S', 7_384_125, undefined],
    ['PT0.0S', 0, undefined],
    ['P0D', 0, 0],
    ['P12W', 84 * 86_400_000, 84],
    ['P999999D', 999_999 * 86_400_000, 999_999],
    ['PT999999999S', 999_999_999_000, undefined],
  ])('%s is %d ms and %p whole days', (text, ms, days) => {
    expect(DurationSchema.parse(text)).toBe(text);
    expect(durationMs(text)).toBe(ms);
    expect(wholeDaysOf(text)).toBe(days);
  });

  test.each(['P', 'PT', 'P1DT', 'P1M', 'P1Y', '-P1D', 'P-1D', 'P1.5D', 'p1d', '21', '', ...oddPeriods])(
    '%p is refused',
    (text) => {
      expect(DurationSchema.safeParse(text).error?.issues).toMatchObject([
        { message: 'must be an ISO 8601 duration of weeks, days or time, such as P21D or PT5S' },
      ]);
      expect(() => durationMs(text)).toThrow('not a duration of weeks, days or time');
    },
  );

  test('a deadline in seconds is exact, one in days ends with the day in Tokyo', () => {
    const start = instant('2026-12-07T05:00:00Z');
    expect(deadlineAfter(start, 'PT5S')).toEqual({ date: '2026-12-07', at: '2026-12-07T05:00:05.000Z' });
    expect(deadlineAfter(start, 'P3W')).toEqual({ date: '2026-12-28', at: '2026-12-28T14:59:59.999Z' });
    expect(deadlineAfter(instant('2026-12-07T15:00:00Z'), 'P1D').date).toBe('2026-12-09');
  });
});
