import type { Instant } from '@toshobin/lending-rules';
import { clearTasks, openTask } from '@toshobin/tasks';
import type { Transaction } from '../database.ts';

interface Of {
  reservationId: string;
  at: Instant;
}

/** The process of a reservation can't be started: the desk looks into it. One open task a reservation. */
export async function startByHand(tx: Transaction, { reservationId, at }: Of): Promise<void> {
  await openTask(tx, { kind: 'startReservation', subject: { reservationId }, why: 'notStarted', at });
}

/** The process of the reservation runs, whoever started it. */
export async function nothingToStart(tx: Transaction, { reservationId, at }: Of): Promise<void> {
  await clearTasks(tx, { kinds: ['startReservation'], subject: { reservationId }, by: 'process', at });
}
