import { randomUUID } from 'node:crypto';
import {
  type Milestone,
  type MilestoneStep,
  makeBarcode,
  type PatronId,
  type ReservationId,
  ReservationIdSchema,
} from '@toshobin/contracts';
import { apply } from '../applications/apply.ts';
import { hearFacts } from '../facts/hear-facts.ts';
import { recordMilestone } from '../milestones/record-milestone.ts';
import { change, followedBy, scanned } from './at-the-catalog.ts';
import type { StepTold } from './fact-of.ts';
import { eventOf, type PatronTestService } from './open-patron-service.ts';

export { factOf, takingBack } from './fact-of.ts';

/** A reservation written for the person with the card of that serial, now. */
export async function reserve(
  service: PatronTestService,
  serial: number,
  more: { title?: string; pickupLibrary?: string; recordId?: number; protectiveCover?: boolean } = {},
): Promise<{ reservationId: ReservationId; number: string; patronId: PatronId }> {
  const patronId = await service.patronId(makeBarcode('card', serial));
  const reservationId = ReservationIdSchema.parse(randomUUID());
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

/** A milestone without the fields that every one of a test has. */
export type Step = Pick<Milestone, 'allocation'> & MilestoneStep;

/** Gives the catalog what a milestone follows from, and has the process tell it, now. */
export async function record(service: PatronTestService, reservationId: string, step: Step): Promise<void> {
  const milestone = { ...step, reservationId, at: service.deps.now() };
  await change(service, reservationId, followedBy(service, milestone), { tell: false });
  await say(service, reservationId, step);
}

/** Has the process of a reservation tell a milestone, now, whatever the catalog has. */
export async function say(service: PatronTestService, reservationId: string, step: Step): Promise<void> {
  await recordMilestone(service.deps, { ...step, reservationId, at: service.deps.now() });
}

/** Has the service hear from the catalog whether anybody waits for a title. */
export async function hearWaiting(
  service: PatronTestService,
  recordId: number,
  waiting: boolean,
  sequence = '1',
): Promise<void> {
  const data = { recordId: String(recordId), waiting, at: service.deps.now() };
  await hearFacts(service.deps)(eventOf('catalog.title.waiting', data, sequence));
}

/** The catalog keeps a fact, and tells how its reservation stands then. */
export async function hear(service: PatronTestService, heard: StepTold): Promise<void> {
  await change(service, heard.fact.reservationId ?? '', scanned(heard));
}
