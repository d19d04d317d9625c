import { randomUUID } from 'node:crypto';
import { type ReservationFact, ReservationFactSchema } from '@toshobin/contracts';
import type { FactKind } from '@toshobin/lending-rules';
import { factInTest } from '@toshobin/lending-rules/testing';
import type { PatronTestService } from './open-patron-service.ts';

/** Something that happened to a copy now, as the catalog keeps it. */
export function factOf(
  service: Pick<PatronTestService, 'deps'>,
  reservationId: string,
  kind: FactKind,
  more: Omit<Partial<ReservationFact>, 'fact'> & { allocation?: number; place?: string } = {},
): ReservationFact {
  const { allocation = 1, place = 'pref', ...rest } = more;
  const now = service.deps.now();
  const fact = factInTest(kind, now, {
    copyId: '77',
    reservationId,
    allocation,
    leg: ['handedIn', 'sentBack', 'home'].includes(kind) ? 'return' : 'outward',
    place,
  });
  return ReservationFactSchema.parse({ fact, ...rest });
}

/** The scan that takes another one back. */
export function takingBack(
  service: Pick<PatronTestService, 'deps'>,
  { fact }: ReservationFact,
): ReservationFact {
  const now = service.deps.now();
  return ReservationFactSchema.parse({
    fact: { ...fact, factId: randomUUID(), voids: fact.factId, occurredAt: now, recordedAt: now },
  });
}
