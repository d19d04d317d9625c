import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { instantFromEpochMs, isAfter } from '../index.ts';
import { positionOf, rankOf, reached } from '../ledger/index.ts';
import { type Fact, type FactKind, FactKindSchema } from '../position/fact.ts';
import { factInTest } from '../testing/fact-in-test.ts';

const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const december = Date.UTC(2026, 11);
const anyAt = fc.integer({ min: december, max: december + 60 * 86_400_000 }).map(instantFromEpochMs);

/** Scans of a copy as they may come in: any kind, any time, of this allocation and others, some undoing others. */
const anyFacts = fc
  .array(
    fc.record({
      kind: fc.constantFrom<FactKind>(...FactKindSchema.options),
      leg: fc.constantFrom<Fact['leg']>('outward', 'return'),
      allocation: fc.constantFrom(1, 1, 1, 2, null),
      occurredAt: anyAt,
      recordedAt: anyAt,
      voids: fc.option(fc.nat(15), { freq: 4 }),
    }),
    { maxLength: 15 },
  )
  .map((scans) =>
    scans.map(({ voids, kind, ...scan }, n): Fact => {
      const undoes = voids === null ? {} : { voids: idOf(voids) };
      return factInTest(kind, scan.occurredAt, { ...scan, factId: idOf(n), ...undoes });
    }),
  );

const withoutVoids = anyFacts.map((facts) => facts.filter((fact) => fact.voids === undefined));

describe('the fold over the facts', () => {
  test('any order and any repetition give the same position', () => {
    const mixed = anyFacts.chain((facts) =>
      fc.record({
        facts: fc.constant(facts),
        shuffled: fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }),
      }),
    );
    fc.assert(
      fc.property(mixed, ({ facts, shuffled }) => {
        expect(positionOf(shuffled, 1)).toEqual(positionOf(facts, 1));
      }),
      { numRuns: 500 },
    );
  });

  test('another fact never moves the copy back, without an undo', () => {
    fc.assert(
      fc.property(withoutVoids, (facts) => {
        let before = positionOf([], 1);
        for (let n = 1; n <= facts.length; n++) {
          const after = positionOf(facts.slice(0, n), 1);
          expect(rankOf(after.furthest)).toBeGreaterThanOrEqual(rankOf(before.furthest));
          expect(before.onReturnLeg && !after.onReturnLeg).toBe(false);
          for (const kind of FactKindSchema.options)
            expect(reached(before, kind) && !reached(after, kind)).toBe(false);
          before = after;
        }
      }),
    );
  });

  test('an undone fact leaves the position as if it had never come', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const own = facts.filter((fact) => fact.allocation === 1);
        const undone = new Set(own.flatMap((fact) => fact.voids ?? []));
        const rest = own.filter((fact) => fact.voids === undefined && !undone.has(fact.factId));
        expect(positionOf(facts, 1)).toEqual(positionOf(rest, 1));
      }),
    );
  });

  test('a forgotten scan changes nothing when a later step was scanned', () => {
    fc.assert(
      fc.property(withoutVoids, (facts) => {
        const { furthest } = positionOf(facts, 1);
        const last = facts.filter((fact) => positionOf([fact], 1).furthest === furthest);
        expect(positionOf(last, 1).furthest).toBe(furthest);
      }),
    );
  });

  test('no time lies after the moment we heard of it', () => {
    fc.assert(
      fc.property(withoutVoids, (facts) => {
        const heard = facts.map((fact) => fact.recordedAt);
        const { furthest: _, onReturnLeg: __, ...times } = positionOf(facts, 1);
        for (const at of Object.values(times).flatMap((time) => time ?? []))
          expect(heard.every((when) => isAfter(at, when))).toBe(false);
      }),
    );
  });
});
