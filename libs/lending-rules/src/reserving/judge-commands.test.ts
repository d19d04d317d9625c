import { describe, expect, test } from '@jest/globals';
import {
  type AllocationEnding,
  type ChosenCopy,
  calendarDate,
  type Decision,
  deadlineOn,
  defaultPolicy,
  instant,
  isLongOverdue,
  judgeExpiry,
  judgeJoining,
  judgeLeaving,
  judgeLoss,
  judgePassingOn,
  judgePickedUp,
  judgeResuming,
  refuse,
  wasSeenSince,
} from '../index.ts';
import { positionOf } from '../ledger/index.ts';
import { type FactKind, FactKindSchema } from '../position/fact.ts';
import { factInTest } from '../testing/fact-in-test.ts';

const answerOf = (decision: Decision<unknown>) => (decision.ok ? decision.value : decision.refusal.code);

/** A copy on its way to a pickup library, so far. */
function copy(furthest: FactKind | 'allocated', ending: AllocationEnding | null = null): ChosenCopy {
  const way = FactKindSchema.options;
  const kinds = furthest === 'allocated' ? [] : way.slice(0, way.indexOf(furthest) + 1);
  const at = instant('2026-12-07T01:00:00Z');
  const facts = kinds.map((kind) => {
    const leg = ['handedIn', 'sentBack', 'home'].includes(kind) ? 'return' : 'outward';
    return factInTest(kind, at, { allocation: 1, leg });
  });
  return { open: ending === null, ending, position: positionOf(facts, 1) };
}

describe('joining the queue', () => {
  const title = { lending: 'lendable', lendableCopies: 1 } as const;
  const web = { channel: 'web', pickupIsPrefectural: false } as const;
  const counter = { channel: 'counter', pickupIsPrefectural: true } as const;
  const known = { state: 'waiting', refusal: null, hasCopy: false } as const;

  test('is for a title that may be lent, once', () => {
    expect(answerOf(judgeJoining(undefined, title, web, defaultPolicy))).toBe('joins');
    expect(answerOf(judgeJoining(known, title, web, defaultPolicy))).toBe('hasJoined');
    expect(answerOf(judgeJoining(undefined, undefined, web, defaultPolicy))).toBe('NOT_FOUND');
    const none = { ...title, lendableCopies: 0 };
    expect(answerOf(judgeJoining(undefined, none, web, defaultPolicy))).toBe('NO_LENDABLE_COPY');
    expect(answerOf(judgeJoining({ ...known, state: 'left' }, title, web, defaultPolicy))).toBe(
      'STATE_CHANGED',
    );
  });

  test('is refused as it was before, whatever became of the title', () => {
    const { refusal } = refuse('REFERENCE_ONLY');
    const refused = { ...known, state: 'refused', refusal } as const;
    expect(answerOf(judgeJoining(refused, title, web, defaultPolicy))).toBe('REFERENCE_ONLY');
  });

  test('was done at the counter, for what was lent there and not taken back', () => {
    const lent = { ...known, state: 'closed', hasCopy: true } as const;
    expect(answerOf(judgeJoining(lent, title, counter, defaultPolicy))).toBe('hasJoined');
    expect(answerOf(judgeJoining({ ...lent, state: 'left' }, title, counter, defaultPolicy))).toBe(
      'NOT_FOUND',
    );
    expect(answerOf(judgeJoining(undefined, title, counter, defaultPolicy))).toBe('NOT_FOUND');
  });
});

test('R20: a reservation is cancelled until its book is handed out, and the copy is where it was', () => {
  const wish = { isWish: true, reason: null };
  const served = { state: 'allocated', unservable: null } as const;
  const cancelled = (of: ChosenCopy | undefined) => answerOf(judgeLeaving(served, of, wish));
  const asleep = judgeLeaving({ state: 'suspended', unservable: null }, undefined, wish);
  expect(answerOf(asleep)).toEqual({ ends: 'waiting', copyIs: 'none' });
  expect(cancelled(copy('picked'))).toEqual({ ends: 'allocation', copyIs: 'atPrefectural' });
  expect(cancelled(copy('shipped', 'cancelled'))).toEqual({ ends: 'nothing', copyIs: 'away' });
  expect(cancelled(copy('allocated', 'notOnShelf'))).toEqual({ ends: 'nothing', copyIs: 'none' });
  expect(cancelled(copy('handedOut'))).toBe('CANCEL_TOO_LATE');
});

