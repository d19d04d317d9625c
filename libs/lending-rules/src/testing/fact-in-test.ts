import { randomUUID } from 'node:crypto';
import type { Instant } from '../index.ts';
import type { Fact, FactKind } from '../position/fact.ts';

/** A fact of a copy: of nobody's reservation, on its way out, at 宇土, unless `more` says otherwise. */
export function factInTest(kind: FactKind, at: Instant, more: Partial<Fact> = {}): Fact {
  return {
    factId: randomUUID(),
    kind,
    copyId: '1',
    reservationId: null,
    allocation: null,
    leg: 'outward',
    place: 'uto',
    occurredAt: at,
    recordedAt: at,
    ...more,
  };
}
