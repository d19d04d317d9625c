import type { ReservationFact } from '@toshobin/contracts';
import { type Fact, positionOf } from '@toshobin/lending-rules';
import { writeEvent } from '../facts/write-event.ts';
import type { Tx } from '../open-database.ts';
import { settleByFact } from '../tasks/settled-by-fact.ts';
import { type Whereabouts, whereaboutsOf } from './copy-place.ts';
import { factOf, type Journey, notUndone } from './journey.ts';

/** Something that happened to a copy, as it is to be recorded. */
export interface NewFact {
  factId: string;
  kind: Fact['kind'];
  copyId: bigint;
  /** The allocation it belongs to; undefined when the copy is of nobody's reservation. */
  journey: Journey | undefined;
  leg: Fact['leg'];
  place: string | null;
  /** The moment that counts; `scannedAt` the device's, when another. */
  occurredAt: Date;
  scannedAt?: Date;
  recordedAt: Date;
  voids?: string | undefined;
  account?: string;
  bookDrop?: boolean;
  /** Why staff recorded what they had not seen, or against the rule. */
  reason?: string | undefined;
}

/**
 * Appends a fact under the copy's lock, and has the loan and the copy's place follow from it. Only the copy's latest
 * allocation moves it: facts of an older one are kept and change nothing else.
 */
export async function recordFact(tx: Tx, fact: NewFact): Promise<Fact> {
  const { journey } = fact;
  const row = await tx.scan.create({
    data: {
      factId: fact.factId,
      kind: fact.kind,
      copyId: fact.copyId,
      reservationId: journey?.reservationId ?? null,
      allocation: journey?.allocation ?? null,
      leg: fact.leg,
      place: fact.place,
      occurredAt: fact.occurredAt,
      scannedAt: fact.scannedAt ?? fact.occurredAt,
      recordedAt: fact.recordedAt,
      voids: fact.voids ?? null,
      account: fact.account ?? null,
      bookDrop: fact.bookDrop ?? false,
      reason: fact.reason ?? null,
    },
  });
  const recorded = factOf(row);
  await settleByFact(tx, recorded);
  if (journey === undefined) return recorded;
  const before = journey.position.furthest;
  journey.facts.push(recorded);
  journey.position = positionOf(journey.facts, journey.allocation);
  await markLoan(tx, journey);
  // What tells nothing new of the journey must not bring the copy back from where it was seen since.
  if (journey.position.furthest !== before && (await isLatestOfCopy(tx, journey))) {
    const where = whereaboutsOf(journey.position, journey.entry.pickupLibrary, journey.open);
    await moveCopy(tx, fact.copyId, where);
  }
  return recorded;
}

/** The loan knows the earliest hand-out and hand-in that no fact voids. */
async function markLoan(tx: Tx, journey: Journey): Promise<void> {
  if (journey.loan === null) return;
  const { handedOutAt, handedInAt } = journey.position;
  journey.loan = await tx.loan.update({
    where: { allocation: journey.allocation },
    data: { handedOutAt: handedOutAt ?? null, handedInAt: handedInAt ?? null },
  });
}

export async function isLatestOfCopy(tx: Tx, journey: Journey): Promise<boolean> {
  const newer = await tx.allocation.findFirst({
    where: { copyId: journey.copyId, number: { gt: journey.allocation }, ...notUndone },
    select: { number: true },
  });
  return newer === null;
}

/** Puts a copy somewhere, under its lock. */
export async function moveCopy(tx: Tx, copyId: bigint, where: Whereabouts): Promise<void> {
  await tx.copy.update({ where: { id: copyId }, data: where });
}

/** Tells the others of a scan of ours. */
export async function publishScan(
  tx: Tx,
  fact: Fact,
  more: Pick<ReservationFact, 'due' | 'declared'> = {},
): Promise<void> {
  await writeEvent(tx, {
    id: fact.factId,
    type: 'catalog.copy.scanned',
    subject: fact.copyId,
    at: new Date(fact.recordedAt),
    data: { fact, ...more },
  });
}

/**
 * The moment a scan counts for: the device's, but not later than it is recorded, nor earlier than what it follows from:
 * a device whose clock is slow must not begin a loan in the past.
 *
 * @param earlier when the things before it happened; what isn't known bounds nothing
 */
export function countedAt(occurredAt: string, recordedAt: Date, ...earlier: (Date | undefined)[]): Date {
  const bounds = earlier.flatMap((bound) => (bound === undefined ? [] : [bound.getTime()]));
  const occurred = Math.max(new Date(occurredAt).getTime(), ...bounds);
  return new Date(Math.min(occurred, recordedAt.getTime()));
}
