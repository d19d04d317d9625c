import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  calendarDate,
  dayOf,
  daysBetween,
  deadlineOn,
  decideExtension,
  defaultPolicy,
  type ExtendableLoan,
  firstUsefulDay,
  instant,
  instantFromEpochMs,
  isAfter,
  loanDeadline,
  nextOpenDay,
  type OpeningCalendar,
  previewStillValid,
  startOfDay,
} from '../index.ts';

const date = calendarDate;
const policy = defaultPolicy;
const calendar: OpeningCalendar = { closedWeekdays: [], closedDates: [], closures: [] };
const botchan: ExtendableLoan = {
  due: deadlineOn(date('2026-12-28')),
  pickedUp: true,
  extended: false,
  handedIn: false,
  othersWaiting: false,
  holderHasOtherOverdue: false,
};
const lastWeek = instant('2026-12-22T03:00:00Z');

describe('extending a loan (R8)', () => {
  test('it gives two weeks from the day it is asked for', () => {
    expect(decideExtension({ loan: botchan, asked: lastWeek, calendar, policy })).toEqual({
      ok: true,
      value: deadlineOn(date('2027-01-05')),
    });
  });

  test.each<[string, Partial<ExtendableLoan>, string]>([
    ['a copy handed in', { handedIn: true, extended: true }, 'ALREADY_HANDED_IN'],
    ['a copy not picked up', { pickedUp: false }, 'EXTENSION_BEFORE_PICKUP'],
    ['a loan past due', { due: deadlineOn(date('2026-12-21')), extended: true }, 'LOAN_PAST_DUE'],
    ['a loan extended before', { extended: true, othersWaiting: true }, 'EXTENSION_USED'],
    ['a title others wait for', { othersWaiting: true, holderHasOtherOverdue: true }, 'OTHERS_WAITING'],
    ['a loan of a patron with another one overdue', { holderHasOtherOverdue: true }, 'OTHER_LOAN_OVERDUE'],
  ])('%s is refused', (_, change, code) => {
    const decision = decideExtension({ loan: { ...botchan, ...change }, asked: lastWeek, calendar, policy });
    expect(decision).toMatchObject({ ok: false, refusal: { code } });
  });

  test.each<[string, Partial<ExtendableLoan>]>([
    ['EXTENSION_USED', { extended: true }],
    ['OTHERS_WAITING', { othersWaiting: true }],
  ])('the refusal %s says until when the book may stay', (code, change) => {
    const decision = decideExtension({ loan: { ...botchan, ...change }, asked: lastWeek, calendar, policy });
    expect(decision).toEqual({ ok: false, refusal: { code, values: { dueDate: '2026-12-28' } } });
  });

  test('in the last second of the due date it is granted, in the next it is past due', () => {
    const at = (asked: string) => decideExtension({ loan: botchan, asked: instant(asked), calendar, policy });
    expect(at('2026-12-28T14:59:59.999Z').ok).toBe(true);
    expect(at('2026-12-28T15:00:00.000Z')).toMatchObject({ refusal: { code: 'LOAN_PAST_DUE' } });
  });

  test('before the due date − 13 it would shorten the loan, and the refusal names that day', () => {
    expect(
      decideExtension({ loan: botchan, asked: instant('2026-12-14T03:00:00Z'), calendar, policy }),
    ).toEqual({
      ok: false,
      refusal: {
        code: 'EXTENSION_WOULD_SHORTEN',
        values: { newDueDate: '2026-12-28', dueDate: '2026-12-28', firstUsefulDay: '2026-12-15' },
      },
    });
    expect(
      decideExtension({ loan: botchan, asked: instant('2026-12-15T03:00:00Z'), calendar, policy }),
    ).toEqual({
      ok: true,
      value: deadlineOn(date('2026-12-29')),
    });
  });

  test('with a loan period of 10 days an extension right after the hand-out is granted', () => {
    const handedOut = instant('2026-12-07T03:00:00Z');
    const short = { ...policy, loanPeriod: 'P10D' };
    const loan = { ...botchan, due: loanDeadline(handedOut, calendar, short) };
    expect(decideExtension({ loan, asked: handedOut, calendar, policy: short })).toEqual({
      ok: true,
      value: deadlineOn(date('2026-12-21')),
    });
    const ordinary = { ...botchan, due: loanDeadline(handedOut, calendar, policy) };
    expect(decideExtension({ loan: ordinary, asked: handedOut, calendar, policy })).toMatchObject({
      refusal: { code: 'EXTENSION_WOULD_SHORTEN', values: { firstUsefulDay: '2026-12-15' } },
    });
  });

  test('a new date in a closure moves behind it (R17)', () => {
    const closed = { ...calendar, closures: [{ from: date('2026-12-28'), until: date('2027-01-04') }] };
    const loan = { ...botchan, due: deadlineOn(date('2026-12-27')) };
    const asked = instant('2026-12-14T03:00:00Z');
    expect(decideExtension({ loan, asked, calendar: closed, policy })).toEqual({
      ok: true,
      value: deadlineOn(date('2027-01-05')),
    });
    expect(firstUsefulDay(loan.due, 'P14D', closed)).toBe('2026-12-14');
  });

  test('when the library has since closed on the due date, an earlier day already helps', () => {
    const closed = { ...calendar, closures: [{ from: date('2026-12-28'), until: date('2027-01-04') }] };
    const ask = (day: string) =>
      decideExtension({ loan: botchan, asked: startOfDay(date(day)), calendar: closed, policy });
    expect(ask('2026-12-13')).toMatchObject({ refusal: { values: { firstUsefulDay: '2026-12-14' } } });
    expect(ask('2026-12-14')).toEqual({ ok: true, value: deadlineOn(date('2027-01-05')) });
  });

  test('periods in seconds count by the clock', () => {
    const quick = { ...policy, extensionPeriod: 'PT10S' };
    const loan = { ...botchan, due: { date: date('2026-12-07'), at: instant('2026-12-07T03:00:20Z') } };
    const at = (asked: string) => decideExtension({ loan, asked: instant(asked), calendar, policy: quick });
    expect(at('2026-12-07T03:00:10Z')).toMatchObject({ refusal: { code: 'EXTENSION_WOULD_SHORTEN' } });
    expect(at('2026-12-07T03:00:11Z')).toMatchObject({ ok: true, value: { at: '2026-12-07T03:00:21.000Z' } });
  });

  test('a granted date is always later and open; the first useful day is granted, and the day before it is not', () => {
    const closures = [{ from: date('2026-12-28'), until: date('2027-01-04') }];
    const anyCalendar = fc.record({
      closedWeekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7], { maxLength: 4 }),
      closedDates: fc.constant(calendar.closedDates),
      closures: fc.constantFrom([], closures),
    });
    const anyDay = fc.integer({ min: 0, max: 60 }).map((n) => addDays(date('2026-12-01'), n));
    fc.assert(
      fc.property(anyCalendar, anyDay, fc.integer({ min: 0, max: 40 }), (branch, first, n) => {
        const loan = { ...botchan, due: deadlineOn(addDays(first, n)) };
        const ask = (day: typeof first) =>
          decideExtension({ loan, asked: startOfDay(day), calendar: branch, policy });
        const decision = ask(first);
        if (decision.ok) {
          expect(isAfter(decision.value.at, loan.due.at)).toBe(true);
          expect(nextOpenDay(branch, decision.value.date)).toBe(decision.value.date);
          expect(daysBetween(first, decision.value.date)).toBeGreaterThanOrEqual(14);
        } else {
          const useful = firstUsefulDay(loan.due, policy.extensionPeriod, branch);
          expect(decision.refusal.values).toMatchObject({ firstUsefulDay: useful });
          expect(daysBetween(useful, loan.due.date)).toBeGreaterThanOrEqual(13);
          expect(ask(useful).ok).toBe(true);
          expect(ask(addDays(useful, -1)).ok).toBe(false);
        }
      }),
    );
  });
});

test('the day of the preview counts for ten minutes, even over midnight', () => {
  const shown = instant('2026-12-22T14:55:00Z');
  const after = (seconds: number) => instantFromEpochMs(Date.parse(shown) + seconds * 1000);
  expect(dayOf(after(600))).not.toBe(dayOf(shown));
  expect(previewStillValid(shown, after(600), policy)).toBe(true);
  expect(previewStillValid(shown, after(601), policy)).toBe(false);
  expect(previewStillValid(shown, after(-1), policy)).toBe(false);
});
