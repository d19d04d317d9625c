import { reservationProcess, reservationWorkflowId } from '@toshobin/contracts';
import { beginAnew } from '../../facts/begin-anew.ts';
import type { BareLibrary } from '../bare/bare-library.ts';

/** Begins a process from its id, as the repair and the bridge do. */
export async function beginFromId(library: BareLibrary, reservationId: string): Promise<void> {
  const [request] = await library.patron.requestsOf({ reservationIds: [reservationId] });
  if (request === undefined) return;
  const { state } = library.catalog.standingOf(reservationId) ?? {};
  const pickupLibrary = state?.pickupLibrary ?? request.pickupLibrary;
  const told = { signalName: reservationProcess.signals.lookAgain, input: { at: await library.now() } };
  await beginAnew(library.engine.processes, { reservationId, pickupLibrary }, told);
}

/** Ends every process where it stands, and begins it again. */
export async function begunOnceMore(library: BareLibrary): Promise<void> {
  for (const reservationId of library.reservations) {
    const workflowId = reservationWorkflowId(reservationId);
    if (!library.engine.isRunning(workflowId)) continue;
    await library.engine.end(workflowId);
    await beginFromId(library, reservationId);
  }
  await library.settle();
}
