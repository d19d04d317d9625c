import { type Fact, FactSchema, instantFromDate, type Position, positionOf } from '@toshobin/lending-rules';
import type { Loan, Prisma, Scan } from '../generated/prisma/client.ts';
import type { AllocationEnding, Channel, QueueState } from '../generated/prisma/enums.ts';
import type { Tx } from '../open-database.ts';

/** One allocation of a copy with all that has happened in it: the way from the shelf and back. */
export interface Journey {
  allocation: number;
  reservationId: string;
  copyId: bigint;
  openedAt: Date;
  open: boolean;
  ending: AllocationEnding | null;
  entry: { state: QueueState; pickupLibrary: string; recordId: bigint; channel: Channel; joinedAt: Date };
  loan: Loan | null;
  facts: Fact[];
  position: Position;
}

/**
 * The copy's latest allocation, open or not. Whether it is over is told by its position (home). One that a return taken
 * back had made is left out: for the copy it never was.
 */
export function latestJourneyOfCopy(tx: Tx, copyId: bigint): Promise<Journey | undefined> {
  return findJourney(tx, { copyId, ...notUndone });
}

/** The allocations that count for a copy. */
export const notUndone = {
  OR: [{ ending: null }, { ending: { not: 'returnUndone' } }],
} satisfies Prisma.AllocationWhereInput;

/** The reservation's latest allocation, open or not. */
export function latestJourneyOfReservation(tx: Tx, reservationId: string): Promise<Journey | undefined> {
  return findJourney(tx, { reservationId });
}

/** That allocation; undefined when there never was one of that number. */
export function journeyOf(tx: Tx, allocation: number): Promise<Journey | undefined> {
  return findJourney(tx, { number: allocation });
}

async function findJourney(tx: Tx, which: Prisma.AllocationWhereInput): Promise<Journey | undefined> {
  const found = await tx.allocation.findFirst({
    where: which,
    orderBy: { number: 'desc' },
    include: {
      loan: true,
      entry: {
        select: { state: true, pickupLibrary: true, recordId: true, channel: true, joinedAt: true },
      },
    },
  });
  if (found === null) return undefined;
  const scans = await tx.scan.findMany({
    where: { allocation: found.number, kind: { notIn: ['notOnShelf', 'lost'] } },
    orderBy: { sequence: 'asc' },
  });
  const facts = scans.map(factOf);
  return {
    allocation: found.number,
    reservationId: found.reservationId,
    copyId: found.copyId,
    openedAt: found.openedAt,
    open: found.closedAt === null,
    ending: found.ending,
    entry: found.entry,
    loan: found.loan,
    facts,
    position: positionOf(facts, found.number),
  };
}

/**
 * The journey a copy is on: its latest allocation until it is home. One that ended before the copy had left its shelf
 * is over as well, and so is one that was withdrawn: its reservation went on, and the copy goes home for nobody.
 */
export function underWay(journey: Journey | undefined): Journey | undefined {
  if (journey === undefined || journey.position.furthest === 'home' || wasWithdrawn(journey))
    return undefined;
  return journey.open || journey.position.furthest !== 'allocated' ? journey : undefined;
}

const WITHDRAWN: readonly (AllocationEnding | null)[] = [
  'notOnShelf',
  'lostInTransit',
  'passedOn',
  'lentAtCounter',
  'swapped',
  'returnUndone',
  'outOfService',
];

/** Whether an allocation ended by a withdrawal, so that its reservation went on without that copy. */
export function wasWithdrawn({ ending }: Pick<Journey, 'ending'>): boolean {
  return WITHDRAWN.includes(ending);
}

/** The facts of a journey that no other takes back. */
export function standingFacts({ facts }: Pick<Journey, 'facts'>): Fact[] {
  const voided = new Set(facts.flatMap((fact) => fact.voids ?? []));
  return facts.filter((fact) => fact.voids === undefined && !voided.has(fact.factId));
}

/** A stored scan as everybody else hears it. */
export function factOf(scan: Scan): Fact {
  return FactSchema.parse({
    factId: scan.factId,
    kind: scan.kind,
    copyId: String(scan.copyId),
    reservationId: scan.reservationId,
    allocation: scan.allocation,
    leg: scan.leg,
    place: scan.place,
    occurredAt: instantFromDate(scan.occurredAt),
    recordedAt: instantFromDate(scan.recordedAt),
    ...(scan.voids === null ? {} : { voids: scan.voids }),
  });
}
