import { derivedId } from '@toshobin/service';
import type { Transaction } from '../database.ts';
import type { Loan } from '../generated/prisma/client.ts';
import { holdRoundOf, type Journey, journeyOf, standingFacts } from '../ledger/journey.ts';
import type { LockedCopy } from '../ledger/lock-copy.ts';
import { recordFact } from '../ledger/record-fact.ts';
import { allocate } from './allocate.ts';

/** A copy that is not on its shelf, for a reservation that has none. */
interface GivenWhereItStands {
  copy: LockedCopy;
  reservationId: string;
  /** The journey that brought the copy where it stands. */
  from: Journey;
  /** The loan the reservation had with its former copy: its dates stay. */
  loan: Loan | null;
  /** The reservation's former allocation, in whose place this one stands; without one it begins anew with that copy. */
  insteadOf?: Journey;
  at: Date;
  recordedAt: Date;
}

async function journeyNumber(tx: Transaction, allocation: number): Promise<number> {
  const { journey } = await tx.allocation.findUniqueOrThrow({
    where: { number: allocation },
    select: { journey: true },
  });
  return journey ?? allocation;
}

/**
 * Chooses a copy for a reservation where the copy stands: what was scanned of it is stated again for the new
 * allocation, and the loan keeps its dates. The record and the copy are locked; neither has an open allocation.
 */
export async function allocateWhereItStands(tx: Transaction, given: GivenWhereItStands): Promise<Journey> {
  const { copy, reservationId, from, insteadOf, at, recordedAt } = given;
  const entry = await tx.queueEntry.findUniqueOrThrow({ where: { reservationId } });
  const stood = insteadOf === undefined ? undefined : await journeyNumber(tx, insteadOf.allocation);
  const { allocation: number } = await allocate(tx, copy, entry, at, stood);
  if (given.loan !== null) {
    const { startedAt, dueDate, dueAt, extendedAt, toldAt } = given.loan;
    await tx.loan.create({ data: { allocation: number, startedAt, dueDate, dueAt, extendedAt, toldAt } });
  }
  if (insteadOf !== undefined) await keepHold(tx, insteadOf, number);
  const journey = await journeyOf(tx, number);
  if (journey === undefined) throw new Error(`Allocation ${number} was made and is not there`);
  for (const fact of standingFacts(from)) {
    await recordFact(tx, {
      factId: derivedId(fact.factId, `allocation ${number}`),
      kind: fact.kind,
      copyId: copy.id,
      journey,
      leg: fact.leg,
      place: fact.place,
      occurredAt: new Date(fact.occurredAt),
      recordedAt,
    });
  }
  return journey;
}

/** R6. The hold goes on as it was told, with the copy that stands there; one of a scan taken back ends. */
async function keepHold(tx: Transaction, insteadOf: Journey, number: number): Promise<void> {
  const { holdDate, holdAt, holdRound, holdToldAt, holdHeard } = await tx.allocation.findUniqueOrThrow({
    where: { number: insteadOf.allocation },
  });
  if (holdAt === null && holdHeard === null) return;
  const goesOn = holdRound === holdRoundOf(insteadOf);
  await tx.allocation.update({
    where: { number },
    // The copy's scans are stated anew, so none of them counts as taken back.
    data: { holdDate, holdAt, holdToldAt, holdHeard, holdRound: goesOn ? 0 : null },
  });
}
