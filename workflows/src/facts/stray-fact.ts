import type { Client } from '@temporalio/client';
import { type KnownEvent, taskQueues } from '@toshobin/contracts';
import { signalWithStartOnce } from '@toshobin/temporal';
import { type StrayFact, strayFactProcess } from '../stray-fact/stray-fact-process.ts';

/**
 * News came for a process that has ended or is not there: a small process of its own looks, and makes a row for staff
 * unless the copy is home. One a reservation; further news have it look again.
 */
export async function lookAfterStray(
  client: Client,
  { id, data }: Extract<KnownEvent, { type: 'catalog.reservation.changed' }>,
): Promise<void> {
  const { reservationId, news } = data;
  const stray: StrayFact = { reservationId, news };
  await signalWithStartOnce(client, {
    workflowType: strayFactProcess.workflowType,
    workflowId: strayFactProcess.workflowId(reservationId),
    taskQueue: taskQueues.processes,
    startInput: stray,
    signalName: strayFactProcess.signals.lookAgain,
    input: stray,
    requestId: id,
    idReuse: 'whenEnded',
  });
}
