import type { Instant } from '@toshobin/lending-rules';
import { clearTasks, openTask } from '@toshobin/tasks';
import type { Transaction } from '../database.ts';

interface Of {
  reservationId: string;
  at: Instant;
}

/**
 * The catalog answered an older version than it had told, as one does whose database was put back and whose epoch was not
 * raised: what it had told since is lost to the others. One open task a reservation.
 */
export async function versionWentBack(tx: Transaction, { reservationId, at }: Of): Promise<void> {
  await openTask(tx, { kind: 'versionWentBack', subject: { reservationId }, why: 'catalogOlder', at });
}

/** The catalog has told it anew, in an epoch after that. */
export async function versionGoesOn(tx: Transaction, { reservationId, at }: Of): Promise<void> {
  await clearTasks(tx, { kinds: ['versionWentBack'], subject: { reservationId }, by: 'process', at });
}
