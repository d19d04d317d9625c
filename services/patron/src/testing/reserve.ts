import { randomUUID } from 'node:crypto';
import {
  type Milestone,
  makeBarcode,
  type ReservationFact,
  ReservationFactSchema,
} from '@toshobin/contracts';
import type { FactKind } from '@toshobin/lending-rules';
import { apply } from '../applications/apply.ts';
import { hearFact } from '../facts/hear-fact.ts';
import { recordMilestone } from '../my-library/record-milestone.ts';
import { eventOf, type PatronTestService } from './open-patron-service.ts';

/** A reservation written for the person with the card of that serial, now. */
export async function reserve(
  service: PatronTestService,
  serial: number,
  more: { title?: string; pickupLibrary?: string; recordId?: number; protectiveCover?: boolean } = {},
): Promise<{ reservationId: string; number: string; patronId: string }> {
  const patronId = await service.patronId(makeBarcode('card', serial));
  const reservationId = randomUUID();
  const answer = await apply(service.deps, {
    patronId,
    reservationId,
    recordId: String(more.recordId ?? Math.ceil(Math.random() * 1e9)),
    title: more.title ?? '吾輩は猫である',
    pickupLibrary: more.pickupLibrary ?? 'uto',
    appliedAt: service.deps.now(),
    protectiveCover: more.protectiveCover,
  });
  if (!answer.ok) throw new Error(answer.refusal.code);
  return { reservationId, number: answer.value.reservationNumber, patronId };
}

/** A scan as its sender publishes it. */
export function factOf(
  service: PatronTestService,
  reservationId: string,
  kind: FactKind,
  more: Omit<Partial<ReservationFact>, 'fact'> & { allocation?: number; place?: string } = {},
): ReservationFact {
  const { allocation = 1, place = 'pref', ...rest } = more;
  const now = service.deps.now();
  return ReservationFactSchema.parse({
    fact: {
      factId: randomUUID(),
      kind,
      copyId: '77',
      reservationId,
      allocation,
      leg: ['handedIn', 'sentBack', 'home'].includes(kind) ? 'return' : 'outward',
      place,
      occurredAt: now,
      recordedAt: now,
    },
    ...rest,
  });
}

/** A milestone without what every one has. */
export type Step = Milestone extends infer M
  ? M extends Milestone
    ? Omit<M, 'reservationId' | 'at'>
    : never
  : never;

/** Has the process of a reservation tell a milestone, now. */
export async function record(service: PatronTestService, reservationId: string, step: Step): Promise<void> {
  await recordMilestone(service.deps, { ...step, reservationId, at: service.deps.now() });
}

/** The scan that takes another one back. */
export function takingBack(service: PatronTestService, { fact }: ReservationFact): ReservationFact {
  const now = service.deps.now();
  return ReservationFactSchema.parse({
    fact: { ...fact, factId: randomUUID(), voids: fact.factId, occurredAt: now, recordedAt: now },
  });
}

/** Has the service hear from the catalog whether anybody waits for a title. */
export async function hearWaiting(
  service: PatronTestService,
  recordId: number,
  waiting: boolean,
  sequence = '1',
): Promise<void> {
  const data = { recordId: String(recordId), waiting, at: service.deps.now() };
  await hearFact(service.deps, eventOf('catalog.title.waiting', data, sequence));
}

/** Has the service hear of a scan. */
export async function hear(service: PatronTestService, fact: ReservationFact): Promise<void> {
  const ofParcel = ['packed', 'shipped', 'arrived', 'sentBack'].includes(fact.fact.kind);
  await hearFact(service.deps, eventOf(ofParcel ? 'shipping.copy.moved' : 'catalog.copy.scanned', fact));
}
