import { now } from '../ports/clock.ts';
import { operations, patron } from '../ports/ports.ts';

export interface Reconciliation {
  /** Processes that looked again at the databases. */
  looked: number;
  /** Reservations whose row is open and of which no process ran: one began, from the id. */
  restarted: number;
  /** Reservations of which Temporal does not answer, and which; left to the next night. */
  failed: readonly string[];
}

/** So many are named; more are another trouble. */
const MOST_NAMED = 20;

export const nothingReconciled: Reconciliation = { looked: 0, restarted: 0, failed: [] };

/** Some open reservations, counted on: where databases and processes differ, the databases win. */
export async function reconcilePage(
  reservationIds: readonly string[],
  before: Reconciliation = nothingReconciled,
): Promise<Reconciliation> {
  if (reservationIds.length === 0) return before;
  const found = await operations.reconcileReservations({ reservationIds, at: now() });
  const sum = {
    looked: before.looked + found.looked,
    restarted: before.restarted,
    failed: [...before.failed, ...found.failed].slice(0, MOST_NAMED),
  };
  if (found.missing.length > 0) {
    const requests = await patron.requestsOf({ reservationIds: found.missing });
    sum.restarted += await operations.restartReservations({ requests, at: now() });
  }
  return sum;
}
