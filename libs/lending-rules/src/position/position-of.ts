import { earlierOf } from '../calendar/compare.ts';
import type { Instant } from '../calendar/instant.ts';
import { type Fact, type FactKind, legalTime } from './fact.ts';
import { type Position, rankOf, type Step } from './position.ts';

/**
 * The position of an allocation: a fold over the set of its facts. Order, repetition and omission change
 * nothing: the furthest fact that is not voided counts. Facts of another allocation are left out, a void of
 * one included. A voiding fact only voids, and can't be voided itself: a mis-scan taken back by mistake is
 * scanned again, as a new fact.
 */
export function positionOf(facts: Iterable<Fact>, allocation: number): Position {
  const times = new Map<FactKind, Instant>();
  let furthest: Step = 'allocated';
  let onReturnLeg = false;
  for (const fact of standing(facts, allocation)) {
    const step = stepOf(fact);
    if (rankOf(step) > rankOf(furthest)) furthest = step;
    onReturnLeg ||= isOnReturnLeg(fact);
    if (step === fact.kind || step === 'sentBack') {
      const known = times.get(step);
      times.set(step, known ? earlierOf(known, legalTime(fact)) : legalTime(fact));
    }
  }
  return { furthest, onReturnLeg, ...timesOf(times) };
}

/** The facts of an allocation that nobody took back. */
export function standing(facts: Iterable<Fact>, allocation: number): Fact[] {
  const own = [...facts].filter((fact) => fact.allocation === allocation);
  const voided = new Set(own.flatMap((fact) => fact.voids ?? []));
  return own.filter((fact) => fact.voids === undefined && !voided.has(fact.factId));
}

/** The scans of a return parcel are the way home, not the way out: a parcel seen on it has been sent back. */
function stepOf(fact: Fact): FactKind {
  if (fact.leg === 'outward') return fact.kind;
  switch (fact.kind) {
    case 'picked':
    case 'packed':
      return 'arrived'; // put into the box at the pickup library: it was there, and has not left yet
    case 'shipped':
    case 'arrived':
      return 'sentBack';
    default:
      return fact.kind;
  }
}

function isOnReturnLeg(fact: Fact): boolean {
  if (fact.kind === 'handedOut') return false;
  return (
    fact.leg === 'return' || fact.kind === 'handedIn' || fact.kind === 'sentBack' || fact.kind === 'home'
  );
}

function timesOf(times: ReadonlyMap<FactKind, Instant>): Omit<Position, 'furthest' | 'onReturnLeg'> {
  return Object.fromEntries([...times].map(([kind, at]) => [`${kind}At`, at]));
}