test('a process cancels for want of a copy only while there is none; who wishes it has decided it', () => {
  const lacking = { isWish: false, reason: 'withdrawn' } as const;
  const waits = { state: 'waiting', unservable: null } as const;
  const unservable = { ...waits, unservable: 'withdrawn' } as const;
  expect(answerOf(judgeLeaving(unservable, undefined, lacking))).toMatchObject({ ends: 'waiting' });
  expect(answerOf(judgeLeaving(waits, undefined, lacking))).toBe('STATE_CHANGED');
  expect(answerOf(judgeLeaving({ ...waits, state: 'allocated' }, copy('picked'), lacking))).toBe(
    'STATE_CHANGED',
  );
  expect(answerOf(judgeLeaving({ ...waits, state: 'left' }, undefined, lacking))).toMatchObject({
    ends: 'nothing',
  });
  expect(answerOf(judgeLeaving(waits, undefined, { ...lacking, isWish: true }))).toMatchObject({
    ends: 'waiting',
  });
  expect(answerOf(judgeLeaving(waits, undefined, { ...lacking, reason: 'library' }))).toMatchObject({
    ends: 'waiting',
  });
});

test('R15, R20: a suspended reservation resumes, but not by a wish while it waits for a loan slot', () => {
  const at = instant('2027-01-10T01:00:00Z');
  const [wish, slot] = [
    { isWish: true, at },
    { isWish: false, at },
  ];
  const passedOn = { state: 'suspended', resumesOn: null } as const;
  const untilSpring = { state: 'suspended', resumesOn: calendarDate('2027-03-01') } as const;
  expect(answerOf(judgeResuming(untilSpring, wish))).toEqual({ waitsAgain: true });
  expect(answerOf(judgeResuming(passedOn, slot))).toEqual({ waitsAgain: true });
  expect(answerOf(judgeResuming(passedOn, wish))).toBe('STATE_CHANGED');
  expect(answerOf(judgeResuming({ ...passedOn, state: 'waiting' }, wish))).toEqual({ waitsAgain: false });
  expect(answerOf(judgeResuming({ ...passedOn, state: 'left' }, slot))).toBe('STATE_CHANGED');
});

test('R20: on its day a reservation resumes by itself; of a later day that was chosen since, its process asks too early', () => {
  const untilSpring = { state: 'suspended', resumesOn: calendarDate('2027-03-01') } as const;
  const asked = (at: string) => answerOf(judgeResuming(untilSpring, { isWish: false, at: instant(at) }));
  expect(asked('2027-02-28T15:00:00Z')).toEqual({ waitsAgain: true });
  expect(asked('2027-02-28T14:59:59Z')).toEqual({ waitsAgain: false });
});

test('R15: a copy without a loan slot passes on to who is next, once, and is kept while there is nobody', () => {
  const passingOn = (chosen: ChosenCopy, next: string | undefined, atPrefectural = false) =>
    judgePassingOn({ ...chosen, atPrefectural }, next);
  expect(passingOn(copy('picked'), 'taro')).toEqual({ state: 'passedOn', to: 'taro' });
  expect(passingOn(copy('picked'), undefined)).toEqual({ state: 'kept' });
  expect(passingOn(copy('picked', 'passedOn'), 'taro')).toEqual({ state: 'passedOn', to: undefined });
  expect(passingOn(copy('packed'), 'taro')).toEqual({ state: 'gone' });
  expect(passingOn(copy('picked', 'notOnShelf'), 'taro')).toEqual({ state: 'gone' });
  expect(passingOn(copy('picked'), 'taro', true)).toEqual({ state: 'gone' });
});

