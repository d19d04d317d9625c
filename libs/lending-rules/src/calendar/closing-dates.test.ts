import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  type CalendarDate,
  type ClosingDays,
  calendarDate,
  calendarOf,
  closingDaysIn,
  closingDaysOf,
  isClosedYearly,
  isOpenDay,
  MonthlyDaySchema,
  noClosingRules,
  weekdayOf,
  YearlyDaysSchema,
} from '../index.ts';

const date = calendarDate;
/** Of 2027 and 2028 those that matter here: among them the row of Golden Week, and a Monday in place of a Sunday. */
const holidays = [
  ...['2027-01-01', '2027-01-11', '2027-03-21', '2027-03-22', '2027-04-29', '2027-05-03', '2027-05-04'],
  ...['2027-05-05', '2027-07-19', '2027-09-20', '2027-09-23', '2027-10-11', '2027-11-03', '2027-11-23'],
].map(date);
const years = [2026, 2027, 2028];
const mondays: ClosingDays = { ...noClosingRules, closedWeekdays: [1] };

const calendar = (rules: Partial<ClosingDays>, once = [] as { from: CalendarDate; until: CalendarDate }[]) =>
  calendarOf({ ...mondays, ...rules }, once, { years, holidays });
/** Month and day of the dates of 2027 that are open, or closed, though the library closes on Mondays alone. */
function unusual(rules: Partial<ClosingDays>, year = 2027) {
  const asAsked = calendar(rules);
  const days = Array.from({ length: 365 }, (_, n) => addDays(date(`${year}-01-01`), n));
  const differs = (isOpen: boolean) =>
    days
      .filter((day) => isOpenDay(asAsked, day) === isOpen && (weekdayOf(day) === 1) === isOpen)
      .map((day) => day.slice(5));
  return { open: differs(true), closed: differs(false) };
}

describe('a closing day of the week that is a public holiday', () => {
  const ofHolidays = ['01-11', '03-22', '05-03', '07-19', '09-20', '10-11'];

  test('is closed where nothing is said', () => {
    expect(unusual({})).toEqual({ open: [], closed: [] });
  });

  test('is open where the library says so', () => {
    expect(unusual({ weeklyOnHoliday: 'open' })).toEqual({ open: ofHolidays, closed: [] });
  });

  test('is open and the next day closed, behind a whole row of holidays', () => {
    const closed = ['01-12', '03-23', '05-06', '07-20', '09-21', '10-12'];
    expect(unusual({ weeklyOnHoliday: 'nextDay' })).toEqual({ open: ofHolidays, closed });
  });

  test('closes no day that is a closing day anyway', () => {
    const { openDates, closedDates } = calendar({ closedWeekdays: [1, 2], weeklyOnHoliday: 'nextDay' });
    // Monday the 11th makes way to the Wednesday; Monday and Tuesday of Golden Week to the same Thursday.
    expect(closedDates).toEqual(expect.arrayContaining(['2027-01-13', '2027-05-06']));
    expect(openDates).toEqual(expect.arrayContaining(['2027-05-03', '2027-05-04', '2027-11-23']));
  });

  test('is closed with the next day, where holidays are closed', () => {
    const { open, closed } = unusual({ weeklyOnHoliday: 'nextDay', closedOnHolidays: true });
    expect(open).toEqual([]);
    expect(closed.filter((day) => day.startsWith('05'))).toEqual(['05-04', '05-05', '05-06']);
  });
});

describe('a day of each month', () => {
  const of = (rules: Partial<ClosingDays>) => calendar(rules).closedDates.filter((day) => day < '2028-04');
  const monthEnds = (monthlyOtherwise: ClosingDays['monthlyOtherwise']) =>
    of({ monthlyDays: ['last'], monthlyOtherwise })
      .filter((day) => day.startsWith('2027'))
      .map((day) => day.slice(5));

  test('is its last one, of February too', () => {
    const ends = ['01-31', '02-28', '03-31', '04-30', '05-31', '06-30', '07-31', '08-31', '09-30'];
    expect(monthEnds('closed')).toEqual([...ends, '10-31', '11-30', '12-31']);
    expect(of({ monthlyDays: ['last'] })).toContain('2028-02-29');
  });

  test('makes way where people rest anyway: to the working day before or after, or to nothing', () => {
    // January and October end on a Sunday, February too, May on a Monday, July on a Saturday.
    const [before, after] = [monthEnds('dayBefore'), monthEnds('dayAfter')];
    expect(before.filter((day) => /^(01|02|05|07|10)/.test(day))).toEqual([
      ...['01-29', '02-26', '05-28', '07-30', '10-29'],
    ]);
    expect(after.filter((day) => /^(02|03|06|08|11)/.test(day))).toEqual([
      ...['02-02', '03-02', '03-31', '06-01', '06-30', '08-03', '08-31', '11-02', '11-30'],
    ]);
    expect(monthEnds('open')).toEqual(['03-31', '04-30', '06-30', '08-31', '09-30', '11-30', '12-31']);
  });

  test('is a day of the week in it, or that day of it', () => {
    const thirdFridays = of({ monthlyDays: ['3-5'] });
    expect(thirdFridays.slice(12, 15)).toEqual(['2027-01-15', '2027-02-19', '2027-03-19']);
    const lastThursdays = of({ monthlyDays: ['last-4'] });
    expect(lastThursdays.slice(12, 15)).toEqual(['2027-01-28', '2027-02-25', '2027-03-25']);
    expect(of({ monthlyDays: ['15'] }).slice(12, 14)).toEqual(['2027-01-15', '2027-02-15']);
  });

  test('on a Sunday that it names makes way to nothing but a holiday', () => {
    const sundays = of({ monthlyDays: ['3-7'], monthlyOtherwise: 'dayAfter' });
    expect(sundays.slice(12, 15)).toEqual(['2027-01-17', '2027-02-21', '2027-03-23']);
  });
});

