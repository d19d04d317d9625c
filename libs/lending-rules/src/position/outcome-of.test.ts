import { describe, expect, test } from '@jest/globals';
import { calendarDate, endOfDay, instant } from '../index.ts';
import { type Ending, outcomeOf, type Position } from '../ledger/index.ts';

const holdEnds = endOfDay(calendarDate('2026-12-28'));
const home: Position = { furthest: 'home', onReturnLeg: true, homeAt: instant('2026-12-24T02:00:00Z') };
const homeLate: Position = { ...home, homeAt: instant('2026-12-30T02:00:00Z') };
const sentBackHome: Position = { ...home, sentBackAt: instant('2026-12-22T02:00:00Z') };
const handedOutHome: Position = { ...homeLate, handedOutAt: instant('2026-12-20T02:00:00Z') };
const arrived: Position = { furthest: 'arrived', onReturnLeg: false };
const open = { cancelled: false, expired: false, holdEnds };

describe('how a reservation ended', () => {
  test.each<[string, Position, Ending, string]>([
    ['handed out and home', handedOutHome, open, 'returned'],
    [
      'handed out, though the timer had fired before the scan was heard of',
      handedOutHome,
      { ...open, expired: true },
      'returned',
    ],
    ['handed out, though it was cancelled', handedOutHome, { ...open, cancelled: true }, 'returned'],
    [
      'handed in, the hand-out forgotten',
      { ...homeLate, handedInAt: instant('2026-12-24T02:00:00Z') },
      { ...open, expired: true },
      'returned',
    ],
    ['home in time without any scan: it was lent, both scans forgotten', home, open, 'returned'],
    ['home in time, heard of after the timer had fired', home, { ...open, expired: true }, 'returned'],
    ['home after the hold had ended', homeLate, { ...open, expired: true }, 'expired'],
    ['home in time, but cancelled', home, { ...open, cancelled: true }, 'cancelled'],
    ['home in time, but in a send-back parcel', sentBackHome, open, 'expired'],
    ['cancelled and run out', sentBackHome, { ...open, cancelled: true, expired: true }, 'cancelled'],
    ['cancelled on the shelf of the branch', arrived, { ...open, cancelled: true }, 'cancelled'],
    ['run out on the shelf of the branch', arrived, { ...open, expired: true }, 'expired'],
    ['home before any hold had begun', home, { cancelled: false, expired: false }, 'returned'],
    [
      'home after a timer had fired, the end of the hold unknown',
      home,
      { cancelled: false, expired: true },
      'expired',
    ],
  ])('%s', (_, position, ending, outcome) => {
    expect(outcomeOf(position, ending)).toBe(outcome);
  });

  test('while it is under way there is no outcome', () => {
    expect(() => outcomeOf(arrived, open)).toThrow('under way');
  });
});
