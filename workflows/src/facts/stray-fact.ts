import type { Client } from '@temporalio/client';
import { type KnownEvent, taskQueues } from '@toshobin/contracts';
import { signalWithStartOnce } from '@toshobin/temporal';
import { type StrayFact, strayFactProcess } from '../stray-fact/stray-fact-process.ts';

/** The facts that say where a copy is, or whose: without an open process somebody should look (design §4). */
const ofCopies: readonly KnownEvent['type'][] = [
  'catalog.copy.allocated',
  'catalog.copy.scanned',
  'catalog.allocation.withdrawn',
  'catalog.reservation.unservable',
  'catalog.loan.lost',
  'shipping.copy.moved',
];

/**
 * A fact came for a process that has ended or is not there: a small process of its own looks, and makes a row for staff
 * unless the copy is home. One a reservation; a further fact has it look again.
 */
export async function lookAfterStray(
  client: Client,
  event: KnownEvent,
  reservationId: string,
): Promise<void> {
  if (!ofCopies.includes(event.type)) return;
  const stray: StrayFact = { reservationId, factType: event.type };
  await signalWithStartOnce(client, {
    workflowType: strayFactProcess.workflowType,
    workflowId: strayFactProcess.workflowId(reservationId),
    taskQueue: taskQueues.processes,
    startInput: stray,
    signalName: strayFactProcess.signals.lookAgain,
    input: stray,
    requestId: event.id,
    idReuse: 'whenEnded',
  });
}
