import type { Client } from '@temporalio/client';
import {
  type KnownEvent,
  type ReservationRequest,
  reservationProcess,
  startOfReservation,
} from '@toshobin/contracts';
import { signalWithStartOnce } from '@toshobin/temporal';

/**
 * A return that had ended a process was taken back: the loan goes on, and a new run of its process with it. Only here
 * (and in the nightly repair of a process that was terminated) an id is used again. A process that has not ended yet
 * looks at the databases again.
 */
export async function reopenReservation(
  client: Client,
  { id, data }: Extract<KnownEvent, { type: 'catalog.loan.reopened' }>,
): Promise<void> {
  const { reservationId, recordId, pickupLibrary, pickupLibraryName, channel, joinedAt } = data;
  const request = { reservationId, recordId, pickupLibrary, pickupLibraryName, channel, appliedAt: joinedAt };
  await startAgain(client, { ...request, underWay: true }, id, data.at);
}

/** Starts the process of a reservation that is under way, unless it runs. The same request id twice is one run. */
export async function startAgain(
  client: Client,
  request: ReservationRequest & { underWay: true },
  requestId: string,
  at: string,
): Promise<void> {
  const { workflowType, workflowId, taskQueue, input, staticSummary, searchAttributes } =
    startOfReservation(request);
  await signalWithStartOnce(client, {
    workflowType,
    workflowId,
    taskQueue,
    startInput: input,
    signalName: reservationProcess.signals.lookAgain,
    input: { at },
    requestId,
    staticSummary,
    searchAttributes,
    idReuse: 'whenEnded',
  });
}
