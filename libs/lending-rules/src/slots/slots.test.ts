import { expect, test } from '@jest/globals';
import {
  freeSlot,
  instant,
  judgeSlots,
  keptFrom,
  keptUntil,
  type LoanSlot,
  noWait,
  type Slots,
  toWake,
  whileOnTheWay,
} from '../index.ts';

const claimed: LoanSlot = { kind: 'claim', journey: 1 };
const lent: LoanSlot = { kind: 'loan', journey: 1 };
const anyCopy: LoanSlot = { kind: 'claim', journey: 0 };

test.each<[Slots, LoanSlot | null, string]>([
  ['reservation', null, 'reservation'],
  ['reservation', claimed, 'claim'],
  ['reservation', anyCopy, 'claim'],
  ['reservation', lent, 'reservation'],
  ['reservation', { kind: 'claim', journey: 9 }, 'reservation'],
  ['reservationOrClaim', null, 'reservation'],
  ['reservationOrClaim', lent, 'claim'],
  ['reservationOrClaim', { kind: 'loan', journey: 9 }, 'reservation'],
  ['claim', null, 'claim'],
  ['loan', null, 'loan'],
  ['free', lent, 'nothing'],
])('what counts as %s and has %j is to have a %s', (slots, has, expected) => {
  expect(judgeSlots(slots, has, { journey: 1, handedInCounts: true })).toBe(expected);
});

test('R10: a copy handed in counts as a loan by policy, or not at all', () => {
  expect(judgeSlots('handedIn', lent, { journey: 1, handedInCounts: true })).toBe('loan');
  expect(judgeSlots('handedIn', lent, { journey: 1, handedInCounts: false })).toBe('nothing');
});

test('R3: the lowest free number is taken, up to the limit; a late fact goes past it', () => {
  expect(freeSlot([1, 3], 10)).toBe(2);
  expect(freeSlot([1, 2], 2)).toBeUndefined();
  // One that stands past the limit counts, though a number below is free.
  expect(freeSlot([2, 3], 2)).toBeUndefined();
  expect(freeSlot([1, 2])).toBe(3);
});

test('R15: as many are woken as slots are free that nobody was told of', () => {
  const asleep = (name: string) => ({ name, wokenAt: null });
  const waits = [{ name: '先', wokenAt: instant('2026-12-07T01:00:00Z') }, asleep('次'), asleep('後')];
  expect(toWake(waits, { taken: 8, limit: 10 }).map(({ name }) => name)).toEqual(['次']);
  expect(toWake(waits, { taken: 9, limit: 10 })).toEqual([]);
  expect(toWake(waits, { taken: 11, limit: 10 })).toEqual([]);
});

test('R15: the clock of a kept copy runs from its mail and stands still while a book is on its way home', () => {
  const at = (day: string) => instant(`2026-12-${day}T01:00:00Z`);
  const noMail = keptUntil(noWait, 'P7D', at('10'));
  expect(noMail).toBe('2026-12-17T14:59:59.999Z');
  // The copy was handed in before the mail went out: only the time after the mail counts.
  const mailed = keptFrom(whileOnTheWay(noWait, true, at('06')), at('07'));
  expect(keptFrom(mailed, at('09'))).toBe(mailed);
  expect(keptUntil(mailed, 'P7D', at('09'))).toBe('2026-12-16T14:59:59.999Z');
  const home = whileOnTheWay(whileOnTheWay(mailed, true, at('08')), false, at('10'));
  expect(home).toEqual({ keptFrom: at('07'), stoodMs: 3 * 86_400_000, standsSince: null });
  expect(keptUntil(home, 'P7D', at('20'))).toBe('2026-12-17T14:59:59.999Z');
});
