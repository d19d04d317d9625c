import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  asksAnew,
  calendarDate,
  dayOf,
  daysBetween,
  deadlineOn,
  defaultPolicy,
  dueAfterLateHandOut,
  endOfDay,
  graceAfterExpiry,
  holdDeadline,
  holdReminderTime,
  instant,
  instantFromEpochMs,
  isOpenDay,
  isStillAsked,
  judgeShelfAnswer,
  type OpeningCalendar,
  shelfCheckDeadline,
  shelvedUntil,
} from '../index.ts';
import { countOpenDays } from '../testing/count-open-days.ts';
import { stateInTest } from '../testing/ledger-in-test.ts';

const date = calendarDate;
const alwaysOpen: OpeningCalendar = { closedWeekdays: [], closedDates: [], closures: [] };
const closedOnMondays: OpeningCalendar = { ...alwaysOpen, closedWeekdays: [1] };
const newYear: OpeningCalendar = {
  ...closedOnMondays,
  closures: [{ from: date('2026-12-28'), until: date('2027-01-04') }],
};

describe('the hold at the prefectural desk (R6)', () => {
  test.each([
    [
      'the day of the mail is day 0 and the hold ends with day 7',
      alwaysOpen,
      '2026-12-08T03:00:00Z',
      '2026-12-15',
    ],
    [
      'a mail late in the evening in Tokyo still has that day as day 0',
      alwaysOpen,
      '2026-12-08T14:59:00Z',
      '2026-12-15',
    ],
    ['a mail after midnight in Tokyo has the next', alwaysOpen, '2026-12-08T15:00:00Z', '2026-12-16'],
    ['an end on a closed Monday moves to Tuesday', closedOnMondays, '2026-12-07T03:00:00Z', '2026-12-15'],
    ['a hold over new year ends on the fourth open day', newYear, '2026-12-26T03:00:00Z', '2027-01-07'],
  ])('%s', (_, desk, mail, end) => {
    const deadline = holdDeadline(instant(mail), desk, defaultPolicy);
    expect(deadline).toEqual({ date: end, at: endOfDay(date(end)) });
  });

  test('it is never less than 7 days nor 4 open days, and ends on an open day', () => {
    const anyDay = fc.integer({ min: 0, max: 400 }).map((n) => addDays(date('2026-06-01'), n));
    const anyCalendar = fc.record({
      closedWeekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7], { maxLength: 5 }),
      closedDates: fc.array(anyDay, { maxLength: 5 }),
      closures: fc.array(
        fc
          .tuple(anyDay, fc.integer({ min: 0, max: 40 }))
          .map(([from, days]) => ({ from, until: addDays(from, days) })),
        { maxLength: 3 },
      ),
    });
    const anyMail = fc.integer({ min: Date.UTC(2026, 5), max: Date.UTC(2027, 5) }).map(instantFromEpochMs);
    fc.assert(
      fc.property(anyMail, anyCalendar, (mail, desk) => {
        const { date: end, at } = holdDeadline(mail, desk, defaultPolicy);
        expect(at).toBe(endOfDay(end));
        expect(daysBetween(dayOf(mail), end)).toBeGreaterThanOrEqual(7);
        expect(countOpenDays(desk, addDays(dayOf(mail), 1), end)).toBeGreaterThanOrEqual(4);
        expect(isOpenDay(desk, end)).toBe(true);
      }),
    );
  });

  test('a hold in seconds ends by the clock', () => {
    const quick = { ...defaultPolicy, holdPeriod: 'PT20S' };
    expect(holdDeadline(instant('2026-12-28T03:00:00Z'), newYear, quick).at).toBe('2026-12-28T03:00:20.000Z');
  });

  test('its reminder goes out two days before, at eight in the morning', () => {
    const ends = holdDeadline(instant('2026-12-08T03:00:00Z'), alwaysOpen, defaultPolicy);
    expect(holdReminderTime(ends, defaultPolicy)).toBe('2026-12-12T23:00:00.000Z');
  });
});

describe('after the hold has ended (R9)', () => {
  const asked = instant('2026-12-12T03:00:00Z');
  test('the pickup library answers within three of its open days', () => {
    expect(shelfCheckDeadline(asked, closedOnMondays, defaultPolicy).date).toBe('2026-12-16');
  });
  test('a copy that is not on the shelf has seven days of grace', () => {
    expect(graceAfterExpiry(asked, closedOnMondays, defaultPolicy).date).toBe('2026-12-19');
  });
  test('a late hand-out is due seven days later, on an open day', () => {
    expect(dueAfterLateHandOut(instant('2026-12-07T03:00:00Z'), closedOnMondays, defaultPolicy).date).toBe(
      '2026-12-15',
    );
  });
});

describe('a branch is asked whether a copy is on its shelf (R9)', () => {
  const end = deadlineOn(date('2026-12-11'));
  const held = (copy: Parameters<typeof stateInTest>[1] = {}) =>
    stateInTest('held', { allocation: 7, holdUntil: end, ...copy });
  const asked = { allocation: 7, askedAt: instant('2026-12-11T15:00:00Z'), answer: null };
  const own = { allocation: 7, shelvedUntil: end.at };
  const longer = { allocation: 7, shelvedUntil: deadlineOn(date('2026-12-12')).at };

  test('a copy is on a hold shelf until its hold ends, while nothing else was scanned or answered', () => {
    expect(shelvedUntil(held())).toEqual(end);
    expect(shelvedUntil(held({ shelfCheck: 'here' }))).toBeNull();
    expect(shelvedUntil({ ...held(), ended: 'expired' })).toBeNull();
    expect(shelvedUntil({ ...held(), stage: 'onLoan' })).toBeNull();
    expect(shelvedUntil(stateInTest('waiting', null))).toBeNull();
  });

  test('it is asked as long as that copy is there, its hold is not longer, and it has not answered', () => {
    expect(isStillAsked(asked, own)).toBe(true);
    expect(isStillAsked({ ...asked, askedAt: end.at }, own)).toBe(true);
    expect(isStillAsked({ ...asked, answer: 'here' }, own)).toBe(false);
    expect(isStillAsked(asked, { ...own, allocation: 8 })).toBe(false);
    expect(isStillAsked(asked, { ...own, shelvedUntil: null })).toBe(false);
    expect(isStillAsked(asked, longer)).toBe(false);
  });

  test('it is asked anew of an end that has moved, and of no other; an answer stays', () => {
    expect(asksAnew(null, end.at)).toBe(true);
    expect(asksAnew(asked, end.at)).toBe(false);
    expect(asksAnew(asked, null)).toBe(false);
    expect(asksAnew(asked, longer.shelvedUntil)).toBe(true);
    expect(asksAnew({ ...asked, answer: 'gone' }, longer.shelvedUntil)).toBe(false);
  });

  test('its answer is told once; where nobody waits for it, it says nothing', () => {
    expect(judgeShelfAnswer(asked, own, 'here')).toEqual({ ok: true, value: 'tells' });
    expect(judgeShelfAnswer(asked, longer, 'here')).toEqual({ ok: true, value: 'saysNothing' });
    const answered = { ...asked, answer: 'here' } as const;
    expect(judgeShelfAnswer(answered, own, 'here')).toEqual({ ok: true, value: 'saysNothing' });
    expect(judgeShelfAnswer(answered, own, 'gone')).toMatchObject({ refusal: { code: 'STATE_CHANGED' } });
  });
});
