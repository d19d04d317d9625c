import { describe, expect, test } from '@jest/globals';
import * as come from '../index.ts';
import { instant, isStep } from '../index.ts';
import { type Fact, type FactKind, FactKindSchema } from '../position/fact.ts';
import { positionOf } from '../position/position-of.ts';
import { factInTest } from '../testing/fact-in-test.ts';

const at = instant('2026-12-07T01:00:00Z');

function after(...kinds: readonly FactKind[]) {
  const facts = kinds.map((kind): Fact => {
    const leg = kind === 'handedIn' || kind === 'sentBack' || kind === 'home' ? 'return' : 'outward';
    return factInTest(kind, at, { allocation: 1, leg });
  });
  return { position: positionOf(facts, 1) };
}

const { wasFetched, wasPacked, wasPosted, isInTransit, hasArrived, wasHandedOut, wasHandedIn, isHome } = come;
const { hasLeft, hasTurnedBack, isOut, isStillToLend, isUntaken, isToPutBack } = come;
const posted = [wasFetched, wasPacked, wasPosted, hasLeft];
const there = [...posted, hasArrived];

describe('how far a copy has come', () => {
  test.each<[string, readonly FactKind[], readonly ((copy: ReturnType<typeof after>) => boolean)[]]>([
    ['on its shelf', [], [isStillToLend]],
    ['fetched', ['picked'], [wasFetched, isOut, isStillToLend, isUntaken, isToPutBack]],
    ['packed', ['packed'], [wasFetched, wasPacked, isOut, isStillToLend, isUntaken, isToPutBack]],
    ['posted', ['shipped'], [...posted, isInTransit, isOut, isStillToLend, isUntaken, isToPutBack]],
    ['arrived', ['arrived'], [...there, isOut, isStillToLend, isUntaken, isToPutBack]],
    ['handed out', ['handedOut'], [...there, wasHandedOut, isOut, isToPutBack]],
    [
      'handed out from the hold shelf, its parcel never scanned',
      ['picked', 'handedOut'],
      [...there, wasHandedOut, isOut, isToPutBack],
    ],
    [
      'handed in, its hand-out never scanned',
      ['handedIn'],
      [...there, wasHandedOut, wasHandedIn, hasTurnedBack, isToPutBack],
    ],
    ['sent back', ['shipped', 'sentBack'], [...there, hasTurnedBack, isToPutBack]],
    ['home, and nobody scanned that it was lent', ['shipped', 'home'], [...there, hasTurnedBack, isHome]],
    [
      'home after a loan',
      ['handedOut', 'handedIn', 'home'],
      [...there, wasHandedOut, wasHandedIn, hasTurnedBack, isHome],
    ],
  ])('%s', (_, kinds, those) => {
    const all = [
      ...there,
      isInTransit,
      wasHandedOut,
      wasHandedIn,
      hasTurnedBack,
      isOut,
      isStillToLend,
      isUntaken,
    ];
    const said = [...all, isToPutBack, isHome].filter((is) => is(after(...kinds)));
    expect(said.map(({ name }) => name).sort()).toEqual(those.map(({ name }) => name).sort());
  });

  test.each<[string, readonly [FactKind, string][], boolean]>([
    ['the post brought it to the prefectural library', [['sentBack', 'pref']], true],
    ['a library sent it back', [['sentBack', 'kubo']], false],
    [
      'its patron had it',
      [
        ['handedOut', 'kubo'],
        ['sentBack', 'pref'],
      ],
      false,
    ],
    ['it is on its way out', [['shipped', 'pref']], false],
  ])('a copy whose reservation goes on once it is home: %s', (_, scans, isIt) => {
    const facts = scans.map(([kind, place]) => factInTest(kind, at, { allocation: 1, place }));
    const copy = { position: positionOf(facts, 1), facts, allocation: 1 };
    expect(come.isBackByPost(copy, 'pref')).toBe(isIt);
  });

  test('a step of the way is one of its scans, or none yet', () => {
    expect(['allocated', ...FactKindSchema.options].every(isStep)).toBe(true);
    expect([undefined, null, 3, 'onItsWay'].some(isStep)).toBe(false);
  });
});
