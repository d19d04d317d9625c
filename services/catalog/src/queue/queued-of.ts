import type { Queued } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { latestJourneyOfReservation } from '../ledger/journey.ts';
import { allocationOf } from './allocation-of.ts';
import { queuePosition } from './queue-positions.ts';

/** Where a reservation stands in the queue, with its copy if it has one. Refuses STATE_CHANGED when it has left. */
export async function queuedOf(tx: Transaction, reservationId: string): Promise<Decision<Queued>> {
  const { state } = await tx.queueEntry.findUniqueOrThrow({ where: { reservationId } });
  if (state === 'left' || state === 'closed') return refuse('STATE_CHANGED');
  if (state !== 'allocated') return allow({ position: (await queuePosition(tx, reservationId)) ?? 1 });
  const journey = await latestJourneyOfReservation(tx, reservationId);
  if (journey === undefined) throw new Error(`Reservation ${reservationId} is allocated and has no copy`);
  return allow({ position: 1, allocation: await allocationOf(tx, journey) });
}
