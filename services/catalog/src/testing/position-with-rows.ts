import type { Allocation, CatalogPosition } from '@toshobin/contracts';
import { type Deadline, type EntryState, type Fact, isQueued } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { dueOf } from '../ledger/due-of.ts';
import { latestJourneyOfReservation, wasWithdrawn } from '../ledger/journey.ts';
import { allocationOf } from '../queue/allocation-of.ts';
import { positionOfReservation } from '../queue/position-of.ts';

/** What a process is answered, and what the rows have beside it: the entry, and the copy that was chosen last. */
export interface PositionWithRows extends CatalogPosition {
  entry: 'none' | EntryState;
  pickupLibrary?: string;
  allocation?: Allocation;
  facts: Fact[];
  due?: Deadline;
}

export async function positionWithRows(tx: Transaction, reservationId: string): Promise<PositionWithRows> {
  const position = await positionOfReservation(tx, reservationId);
  const entry = await tx.queueEntry.findUnique({ where: { reservationId } });
  if (entry === null) return { ...position, entry: 'none', facts: [] };
  const { state, pickupLibrary } = entry;
  const journey = isQueued(state) ? undefined : await latestJourneyOfReservation(tx, reservationId);
  if (journey === undefined || wasWithdrawn(journey))
    return { ...position, entry: state, pickupLibrary, facts: [] };
  const { facts, loan } = journey;
  const rows = { entry: state, pickupLibrary, facts, allocation: await allocationOf(tx, journey) };
  return { ...position, ...rows, ...(loan === null ? {} : { due: dueOf(loan) }) };
}
