import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  calendarDate,
  dayOf,
  daysBetween,
  deadlineOn,
  defaultPolicy,
  dueAfterLateMail,
  dueReminderTime,
  endOfDay,
  handInDay,
  instant,
  instantFromEpochMs,
  isBefore,
  isOverdue,
  loanDeadline,
  type OpeningCalendar,
  overdueNoticeTimes,
  startOfDay,
} from '../index.ts';

const date = calendarDate;
const alwaysOpen: OpeningCalendar = { closedWeekdays: [], closedDates: [], closures: [] };
const newYearClosure = [{ from: date('2026-12-28'), until: date('2027-01-04') }];
const dispatched = instant('2026-12-07T06:00:00Z');

describe('the due date (R7, R17)', () => {
  test.each([
    ['dispatched on 7 December, due on 28 December', alwaysOpen, '2026-12-28'],
    [
      'closed from 28 December to 4 January: due on Tuesday 5 January',
      { ...alwaysOpen, closures: newYearClosure },
      '2027-01-05',
    ],
    [
      'at a branch that is also closed on Tuesdays: on 6 January',
      { ...alwaysOpen, closedWeekdays: [2], closures: newYearClosure },
      '2027-01-06',
    ],
  ])('%s', (_, calendar, due) => {
    expect(loanDeadline(dispatched, calendar, defaultPolicy)).toEqual({ date: due, at: endOfDay(date(due)) });
  });

  test.each([
    ['a ready mail on day 7 changes nothing', '2026-12-14T14:59:59.999Z', '2026-12-28'],
    ['one on day 8 gives two weeks, if that is later', '2026-12-14T15:00:00Z', '2026-12-29'],
    ['one on day 20 gives two weeks', '2026-12-27T03:00:00Z', '2027-01-10'],
  ])('%s', (_, mail, due) => {
    const first = loanDeadline(dispatched, alwaysOpen, defaultPolicy);
    expect(dueAfterLateMail(dispatched, first, instant(mail), alwaysOpen, defaultPolicy).date).toBe(due);
  });

  test('a ready mail in time never lengthens a loan, also a short one', () => {
    const short = { ...defaultPolicy, loanPeriod: 'P10D' };
    const due = loanDeadline(dispatched, alwaysOpen, short);
    const mail = instant('2026-12-12T03:00:00Z');
    expect(dueAfterLateMail(dispatched, due, mail, alwaysOpen, short)).toEqual(
      deadlineOn(date('2026-12-17')),
    );
  });

  test('a ready mail never brings the due date forward, however late and whatever the date was', () => {
    const day = 86_400_000;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 * day }), fc.integer({ min: 21, max: 60 }), (late, days) => {
        const due = deadlineOn(addDays(dayOf(dispatched), days));
        const mail = instantFromEpochMs(Date.parse(dispatched) + late);
        const moved = dueAfterLateMail(dispatched, due, mail, alwaysOpen, defaultPolicy);
        expect(isBefore(moved.at, due.at)).toBe(false);
        expect(daysBetween(dayOf(mail), moved.date)).toBeGreaterThanOrEqual(late > 8 * day ? 14 : 0);
      }),
    );
  });
});

describe('what goes out around the due date (R18, R19)', () => {
  const due = deadlineOn(date('2026-12-28'));
  test('the reminder, three days before at eight in the morning', () => {
    expect(dueReminderTime(due, defaultPolicy)).toBe('2026-12-24T23:00:00.000Z');
  });
  test('the notices, on day 1, 7, 14 and 28 at eight in the morning', () => {
    expect(overdueNoticeTimes(due, defaultPolicy)).toEqual([
      '2026-12-28T23:00:00.000Z',
      '2027-01-03T23:00:00.000Z',
      '2027-01-10T23:00:00.000Z',
      '2027-01-24T23:00:00.000Z',
    ]);
  });
  test('in seconds by the clock', () => {
    const quick = { ...defaultPolicy, dueReminderBefore: 'PT2S', overdueNoticesAfter: ['PT1S', 'PT3S'] };
    const soon = { date: date('2026-12-07'), at: dispatched };
    expect(dueReminderTime(soon, quick)).toBe('2026-12-07T05:59:58.000Z');
    expect(overdueNoticeTimes(soon, quick)).toEqual(['2026-12-07T06:00:01.000Z', '2026-12-07T06:00:03.000Z']);
  });
});

describe('overdue (R10, R18)', () => {
  const due = deadlineOn(date('2026-12-28'));
  const nextDay = startOfDay(date('2026-12-29'));
  test('a loan is overdue from the day after its due date, not in its last second', () => {
    expect(isOverdue({ due, handedOut: true }, due.at)).toBe(false);
    expect(isOverdue({ due, handedOut: true }, nextDay)).toBe(true);
  });
  test('a copy never handed out is never overdue', () => {
    expect(isOverdue({ due, handedOut: false }, nextDay)).toBe(false);
  });
  test('a book handed in by book drop on the due date is not overdue, though it was scanned the day after', () => {
    const handedInDay = handInDay({
      scannedAt: instant('2026-12-29T00:00:00Z'),
      byBookDrop: true,
      firstEmptyingOfDay: true,
      calendar: alwaysOpen,
    });
    expect(handedInDay).toBe('2026-12-28');
    expect(isOverdue({ due, handedOut: true, handedInDay }, instant('2027-02-01T00:00:00Z'))).toBe(false);
  });
  test('a book handed in late was overdue until that day, and is not any more', () => {
    const loan = { due, handedOut: true, handedInDay: date('2027-01-06') };
    expect(isOverdue(loan, instant('2027-01-05T03:00:00Z'))).toBe(true);
    expect(isOverdue(loan, instant('2027-01-06T03:00:00Z'))).toBe(false);
  });
});

describe('the day a hand-in counts for (R10)', () => {
  const calendar = { ...alwaysOpen, closures: newYearClosure };
  test.each([
    ['at the counter: that day', '2027-01-05T01:00:00Z', false, false, '2027-01-05'],
    [
      "the book drop's first emptying after new year: 27 December",
      '2027-01-05T01:00:00Z',
      true,
      true,
      '2026-12-27',
    ],
    ['a later emptying: that day', '2027-01-05T08:00:00Z', true, false, '2027-01-05'],
    [
      'the first emptying on an ordinary morning: the day before',
      '2026-12-22T01:00:00Z',
      true,
      true,
      '2026-12-21',
    ],
  ])('%s', (_, scannedAt, byBookDrop, firstEmptyingOfDay, day) => {
    expect(handInDay({ scannedAt: instant(scannedAt), byBookDrop, firstEmptyingOfDay, calendar })).toBe(day);
  });
});
