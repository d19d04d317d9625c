import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { reservationProcess, reservationWorkflowId } from '@toshobin/contracts';
import type { Instant, Outcome } from '@toshobin/lending-rules';
import { OutcomeSchema } from '@toshobin/lending-rules';
import { signalOnce } from '@toshobin/temporal';

export interface Reconciled {
  /** Processes that were told to look again. */
  looked: number;
  /** Reservations still open in the databases whose process has ended, with how it ended. */
  ended: { reservationId: string; outcome: Outcome }[];
  /** Reservations without a process: the patron service's sweep starts them. */
  missing: string[];
}

export interface OperationActivities {
  /** Has each open reservation look again at the databases, and reports those whose process is not open. */
  reconcileReservations(command: { reservationIds: readonly string[]; at: Instant }): Promise<Reconciled>;
}

/** What the scheduled processes need of Temporal itself. */
export function operationActivities(client: Client): OperationActivities {
  return {
    async reconcileReservations({ reservationIds, at }) {
      const reconciled: Reconciled = { looked: 0, ended: [], missing: [] };
      for (const reservationId of reservationIds) {
        const workflowId = reservationWorkflowId(reservationId);
        const delivery = await signalOnce(client, {
          workflowId,
          signalName: reservationProcess.signals.lookAgain,
          input: { at },
          requestId: `look-again-${reservationId}-${at}`,
        });
        if (delivery === 'delivered') reconciled.looked += 1;
        else if (delivery === 'unknown') reconciled.missing.push(reservationId);
        else {
          const outcome = await outcomeOfProcess(client, workflowId);
          if (outcome) reconciled.ended.push({ reservationId, outcome });
          else reconciled.missing.push(reservationId);
        }
      }
      return reconciled;
    },
  };
}

/** How a closed process ended; undefined when it was terminated, or its history is past its retention. */
async function outcomeOfProcess(client: Client, workflowId: string): Promise<Outcome | undefined> {
  const handle = client.workflow.getHandle(workflowId);
  try {
    const { status } = await handle.describe();
    return status.name === 'COMPLETED' ? OutcomeSchema.parse(await handle.result()) : undefined;
  } catch (fault) {
    if (fault instanceof WorkflowNotFoundError) return undefined;
    throw fault;
  }
}
