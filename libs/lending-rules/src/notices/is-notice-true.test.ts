import { describe, expect, test } from '@jest/globals';
import {
  calendarDate,
  deadlineOn,
  instant,
  isNoticeTrue,
  type NoticeSays,
  type NoticeSubject,
  type ReservationState,
  ReservationStateSchema,
} from '../index.ts';

const day = calendarDate('2026-12-10');
const dayAfter = calendarDate('2026-12-11');
const due = deadlineOn(day);
const later = deadlineOn(dayAfter);
const now = instant('2026-12-07T01:00:00Z');
const closureId = 'a typhoon';

/** A reservation of the third journey at a branch that is paused from that day on; its dates are in force. */
const standing: NoticeSubject = {
  state: 'ready',
  ended: false,
  journey: 3,
  pickupLibrary: 'uto',
  atPrefectural: false,
  holdUntil: day,
  due,
  movedBy: [closureId],
};

function isTrue(data: NoticeSays, subject: Partial<NoticeSubject> = {}, at = now, journey = 3): boolean {
  const library = () => ({ pausedFrom: day });
  return isNoticeTrue({ data, journey }, { ...standing, ...subject }, { now: at, library });
}

const preparing = ['allocated', 'picked', 'heldForLoanLimit'] as const;
const waiting = ['requested', 'queued', 'suspended'] as const;
const posted = ['shipped', 'arrivalOverdue'] as const;
const lent = ['handedOut', 'overdue'] as const;
const over = ['rejected', 'cancelled', 'expired', 'lostInTransit', 'settled'] as const;
const all = ReservationStateSchema.options;

const ofTheCopy: readonly [NoticeSays, readonly ReservationState[]][] = [
  [{ kind: 'yourTurn' }, preparing],
  [{ kind: 'loanLimitReached' }, ['heldForLoanLimit']],
  [{ kind: 'delayed' }, posted],
  [{ kind: 'readyAtMunicipal', pickupLibrary: 'uto' }, ['ready']],
  [{ kind: 'holdEndsSoon', until: day }, ['ready']],
  [{ kind: 'dueSoon', due }, lent],
  [{ kind: 'overdue', due }, lent],
  [{ kind: 'extended', due }, lent],
  [{ kind: 'datesMoved', closureId, due }, [...posted, 'ready', 'handOutUnconfirmed', ...lent]],
  [{ kind: 'datesMoved', closureId, holdUntil: due }, ['ready']],
  [{ kind: 'datesMoved', closureId }, []],
  [{ kind: 'handedIn' }, ['returning', 'returned']],
  [{ kind: 'returned' }, ['returned']],
];
const ofNoCopy: readonly [NoticeSays, readonly ReservationState[]][] = [
  [{ kind: 'readyTakenBack' }, [...waiting, ...preparing, 'packed', ...posted]],
  [{ kind: 'expired' }, over],
  [{ kind: 'cancelledByPatron' }, over],
  [{ kind: 'cancelledByLibrary' }, over],
  [{ kind: 'pickupLibraryPaused', pickupLibrary: 'uto', pausedFrom: day }, [...waiting, ...preparing]],
  [{ kind: 'accepted' }, all],
];

describe('what a mail says is so', () => {
  test.each([...ofTheCopy, ...ofNoCopy])('%j: in these states', (data, states) => {
    expect(all.filter((state) => isTrue(data, { state })).sort()).toEqual([...states].sort());
  });

  test.each(ofTheCopy)('%j: of this copy alone', (data) => {
    expect(all.filter((state) => isTrue(data, { state }, now, 2))).toEqual([]);
  });

  test.each(ofNoCopy)('%j: whichever copy it has', (data, states) => {
    for (const state of states) expect(isTrue(data, { state }, now, 2)).toBe(true);
  });

  test('ready mail and that of a pause: at the library that they name', () => {
    const atCounter = { pickupLibrary: 'pref', atPrefectural: true };
    expect(isTrue({ kind: 'readyAtPrefectural' })).toBe(false);
    expect(isTrue({ kind: 'readyAtPrefectural' }, atCounter)).toBe(true);
    expect(isTrue({ kind: 'readyAtPrefectural' }, atCounter, now, 2)).toBe(false);
    expect(isTrue({ kind: 'readyAtPrefectural' }, { ...atCounter, state: 'handedOut' })).toBe(false);
    expect(isTrue({ kind: 'readyAtMunicipal', pickupLibrary: 'uto' }, atCounter)).toBe(false);
    const paused = { kind: 'pickupLibraryPaused', pickupLibrary: 'uto', pausedFrom: day } as const;
    expect(isTrue(paused, { state: 'queued', ...atCounter })).toBe(false);
    expect(isTrue({ ...paused, pausedFrom: dayAfter }, { state: 'queued' })).toBe(false);
  });

  test('that a reservation was accepted: until it has ended', () => {
    expect(isTrue({ kind: 'accepted' }, { ended: true })).toBe(false);
  });

  test.each<[NoticeSays, ReservationState]>([
    [{ kind: 'holdEndsSoon', until: day }, 'ready'],
    [{ kind: 'datesMoved', closureId, holdUntil: due }, 'ready'],
    [{ kind: 'dueSoon', due }, 'handedOut'],
    [{ kind: 'overdue', due }, 'handedOut'],
    [{ kind: 'extended', due }, 'handedOut'],
    [{ kind: 'datesMoved', closureId, due }, 'handedOut'],
  ])('%j: until the date was moved', (data, state) => {
    expect(isTrue(data, { state })).toBe(true);
    expect(isTrue(data, { state, holdUntil: dayAfter, due: later })).toBe(false);
  });

  test('a hold without an end may end on that day; a loan without a date is not due', () => {
    expect(isTrue({ kind: 'holdEndsSoon', until: day }, { holdUntil: null })).toBe(true);
    expect(isTrue({ kind: 'overdue', due }, { state: 'handedOut', due: null })).toBe(false);
  });

  test('of moved dates: while a closure that moved them is not taken back', () => {
    expect(isTrue({ kind: 'datesMoved', closureId, due }, { movedBy: [] })).toBe(false);
  });

  test.each<[NoticeSays, ReservationState]>([
    [{ kind: 'holdEndsSoon', until: day }, 'ready'],
    [{ kind: 'dueSoon', due }, 'handedOut'],
  ])('%j: until that day is over', (data, state) => {
    expect(isTrue(data, { state }, due.at)).toBe(true);
    expect(isTrue(data, { state }, later.at)).toBe(false);
  });
});
