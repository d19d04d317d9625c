import type { Queued } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { latestJourneyOfReservation } from '../ledger/journey.ts';
import { allocationOf } from './allocation-of.ts';

/**
 * What the desk made of a counter loan before its process asks: its allocation, also when the copy is home by now.
 * Refuses NOT_FOUND when the desk did not go through with it, or took it back.
 */
export async function lentAtCounter(tx: Transaction, reservationId: string): Promise<Decision<Queued>> {
  const journey = await latestJourneyOfReservation(tx, reservationId);
  if (journey === undefined || journey.entry.state === 'left') return refuse('NOT_FOUND');
  return allow({ position: 1, allocation: await allocationOf(tx, journey) });
}
