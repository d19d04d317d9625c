import { expect, test } from '@jest/globals';
import { type Decision, instant, judgePickupChange, judgeRedirectEnd, type ToRedirect } from '../index.ts';
import { positionOf } from '../ledger/index.ts';
import { type FactKind, FactKindSchema } from '../position/fact.ts';
import { factInTest } from '../testing/fact-in-test.ts';

const answerOf = <T>(decision: Decision<T>) => (decision.ok ? decision.value : decision.refusal.code);
const at = instant('2026-12-07T01:00:00Z');
const open = { name: '宇土市立図書館', pausedFrom: null, reopens: null };

/** A reservation for that library, whose copy has come so far. */
function entry(
  pickupLibrary: string,
  furthest?: FactKind,
): ToRedirect & { inPersonOnly: boolean; isPassedOn: boolean } {
  const way = FactKindSchema.options;
  const soFar = way.slice(0, furthest ? way.indexOf(furthest) + 1 : 0);
  const facts = soFar.map((kind) => factInTest(kind, at, { allocation: 1 }));
  return {
    state: furthest ? 'allocated' : 'waiting',
    position: furthest && positionOf(facts, 1),
    pickupLibrary,
    isPrefectural: pickupLibrary === 'pref',
    redirectedFrom: null,
    inPersonOnly: false,
    isPassedOn: false,
  };
}

const to = (pickupLibrary: string) => ({ library: open, isPrefectural: pickupLibrary === 'pref', at });

test('while it waits another pickup library is a word; being packed for a branch, shipping is the judge', () => {
  const free = { redirectedFrom: null, isMovedByHand: false, waitsAgain: false };
  expect(answerOf(judgePickupChange(entry('uto'), to('pref')))).toEqual(free);
  const packing = { ...free, redirectedFrom: 'uto' };
  expect(answerOf(judgePickupChange(entry('uto', 'picked'), to('pref')))).toEqual(packing);
  const again = { ...entry('ozu', 'picked'), redirectedFrom: 'uto' };
  expect(answerOf(judgePickupChange(again, to('pref')))).toEqual(packing);
  expect(answerOf(judgePickupChange(entry('uto', 'packed'), to('pref')))).toBe('CHANGE_PICKUP_TOO_LATE');
});

test('a copy on the hold shelf is moved by hand', () => {
  const moved = { redirectedFrom: null, isMovedByHand: true, waitsAgain: false };
  expect(answerOf(judgePickupChange(entry('pref', 'picked'), to('uto')))).toEqual(moved);
});

test('R15: passed on it waits again once it is for the counter, and for no other branch', () => {
  const passedOn = { ...entry('uto'), state: 'suspended', isPassedOn: true } as const;
  expect(answerOf(judgePickupChange(passedOn, to('pref')))).toMatchObject({ waitsAgain: true });
  expect(answerOf(judgePickupChange(passedOn, to('ozu')))).toMatchObject({ waitsAgain: false });
});

test('what only visitors borrow stays at the prefectural library', () => {
  const forVisitors = { ...entry('pref'), inPersonOnly: true };
  expect(answerOf(judgePickupChange(forVisitors, to('uto')))).toBe('PICKUP_MUST_BE_PREFECTURAL');
  expect(answerOf(judgePickupChange({ ...entry('uto'), state: 'left' }, to('pref')))).toBe('STATE_CHANGED');
});

test('in time it is for the new library, too late for the one before, and the wish is refused after all', () => {
  const redirected = { ...entry('pref', 'picked'), redirectedFrom: 'uto' };
  expect(judgeRedirectEnd(redirected, { inTime: true })).toEqual({
    pickupLibrary: 'pref',
    isMovedByHand: true,
    isRefused: false,
  });
  expect(judgeRedirectEnd(redirected, { inTime: false })).toEqual({
    pickupLibrary: 'uto',
    isMovedByHand: false,
    isRefused: true,
  });
  const toBranch = { ...entry('ozu', 'picked'), redirectedFrom: 'uto' };
  expect(judgeRedirectEnd(toBranch, { inTime: true })?.isMovedByHand).toBe(false);
  // Asked again it is as it is.
  expect(judgeRedirectEnd(entry('ozu', 'picked'), { inTime: false })).toBeUndefined();
});

test('what shipping said to a change comes late: the one that followed it goes on', () => {
  const toOzu = { ...entry('ozu', 'picked'), redirectedFrom: 'uto' };
  const said = (from: string, to: string) => judgeRedirectEnd(toOzu, { inTime: false, change: { from, to } });
  expect(said('uto', 'ozu')?.pickupLibrary).toBe('uto');
  expect(said('uto', 'pref')).toBeUndefined();
  expect(said('pref', 'ozu')).toBeUndefined();
});
