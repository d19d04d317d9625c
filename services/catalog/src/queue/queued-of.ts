import type { Queued } from '@toshobin/contracts';
import { isQueued } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { latestJourneyOfReservation } from '../ledger/journey.ts';
import { allocationOf } from './allocation-of.ts';
import { queuePosition } from './queue-positions.ts';

/** The place of a reservation in the queue; or its copy, also of a counter loan when the copy is home by now. */
export async function queuedOf(tx: Transaction, reservationId: string): Promise<Queued> {
  const { state } = await tx.queueEntry.findUniqueOrThrow({ where: { reservationId } });
  if (isQueued(state)) return { position: (await queuePosition(tx, reservationId)) ?? 1 };
  const journey = await latestJourneyOfReservation(tx, reservationId);
  if (journey === undefined) throw new Error(`Reservation ${reservationId} is ${state} and has no copy`);
  return { position: 1, allocation: await allocationOf(tx, journey) };
}
