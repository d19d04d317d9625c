import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import {
  type ReservationRequest,
  type ReservationSignals,
  reservationProcess,
  reservationWorkflowId,
} from '@toshobin/contracts';
import type { Instant, Outcome } from '@toshobin/lending-rules';
import { OutcomeSchema } from '@toshobin/lending-rules';
import { signalOnce } from '@toshobin/temporal';
import { startAgain } from '../facts/reopen-reservation.ts';

export interface Reconciled {
  /** Processes that were told to look again. */
  looked: number;
  /** Reservations still open in the databases whose process has ended, with how it ended. */
  ended: { reservationId: string; outcome: Outcome }[];
  /** Reservations without a process: never started, terminated, or past their retention. */
  missing: string[];
}

/** What the processes of a closure tell those of the reservations it touches. */
export type ClosureNews =
  | { signal: 'closure'; input: ReservationSignals['closure'] }
  | { signal: 'closureTakenBack'; input: ReservationSignals['closureTakenBack'] };

export interface OperationActivities {
  /** Has each open reservation look again at the databases, and reports those whose process is not open. */
  reconcileReservations(command: { reservationIds: readonly string[]; at: Instant }): Promise<Reconciled>;
  /** Starts the processes of reservations that are under way and have none that runs; answers how many. */
  restartReservations(command: { requests: readonly ReservationRequest[]; at: Instant }): Promise<number>;
  /** Tells each reservation's process of a closure; answers which were open. Key: closure and moment. */
  tellOfClosure(command: { reservationIds: readonly string[]; news: ClosureNews }): Promise<string[]>;
}

/** What processes need of Temporal itself. */
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

    async restartReservations({ requests, at }) {
      for (const request of requests) {
        const requestId = `restart-${request.reservationId}-${at}`;
        await startAgain(client, { ...request, underWay: true }, requestId, at);
      }
      return requests.length;
    },

    async tellOfClosure({ reservationIds, news: { signal, input } }) {
      const told: string[] = [];
      for (const reservationId of reservationIds) {
        const delivery = await signalOnce(client, {
          workflowId: reservationWorkflowId(reservationId),
          signalName: reservationProcess.signals[signal],
          input,
          requestId: `${signal}-${input.closureId}-${input.at}`,
        });
        if (delivery === 'delivered') told.push(reservationId);
      }
      return told;
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
