import { expect, test } from '@jest/globals';
import { NoticeKindSchema } from '@toshobin/contracts';
import { type ClosingDays, calendarDate, calendarOf, OpeningCalendarSchema } from '@toshobin/lending-rules';
import { closedDaysText } from './closed-days.ts';
import { fillTemplate } from './fill-template.ts';
import { templates } from './templates.ts';

test.each(NoticeKindSchema.options)('no subject of %s has a title, name or number in it', (kind) => {
  expect(templates[kind].subject.match(/\{\w+\}/g)).toEqual(['{libraryName}']);
});

test('a mail with a value missing is never written', () => {
  expect(() => fillTemplate('{items}', {})).toThrow('{items}');
  expect(fillTemplate('a\n[b?b {b}]\nc', {})).toBe('a\nc');
  expect(fillTemplate('a\n[b?b {b}]\nc', { b: '1' })).toBe('a\nb 1\nc');
});

const calendar = (parts: object) =>
  OpeningCalendarSchema.parse({ closedWeekdays: [], closedDates: [], closures: [], ...parts });
const december = [calendarDate('2026-12-20'), calendarDate('2027-01-05')] as const;

test('the closed days of a mail: every week, single dates and closures that fall into it', () => {
  const all = calendar({
    closedWeekdays: [2, 1],
    closedDates: ['2026-12-22', '2026-12-25', '2027-01-20'],
    closures: [{ from: '2026-12-29', until: '2027-01-03' }],
  });
  expect(closedDaysText(all, ...december)).toBe(
    '毎週月曜日・火曜日、2026年12月25日（金）、2026年12月29日（火）～2027年1月3日（日）',
  );
  expect(closedDaysText(calendar({}), ...december)).toBe('ありません');
});

test('the closed days of a mail name the dates of a library that moves them, and do not name one on which it is open', () => {
  const days: ClosingDays = {
    ...{ closedWeekdays: [1], closedOnHolidays: false, weeklyOnHoliday: 'nextDay' },
    ...{ monthlyDays: ['last'], monthlyOtherwise: 'dayBefore', yearlyDays: ['12-28/01-04'] },
  };
  const holidays = [calendarDate('2027-01-01'), calendarDate('2027-01-11')];
  const asAsked = calendarOf(days, [], { years: [2026, 2027], holidays });
  const january = [calendarDate('2027-01-02'), calendarDate('2027-01-31')] as const;
  expect(closedDaysText(asAsked, ...january)).toBe(
    '毎週月曜日（祝日の場合は次の平日）、2026年12月28日（月）～2027年1月4日（月）、2027年1月12日（火）、2027年1月29日（金）',
  );
  expect(closedDaysText(asAsked, ...january, 'en')).toBe(
    'Mondays (or, if that is a public holiday, the next day that is not), Mon 28 December 2026 to Mon 4 January 2027, Tue 12 January 2027, Fri 29 January 2027',
  );
});
