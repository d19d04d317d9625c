import { expect, test } from '@jest/globals';
import { NoticeKindSchema } from '@toshobin/contracts';
import { calendarDate, OpeningCalendarSchema } from '@toshobin/lending-rules';
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
