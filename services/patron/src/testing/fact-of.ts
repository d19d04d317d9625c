import { randomUUID } from 'node:crypto';
import type { EventData } from '@toshobin/contracts';
import type { Deadline } from '@toshobin/lending-rules';
import type { FactKind } from '@toshobin/lending-rules/facts';
import { factInTest } from '@toshobin/lending-rules/testing';
import type { PatronTestService } from './open-patron-service.ts';

/** A step of a copy, with what the ledger has of its parcel, or of the loan that a hand-out begins. */
export type StepTold = EventData<'shipping.copy.moved'> & { due?: Deadline };

/** Something that happened to a copy now, as the catalog keeps it. */
export function factOf(
  service: Pick<PatronTestService, 'deps'>,
  reservationId: string,
  kind: FactKind,
  more: Omit<Partial<StepTold>, 'fact'> & { allocation?: number; place?: string } = {},
): StepTold {
  const { allocation = 1, place = 'pref', ...rest } = more;
  const now = service.deps.now();
  const fact = factInTest(kind, now, {
    copyId: '77',
    reservationId,
    allocation,
    leg: ['handedIn', 'sentBack', 'home'].includes(kind) ? 'return' : 'outward',
    place,
  });
  return { fact, ...rest };
}

/** The scan that takes another one back. */
export function takingBack(service: Pick<PatronTestService, 'deps'>, { fact }: StepTold): StepTold {
  const now = service.deps.now();
  return { fact: { ...fact, factId: randomUUID(), voids: fact.factId, occurredAt: now, recordedAt: now } };
}
