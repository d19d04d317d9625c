import { type EventData, parcelProcess, parcelWorkflowId, taskQueues } from '@toshobin/contracts';
import type { Processes } from './processes.ts';

/**
 * Starts the process of a parcel that has left; one that runs looks again. Its dispatch is told again when its arrival
 * is taken back, and in the night when its process was ended; told late, the first look ends the process.
 */
export async function startParcel(
  processes: Pick<Processes, 'signalWithStart'>,
  parcel: EventData<'shipping.parcel.dispatched'>,
  at: string = parcel.dispatchedAt,
): Promise<void> {
  await processes.signalWithStart({
    workflowType: parcelProcess.workflowType,
    workflowId: parcelWorkflowId(parcel.parcelNumber),
    taskQueue: taskQueues.processes,
    startInput: { parcel },
    signalName: parcelProcess.signals.lookAgain,
    input: { at, parcel },
    staticSummary: `${parcel.direction === 'outward' ? 'To' : 'From'} ${parcel.library}`,
  });
}
