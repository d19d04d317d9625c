import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  assumedArrival,
  calendarDate,
  chooseMode,
  type DispatchCalendar,
  DispatchCalendarSchema,
  dayOf,
  daysBetween,
  decideYuMail,
  defaultPolicy,
  dispatchDayFor,
  earliestPickup,
  expectedArrival,
  instant,
  instantFromEpochMs,
  isDispatchDay,
  isWorkingDay,
  nextDispatchDay,
  type OpeningCalendar,
  sentence,
  wouldArriveInLongClosure,
} from '../index.ts';

const date = calendarDate;
const alwaysOpen: OpeningCalendar = { closedWeekdays: [], closedDates: [], closures: [] };
const dispatch: DispatchCalendar = {
  weekdays: [1, 4],
  cutOff: '14:00',
  calendar: { closedWeekdays: [6, 7], closedDates: [date('2026-11-23')], closures: [] },
  noDispatch: [{ from: date('2026-12-26'), until: date('2027-01-04') }],
};

describe('the day a parcel leaves (R11)', () => {
  test.each([
    ['Monday before the cut-off: today', '2026-12-07T04:59:00Z', '2026-12-07'],
    ['Monday at 14:00 sharp: today', '2026-12-07T05:00:00Z', '2026-12-07'],
    ['Monday after it: Thursday', '2026-12-07T05:00:01Z', '2026-12-10'],
    ['Friday: Monday', '2026-12-11T01:00:00Z', '2026-12-14'],
    ['a holiday on Monday: Tuesday', '2026-11-20T01:00:00Z', '2026-11-24'],
    ['packed on that Tuesday morning: still Tuesday', '2026-11-24T01:00:00Z', '2026-11-24'],
    ['packed on an ordinary Tuesday: Thursday', '2026-12-08T01:00:00Z', '2026-12-10'],
    ['over new year: the first working day', '2026-12-24T06:00:00Z', '2027-01-05'],
  ])('Yu-Mail, %s', (_, at, day) => {
    expect(nextDispatchDay(instant(at), dispatch)).toBe(day);
  });

  test.each([
    ['a holiday on Thursday: Friday', ['2026-12-10'], '2026-12-09T06:00:00Z', '2026-12-11'],
    ['from Friday to Monday: Tuesday', ['2026-12-11', '2026-12-14'], '2026-12-10T06:00:00Z', '2026-12-15'],
  ])('Yu-Mail waits for the end of what is closed, %s', (_, closed, at, day) => {
    const calendar = { ...dispatch.calendar, closedDates: closed.map(date) };
    expect(nextDispatchDay(instant(at), { ...dispatch, calendar })).toBe(day);
  });

  test('a closed day that is no day of Yu-Mail moves nothing', () => {
    const calendar = { ...dispatch.calendar, closedDates: [date('2026-12-08')] };
    expect(nextDispatchDay(instant('2026-12-08T01:00:00Z'), { ...dispatch, calendar })).toBe('2026-12-10');
  });

  test('nothing leaves in any of the periods without dispatch', () => {
    const endOfFiscalYear = { from: date('2027-03-29'), until: date('2027-04-01') };
    const twice = { ...dispatch, noDispatch: [...dispatch.noDispatch, endOfFiscalYear] };
    expect(dispatchDayFor('yuPack', instant('2027-03-29T01:00:00Z'), twice)).toBe('2027-04-02');
    expect(dispatchDayFor('yuPack', instant('2026-12-26T01:00:00Z'), twice)).toBe('2027-01-05');
    expect(dispatchDayFor('yuPack', instant('2027-03-26T01:00:00Z'), twice)).toBe('2027-03-26');
  });

  test('Yu-Pack leaves on any working day', () => {
    expect(dispatchDayFor('yuPack', instant('2026-12-08T01:00:00Z'), dispatch)).toBe('2026-12-08');
    expect(dispatchDayFor('yuPack', instant('2026-12-09T06:00:00Z'), dispatch)).toBe('2026-12-10');
    expect(dispatchDayFor('yuPack', instant('2026-12-11T06:00:00Z'), dispatch)).toBe('2026-12-14');
    expect(dispatchDayFor('yuPack', instant('2026-12-13T01:00:00Z'), dispatch)).toBe('2026-12-14');
    expect(dispatchDayFor('yuMail', instant('2026-12-08T01:00:00Z'), dispatch)).toBe('2026-12-10');
  });

  test('it is never in the past, always a working day, and packing later never means leaving earlier', () => {
    const anyAt = fc.integer({ min: Date.UTC(2026, 10), max: Date.UTC(2027, 2) }).map(instantFromEpochMs);
    fc.assert(
      fc.property(anyAt, fc.integer({ min: 0, max: 10 * 86_400_000 }), (at, later) => {
        const day = nextDispatchDay(at, dispatch);
        expect(daysBetween(dayOf(at), day)).toBeGreaterThanOrEqual(0);
        expect(isWorkingDay(dispatch, day)).toBe(true);
        const next = nextDispatchDay(instantFromEpochMs(Date.parse(at) + later), dispatch);
        expect(daysBetween(day, next)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('a calendar without a dispatch day is refused, one that never works is a fault that says so', () => {
    expect(DispatchCalendarSchema.parse(dispatch)).toEqual(dispatch);
    expect(DispatchCalendarSchema.parse({ ...dispatch, weekdays: [1] }).weekdays).toEqual([1]);
    expect(DispatchCalendarSchema.safeParse({ ...dispatch, weekdays: [] }).success).toBe(false);
    expect(DispatchCalendarSchema.safeParse({ ...dispatch, cutOff: '14' }).success).toBe(false);
    const never = { ...dispatch, calendar: { ...alwaysOpen, closedWeekdays: [1, 2, 3, 4, 5, 6, 7] } };
    const monday = instant('2026-12-07T01:00:00Z');
    expect(() => nextDispatchDay(monday, never)).toThrow('there is no dispatch day within 400 days');
    expect(() => dispatchDayFor('yuPack', monday, never)).toThrow(
      'the dispatch has no working day within 400 days',
    );
    const years = [{ from: date('2020-01-01'), until: date('2026-12-07') }];
    expect(() => isDispatchDay({ ...dispatch, noDispatch: years }, date('2026-12-08'))).toThrow(
      'the dispatch had no working day within 400 days',
    );
  });
});

describe('the day it arrives (R7, R11)', () => {
  test.each([
    ['yuMail', '2026-12-07', '2026-12-10'],
    ['yuMail', '2026-12-10', '2026-12-14'],
    ['yuPack', '2026-12-10', '2026-12-12'],
    ['yuPack', '2026-12-11', '2026-12-13'],
  ] as const)('%s of %s is expected on %s', (mode, left, day) => {
    expect(expectedArrival(date(left), mode)).toBe(day);
  });

  test('nobody scanned it: taken for arrived two delivery days later, on an open day', () => {
    const closedOnMondays = { ...alwaysOpen, closedWeekdays: [1] };
    expect(earliestPickup(date('2026-12-07'), closedOnMondays, defaultPolicy)).toBe('2026-12-10');
    // By Sunday at the earliest, which the post does not deliver on; on Monday the library is closed.
    expect(earliestPickup(date('2026-12-10'), closedOnMondays, defaultPolicy)).toBe('2026-12-15');
    expect(assumedArrival(date('2026-12-07'), 'yuMail', closedOnMondays, defaultPolicy)).toBe('2026-12-09');
    expect(assumedArrival(date('2026-12-10'), 'yuMail', closedOnMondays, defaultPolicy)).toBe('2026-12-15');
  });

  const around = (from: string, until: string) => ({
    ...alwaysOpen,
    closedWeekdays: [1],
    closures: [{ from: date(from), until: date(until) }],
  });
  test.each([
    ['one closed day', around('2026-12-10', '2026-12-10'), false],
    ['two closed days', around('2026-12-09', '2026-12-10'), false],
    ['three closed days', around('2026-12-10', '2026-12-12'), true],
    ['two closed days and the closed Monday before', around('2026-12-08', '2026-12-10'), true],
    ['a closure of years', around('2026-12-01', '2029-12-31'), true],
    ['a closure for ever', { ...alwaysOpen, closedWeekdays: [1, 2, 3, 4, 5, 6, 7] }, true],
    [
      'a closing day every second day',
      { ...alwaysOpen, closedDates: ['2026-12-08', '2026-12-10', '2026-12-12', '2026-12-14'].map(date) },
      false,
    ],
    ['a closure before it', around('2026-12-01', '2026-12-09'), false],
  ])('a parcel that would arrive on 10 December in %s waits: %p', (_, calendar, waits) => {
    expect(wouldArriveInLongClosure(date('2026-12-07'), 'yuMail', calendar, defaultPolicy)).toBe(waits);
  });
});

test('a post that never delivers is a fault that says so', () => {
  const policy = { ...defaultPolicy, yuMailNotDeliveredOn: [1, 2, 3, 4, 5, 6, 7] };
  expect(() => expectedArrival(date('2026-12-07'), 'yuMail', policy)).toThrow(
    'the post never delivers within 400 days of 2026-12-10',
  );
});

describe('Yu-Mail or Yu-Pack (R11)', () => {
  const thin = { weightGrams: 300, thicknessMm: 15 };
  test.each([
    ['one thin book', [thin], 'yuMail', 'withinYuMailGuide'],
    [
      'two thin books, just within',
      [{ weightGrams: 700, thicknessMm: 15 }, thin],
      'yuMail',
      'withinYuMailGuide',
    ],
    ['three', [thin, thin, thin], 'yuPack', 'tooManyItems'],
    ['a heavy one', [{ weightGrams: 1001, thicknessMm: 15 }], 'yuPack', 'tooHeavy'],
    ['two that are thick together', [{ weightGrams: 300, thicknessMm: 16 }, thin], 'yuPack', 'tooThick'],
  ] as const)('%s', (_, items, mode, reason) => {
    expect(chooseMode(items, defaultPolicy)).toEqual({ mode, reason });
  });

  test('beyond the guide staff are told its numbers', () => {
    expect(decideYuMail([thin], defaultPolicy)).toEqual({ ok: true, value: undefined });
    const decision = decideYuMail([thin, thin, thin], defaultPolicy);
    expect(decision.ok ? '' : sentence(decision.refusal, 'ja')).toContain('（2点、1kg、厚さ3cm）');
  });
});
