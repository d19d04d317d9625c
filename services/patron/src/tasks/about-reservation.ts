import type { TaskKind, TaskWhy } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import { clearTasks, openTask } from '@toshobin/tasks';
import type { Transaction } from '../database.ts';

interface Of {
  reservationId: string;
  at: Instant;
}

/** R2, R6. No mail reaches the patron of a reservation: the desk telephones. One open task a reservation. */
export async function callPatron(
  tx: Transaction,
  { reservationId, why, at }: Of & { why: TaskWhy },
): Promise<void> {
  await openTask(tx, { kind: 'callPatron', subject: { reservationId }, why, at });
}

/** The process of a reservation can't be started: the desk looks into it. One open task a reservation. */
export async function startByHand(tx: Transaction, { reservationId, at }: Of): Promise<void> {
  await openTask(tx, { kind: 'startReservation', subject: { reservationId }, why: 'notStarted', at });
}

/**
 * The catalog answered an older version than it had told, as one does whose database was put back and whose epoch was
 * not raised: the others have lost what it had told since. One open task a reservation.
 */
export async function versionWentBack(tx: Transaction, { reservationId, at }: Of): Promise<void> {
  await openTask(tx, { kind: 'versionWentBack', subject: { reservationId }, why: 'catalogOlder', at });
}

const settled =
  (kind: TaskKind) =>
  async (tx: Transaction, { reservationId, at }: Of): Promise<void> =>
    void (await clearTasks(tx, { kinds: [kind], subject: { reservationId }, by: 'process', at }));

/** The patron knows, or the news is no longer so (handed out, ended, back in the queue). */
export const nobodyToCall = settled('callPatron');
/** The process of the reservation runs, whoever started it. */
export const nothingToStart = settled('startReservation');
/** The catalog has told the reservation anew, in a later epoch. */
export const versionGoesOn = settled('versionWentBack');
