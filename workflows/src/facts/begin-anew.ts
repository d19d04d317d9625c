import { type ReservationStart, startOfReservation } from '@toshobin/contracts';
import type { Processes } from './processes.ts';

/**
 * Starts the process of a reservation from its id, unless it runs, and signals it. Only an admission refuses an id that
 * was used before.
 */
export async function beginAnew(
  processes: Pick<Processes, 'signalWithStart'>,
  { reservationId, pickupLibrary, pickupLibraryName }: ReservationStart,
  told: { signalName: string; input: unknown },
): Promise<void> {
  const id = { reservationId, pickupLibrary, ...(pickupLibraryName ? { pickupLibraryName } : {}) };
  const { workflowType, workflowId, taskQueue, input, staticSummary, searchAttributes } =
    startOfReservation(id);
  const start = { workflowType, workflowId, taskQueue, staticSummary, searchAttributes };
  await processes.signalWithStart({ ...told, ...start, startInput: input });
}
