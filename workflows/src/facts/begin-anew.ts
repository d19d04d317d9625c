import type { Client } from '@temporalio/client';
import { type ReservationStart, startOfReservation } from '@toshobin/contracts';
import { signalWithStartOnce } from '@toshobin/temporal';

/**
 * Starts the process of a reservation from its id, unless it runs, and tells it something. Only an admission refuses an id
 * that was used before. The same request id twice is one run.
 */
export async function beginAnew(
  client: Client,
  { reservationId, pickupLibrary, pickupLibraryName }: ReservationStart,
  told: { signalName: string; input: unknown; requestId: string },
): Promise<void> {
  const id = { reservationId, pickupLibrary, ...(pickupLibraryName ? { pickupLibraryName } : {}) };
  const { workflowType, workflowId, taskQueue, input, staticSummary, searchAttributes } =
    startOfReservation(id);
  await signalWithStartOnce(client, {
    ...told,
    workflowType,
    workflowId,
    taskQueue,
    startInput: input,
    staticSummary,
    searchAttributes,
    idReuse: 'whenEnded',
  });
}
