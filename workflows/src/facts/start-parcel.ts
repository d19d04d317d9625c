import type { Client } from '@temporalio/client';
import { type EventData, parcelProcess, parcelWorkflowId, taskQueues } from '@toshobin/contracts';
import { signalWithStartOnce } from '@toshobin/temporal';

/**
 * Starts the process of a parcel that has left, unless it runs: then it looks again. Told again when its arrival was taken
 * back, or in the night when its process was ended; told late, the first look ends it. The same request id twice is one run.
 */
export async function startParcel(
  client: Client,
  requestId: string,
  parcel: EventData<'shipping.parcel.dispatched'>,
  at: string = parcel.dispatchedAt,
): Promise<void> {
  await signalWithStartOnce(client, {
    workflowType: parcelProcess.workflowType,
    workflowId: parcelWorkflowId(parcel.parcelNumber),
    taskQueue: taskQueues.processes,
    startInput: { parcel },
    signalName: parcelProcess.signals.lookAgain,
    input: { at, parcel },
    requestId,
    idReuse: 'whenEnded',
    staticSummary: `${parcel.direction === 'outward' ? 'To' : 'From'} ${parcel.library}`,
  });
}
