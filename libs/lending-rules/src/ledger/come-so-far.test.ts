import { describe, expect, test } from '@jest/globals';
import { hasLeft, instant, isHome, isStep, isToPutBack, wasHandedIn, wasHandedOut } from '../index.ts';
import { type FactKind, FactKindSchema } from '../position/fact.ts';
import { positionOf } from '../position/position-of.ts';
import { factInTest } from '../testing/fact-in-test.ts';

const at = instant('2026-12-07T01:00:00Z');

function after(...kinds: readonly FactKind[]) {
  const facts = kinds.map((kind) => factInTest(kind, at, { allocation: 1 }));
  return { position: positionOf(facts, 1) };
}

describe('how far the copy in a state has come', () => {
  test.each<[string, readonly FactKind[], readonly ((copy: ReturnType<typeof after>) => boolean)[]]>([
    ['on its shelf', [], []],
    ['fetched', ['picked'], [isToPutBack]],
    ['packed', ['packed'], [isToPutBack]],
    ['posted', ['shipped'], [hasLeft, isToPutBack]],
    ['handed out', ['handedOut'], [hasLeft, wasHandedOut, isToPutBack]],
    [
      'handed out from the hold shelf, its parcel never scanned',
      ['picked', 'handedOut'],
      [hasLeft, wasHandedOut, isToPutBack],
    ],
    [
      'handed in, its hand-out never scanned',
      ['handedIn'],
      [hasLeft, wasHandedOut, wasHandedIn, isToPutBack],
    ],
    ['home, and nobody scanned that it was lent', ['shipped', 'home'], [hasLeft, isHome]],
    ['home after a loan', ['handedOut', 'handedIn', 'home'], [hasLeft, wasHandedOut, wasHandedIn, isHome]],
  ])('%s', (_, kinds, those) => {
    const all = [hasLeft, wasHandedOut, wasHandedIn, isToPutBack, isHome];
    expect(all.filter((is) => is(after(...kinds)))).toEqual(all.filter((is) => those.includes(is)));
  });

  test('a step of the way is one of its scans, or none yet', () => {
    expect(['allocated', ...FactKindSchema.options].every(isStep)).toBe(true);
    expect([undefined, null, 3, 'onItsWay'].some(isStep)).toBe(false);
  });
});
