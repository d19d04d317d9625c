import { expect, test } from '@jest/globals';
import type { CopyPlace } from '@toshobin/contracts';
import { calendarDate, defaultPolicy } from '@toshobin/lending-rules';
import { estimateWait } from './estimate-wait.ts';

const today = calendarDate('2026-11-24');
const copy = (place: CopyPlace, due: string | null = null) => ({
  place,
  dueWherever: due === null ? null : calendarDate(due),
});
const wait = (waiting: number, ...copies: ReturnType<typeof copy>[]) =>
  estimateWait({ today, waiting, copies, policy: defaultPolicy });

test('nobody waits for a title that is on its shelf', () => {
  expect(wait(0, copy('onShelf'))).toBeNull();
  expect(wait(0, copy('onLoan', '2026-12-15'), copy('onShelf'))).toBeNull();
});

test('a title whose copies are lost, searched for or gone promises nothing', () => {
  expect(wait(0)).toBeNull();
  expect(wait(4, copy('searching'), copy('unavailable'))).toBeNull();
});

test('one copy on loan comes after half of what is left, or after its due date and the post', () => {
  // The loan has 21 days left: the copy comes in 10.5 days at the soonest; in 21 + 6 home + 7 outward at the latest.
  expect(wait(0, copy('onLoan', '2026-12-15'))).toEqual({ weeksFrom: 1, weeksTo: 5 });
});

test('a copy on its way home is there soon', () => {
  expect(wait(0, copy('returning'))).toEqual({ weeksFrom: 0, weeksTo: 2 });
});

test('each who waits takes the copy that is free first, and two copies go twice as fast', () => {
  const due = '2026-12-08';
  const one = wait(4, copy('onLoan', due));
  expect(one).toEqual({ weeksFrom: 7, weeksTo: 20 });
  expect(wait(4, copy('onLoan', due), copy('onLoan', due))).toEqual({ weeksFrom: 4, weeksTo: 12 });
  expect(wait(4, copy('onLoan', due), copy('searching'))).toEqual(one);
});

test('a copy that is prepared or held has its whole loan before it', () => {
  expect(wait(0, copy('beingPrepared'))).toEqual({ weeksFrom: 2, weeksTo: 6 });
  // The copy is dispatched: its loan has begun.
  expect(wait(0, copy('inTransit', '2026-12-08'))).toEqual({ weeksFrom: 1, weeksTo: 4 });
});

test('an overdue copy comes today or when the search for it would end', () => {
  expect(wait(0, copy('onLoan', '2026-11-01'))).toEqual({ weeksFrom: 0, weeksTo: 3 });
  expect(wait(0, copy('onLoan', '2026-11-24'))).toEqual({ weeksFrom: 0, weeksTo: 2 });
});

test('periods of seconds, as a test has them, count as part of a day', () => {
  const policy = { ...defaultPolicy, loanPeriod: 'PT30S', holdPeriod: 'PT10S' };
  const copies = [copy('beingPrepared')];
  expect(estimateWait({ today, waiting: 3, copies, policy })).toEqual({ weeksFrom: 0, weeksTo: 5 });
});

test('a long queue is worked out at once, and the range is never empty', () => {
  const copies = Array.from({ length: 30 }, () => copy('onLoan', '2026-12-15'));
  const estimate = wait(5_000, ...copies);
  expect(estimate?.weeksFrom).toBeGreaterThan(200);
  expect(estimate?.weeksTo).toBeGreaterThan(estimate?.weeksFrom ?? 0);
});