describe('days that come again each year', () => {
  test('are closed over the boundary of years, beside what comes once', () => {
    const once = { from: date('2027-06-01'), until: date('2027-06-03') };
    const { closures } = calendar({ yearlyDays: ['12-28/01-04'] }, [once]);
    expect(closures).toEqual([
      { from: '2026-12-28', until: '2027-01-04' },
      once,
      { from: '2027-12-28', until: '2028-01-04' },
      { from: '2028-12-28', until: '2029-01-04' },
    ]);
  });

  test('have a 29 February in leap years alone', () => {
    const spans = (yearlyDays: string[]) => calendar({ yearlyDays }).closures;
    expect(spans(['02-29/02-29'])).toEqual([{ from: '2028-02-29', until: '2028-02-29' }]);
    expect(spans(['02-25/02-29']).map(({ until }) => until)).toEqual([
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
    ]);
    expect(spans(['02-29/03-02']).map(({ from }) => from)).toEqual([
      '2026-03-01',
      '2027-03-01',
      '2028-02-29',
    ]);
  });

  test('are told from other closures by the date alone, as the calendar writes them out', () => {
    const pairs = fc.tuple(fc.integer({ min: 0, max: 364 }), fc.integer({ min: 0, max: 364 }));
    const monthDay = (n: number) => addDays(date('2026-01-01'), n).slice(5);
    fc.assert(
      fc.property(pairs, fc.integer({ min: 0, max: 364 }), ([from, until], n) => {
        const asAsked = calendar({
          closedWeekdays: [],
          yearlyDays: [`${monthDay(from)}/${monthDay(until)}`],
        });
        const day = addDays(date('2027-01-01'), n);
        expect(isClosedYearly(asAsked, day)).toBe(!isOpenDay(asAsked, day));
      }),
    );
  });

  test('are days that exist', () => {
    const refused = ['12-28', '12-32/01-04', '02-30/03-01', '1-1/1-3'];
    expect(refused.filter((days) => YearlyDaysSchema.safeParse(days).success)).toEqual([]);
    expect(YearlyDaysSchema.safeParse('02-29/02-29').success).toBe(true);
    const noDays = ['0', '29', '5-1', '1-8', 'last-0', '3-5-1', ''];
    expect(noDays.filter((day) => MonthlyDaySchema.safeParse(day).success)).toEqual([]);
  });
});

describe('the words for them', () => {
  const said = (rules: Partial<ClosingDays>) => [
    closingDaysIn('ja', calendar(rules)),
    closingDaysIn('en', calendar(rules)),
  ];

  test('say what a library does not, or nothing', () => {
    expect(said({})).toEqual(['月曜日', 'Mondays']);
    expect(said({ closedWeekdays: [] })).toEqual(['', '']);
    expect(said({ closedWeekdays: [2, 1], closedOnHolidays: true, weeklyOnHoliday: 'open' })).toEqual([
      '月曜日・火曜日・祝日',
      'Mondays, Tuesdays, public holidays',
    ]);
  });

  test('say them all', () => {
    const yearlyDays = ['08-13/08-13', '12-28/01-04'];
    expect(said({ weeklyOnHoliday: 'nextDay', monthlyDays: ['last'], yearlyDays })).toEqual([
      '月曜日（祝日の場合は次の平日）・毎月末日・8月13日・12月28日～1月4日',
      'Mondays (or, if that is a public holiday, the next day that is not), the last day of each month, 13 August, 28 December to 4 January',
    ]);
    expect(said({ weeklyOnHoliday: 'open', monthlyDays: ['3-5'], monthlyOtherwise: 'open' })).toEqual([
      '月曜日（祝日の場合は開館）・毎月第3金曜日（祝日・休館日の場合は開館）',
      'Mondays (open on public holidays), the 3rd Friday of each month (if a holiday or closed day: open)',
    ]);
    const both = { weeklyOnHoliday: 'nextDay', closedOnHolidays: true, closedWeekdays: [1] } as const;
    expect(said({ ...both, closedWeekdays: [1] })[0]).toBe('月曜日（祝日の場合は次の平日も）・祝日');
    expect(
      said({ closedWeekdays: [], monthlyDays: ['22', 'last-4'], monthlyOtherwise: 'dayBefore' }),
    ).toEqual([
      '毎月22日・最終木曜日（土・日・祝日・休館日の場合は前の平日）',
      'the 22nd and the last Thursday of each month (if a weekend, holiday or closed day: the working day before)',
    ]);
    expect(said({ closedWeekdays: [], monthlyDays: ['11'], monthlyOtherwise: 'dayAfter' })).toEqual([
      '毎月11日（土・日・祝日・休館日の場合は次の平日）',
      'the 11th of each month (if a weekend, holiday or closed day: the next working day)',
    ]);
  });

  test('are those of a calendar that the release before wrote out, as far as it tells', () => {
    const before = { closedWeekdays: [1], closedDates: holidays, closures: [] };
    expect(closingDaysOf(before)).toEqual({ ...mondays, closedOnHolidays: true });
    expect(closingDaysIn('ja', before)).toBe('月曜日・祝日');
  });
});
