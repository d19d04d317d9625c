import { type Fact, FactSchema, instantFromDate, type Position, positionOf } from '@toshobin/lending-rules';
import type { Loan, Scan } from '../generated/prisma/client.ts';
import type { AllocationEnding, QueueState } from '../generated/prisma/enums.ts';
import type { Tx } from '../open-database.ts';

/** One allocation of a copy with all that has happened in it: the way from the shelf and back. */
export interface Journey {
  allocation: number;
  reservationId: string;
  copyId: bigint;
  openedAt: Date;
  open: boolean;
  ending: AllocationEnding | null;
  entry: { state: QueueState; pickupLibrary: string; recordId: bigint };
  loan: Loan | null;
  facts: Fact[];
  position: Position;
}

/** The copy's latest allocation, open or not. Whether it is over is told by its position (home). */
export function latestJourneyOfCopy(tx: Tx, copyId: bigint): Promise<Journey | undefined> {
  return findJourney(tx, { copyId });
}

/** The reservation's latest allocation, open or not. */
export function latestJourneyOfReservation(tx: Tx, reservationId: string): Promise<Journey | undefined> {
  return findJourney(tx, { reservationId });
}

/** That allocation; undefined when there never was one of that number. */
export function journeyOf(tx: Tx, allocation: number): Promise<Journey | undefined> {
  return findJourney(tx, { number: allocation });
}

type Which = { copyId: bigint } | { reservationId: string } | { number: number };

async function findJourney(tx: Tx, which: Which): Promise<Journey | undefined> {
  const found = await tx.allocation.findFirst({
    where: which,
    orderBy: { number: 'desc' },
    include: { loan: true, entry: { select: { state: true, pickupLibrary: true, recordId: true } } },
  });
  if (found === null) return undefined;
  const scans = await tx.scan.findMany({
    where: { allocation: found.number, kind: { not: 'notOnShelf' } },
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
 * is over as well.
 */
export function underWay(journey: Journey | undefined): Journey | undefined {
  if (journey === undefined || journey.position.furthest === 'home') return undefined;
  return journey.open || journey.position.furthest !== 'allocated' ? journey : undefined;
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