test('R6, R9: a hold has ended by its date unless the book was handed out, is home, or is held no more', () => {
  const end = deadlineOn(calendarDate('2026-12-28'));
  const judged = (of: ChosenCopy, at = end.at) => judgeExpiry(of, end, at);
  const withoutEnd = (of: ChosenCopy) => judgeExpiry(of, null, end.at);
  expect(judged(copy('arrived'))).toBe('expired');
  expect(judged(copy('arrived', 'expired'))).toBe('expired');
  expect(judged(copy('handedOut'))).toBe('handedOut');
  expect(judged(copy('arrived', 'swapped'))).toBe('home');
  expect(judged(copy('arrived', 'lost'))).toBe('home');
  const before = instant('2026-12-28T14:59:59Z');
  expect(judged(copy('arrived'), before)).toBe('notYet');
  expect(judged(copy('arrived', 'expired'), before)).toBe('expired');
  expect(judged(copy('handedOut'), before)).toBe('handedOut');
  expect(withoutEnd(copy('picked'))).toBe('notYet');
  expect(withoutEnd(copy('picked', 'expired'))).toBe('expired');
});

test('R8 「受け取りました」: once something can have been handed out, and before it was handed in', () => {
  const said = (of: ChosenCopy, isLent = true, atPrefectural = false) =>
    answerOf(judgePickedUp(of, { isLent, atPrefectural }));
  expect(said(copy('shipped'))).toBe('isNew');
  expect(said(copy('picked'), false, true)).toBe('isNew');
  expect(said(copy('picked'))).toBe('NOT_ON_LOAN');
  expect(said(copy('shipped', 'expired'))).toBe('NOT_ON_LOAN');
  expect(said(copy('handedOut'))).toBe('isKnown');
  expect(said(copy('handedIn'))).toBe('ALREADY_HANDED_IN');
});

test('R18: long overdue is what its borrower has past its date, also when that had ended the loan before', () => {
  const due = deadlineOn(calendarDate('2026-12-28'));
  const late = (of: ChosenCopy, at = '2027-01-30T01:00:00Z') => isLongOverdue(of, due, { at: instant(at) });
  expect(late(copy('handedOut'))).toBe(true);
  expect(late(copy('handedOut', 'closed'))).toBe(true);
  expect(late(copy('handedOut'), '2026-12-28T01:00:00Z')).toBe(false);
  expect(late(copy('handedIn'))).toBe(false);
  expect(late(copy('handedOut', 'lost'))).toBe(false);
  expect(late(copy('arrived'))).toBe(false);
});

test('R18: nobody is long overdue by a date that has moved meanwhile', () => {
  const due = deadlineOn(calendarDate('2026-12-28'));
  const judged = (by: string) =>
    isLongOverdue(copy('handedOut'), due, {
      at: instant('2027-01-30T01:00:00Z'),
      judgedBy: calendarDate(by),
    });
  expect(judged('2026-12-28')).toBe(true);
  expect(judged('2026-12-21')).toBe(false);
});

describe('a lost copy', () => {
  test.each<[ChosenCopy, Parameters<typeof judgeLoss>[1], ReturnType<typeof judgeLoss>]>([
    [copy('shipped'), 'allocated', 'waitsForAnother'],
    [copy('handedOut'), 'allocated', 'loanEnds'],
    [copy('sentBack'), 'allocated', 'loanEnds'],
    [copy('shipped', 'cancelled'), 'left', 'loanEnds'],
    [copy('handedOut', 'closed'), 'closed', 'nothing'],
    [copy('handedIn', 'closed'), 'closed', 'loanEnds'],
    [copy('shipped', 'swapped'), 'allocated', 'nothing'],
  ])('%j of one who is %s: %s', (lost, state, expected) => {
    expect(judgeLoss(lost, state)).toBe(expected);
  });

  test('is not, once it is home or with its borrower', () => {
    expect(wasSeenSince(copy('handedOut').position, 'outward')).toBe(true);
    expect(wasSeenSince(copy('handedIn').position, 'return')).toBe(false);
    expect(wasSeenSince(copy('home').position, 'return')).toBe(true);
    expect(wasSeenSince(copy('shipped').position, 'outward')).toBe(false);
  });
});
