import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import {
  type EventData,
  type KnownByProcess,
  KnownByProcessSchema,
  parcelWorkflowId,
  type ReservationRequest,
  reservationOfWorkflow,
  reservationProcess,
  reservationWorkflowId,
  searchAttributes,
} from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import { answeredTooLate, progressOf, signalWorkflow, temporalAway, temporalBusy } from '@toshobin/temporal';
import { z } from 'zod';
import { beginAnew } from '../facts/begin-anew.ts';
import { processesOf } from '../facts/processes.ts';
import { startParcel } from '../facts/start-parcel.ts';

/** What became of the reservations asked about so far, each in one of the three. */
const ReconciledSchema = z.object({
  /** Processes that were told to look again. */
  looked: z.int(),
  /** Reservations of which no process runs: it never began, has ended, or was ended from outside. */
  missing: z.array(z.string()),
  /** Those of which Temporal answers with a fault, with the fault's kind. */
  failed: z.array(z.string()),
});
export type Reconciled = z.infer<typeof ReconciledSchema>;

/** What became of the reservations asked about so far, each in one of the two. */
const AskedSchema = z.object({
  known: z.array(KnownByProcessSchema),
  /** No process runs, or it did not answer. */
  unanswered: z.array(z.string()),
  /** How many run and were not asked, as they were heard to know all. */
  heard: z.int().default(0),
});
type Asked = z.infer<typeof AskedSchema>;

/** What became of the parcels asked about so far. */
const ReconciledParcelsSchema = z.object({
  /** Processes that run. */
  run: z.int(),
  /** Processes that had ended though their parcel is under way, and were begun anew. */
  begunAnew: z.int(),
});
type ReconciledParcels = z.infer<typeof ReconciledParcelsSchema>;

export interface OperationActivities {
  /**
   * Asks the process of each reservation what it knows, by a query, which adds no event to its history. Of a process
   * that was heard to know all it asks only whether it runs: a query of one that no worker remembers replays it.
   */
  askWhatTheyKnow(query: { reservationIds: readonly string[]; heard?: readonly string[] }): Promise<Asked>;
  /** Has each open reservation look again at the databases, and reports those whose process is not open. */
  reconcileReservations(command: { reservationIds: readonly string[]; at: Instant }): Promise<Reconciled>;
  /** Starts the processes of reservations that are under way and have none that runs; answers how many. */
  restartReservations(command: { requests: readonly ReservationRequest[]; at: Instant }): Promise<number>;
  /**
   * Begins the processes of parcels anew that do not run. A process that runs asks shipping itself before it acts; it
   * is told to look again only where it notes a message that it had no use for.
   */
  reconcileParcels(command: {
    parcels: readonly EventData<'shipping.parcel.dispatched'>[];
    at: Instant;
  }): Promise<ReconciledParcels>;
  /** Reservations whose process runs, a page of at most 200; `next` names the page after it, null: there is none. */
  runningReservations(query: {
    page: string | null;
  }): Promise<{ reservationIds: string[]; next: string | null }>;
  /** Whether the process of a reservation fails at its own code, again and again. */
  isStuck(query: { reservationId: string }): Promise<boolean>;
}

/** What processes need of Temporal itself. */
export function operationActivities(client: Client): OperationActivities {
  const processes = processesOf(client);
  return {
    async askWhatTheyKnow({ reservationIds, heard = [] }) {
      const heardOf = new Set(heard);
      const progress = progressOf((noted) => AskedSchema.safeParse(noted).data);
      const asked: Asked = progress.from ?? { known: [], unanswered: [], heard: 0 };
      const done = asked.known.length + asked.unanswered.length + asked.heard;
      for (const reservationId of reservationIds.slice(done)) {
        const { isRunning, ignoresMessage } = await runOf(client, reservationWorkflowId(reservationId));
        const knowsAll = heardOf.has(reservationId) && !ignoresMessage;
        const known = isRunning && !knowsAll ? await knownByProcess(client, reservationId) : undefined;
        if (isRunning && knowsAll) asked.heard += 1;
        else if (known) asked.known.push(known);
        else asked.unanswered.push(reservationId);
        progress.note(asked);
      }
      return asked;
    },

    async reconcileReservations({ reservationIds, at }) {
      const progress = progressOf((noted) => ReconciledSchema.safeParse(noted).data);
      // The reservations that a try had done before it was cut off are not asked again.
      const reconciled: Reconciled = progress.from ?? { looked: 0, missing: [], failed: [] };
      const { looked, missing, failed } = reconciled;
      const done = looked + missing.length + failed.length;
      for (const reservationId of reservationIds.slice(done)) {
        try {
          if (await looksAgain(client, reservationId, at)) reconciled.looked += 1;
          else missing.push(reservationId);
        } catch (fault) {
          if (temporalAway(fault) || temporalBusy(fault) || !(fault instanceof Error)) throw fault;
          failed.push(`${reservationId}: ${fault.name}`);
        }
        progress.note(reconciled);
      }
      return reconciled;
    },

    async restartReservations({ requests, at }) {
      const progress = progressOf((noted) => z.int().safeParse(noted).data);
      let done = progress.from ?? 0;
      for (const request of requests.slice(done)) {
        const { lookAgain: signalName } = reservationProcess.signals;
        await beginAnew(processes, request, { signalName, input: { at } });
        progress.note(++done);
      }
      return requests.length;
    },

    async reconcileParcels({ parcels, at }) {
      const progress = progressOf((noted) => ReconciledParcelsSchema.safeParse(noted).data);
      const reconciled: ReconciledParcels = progress.from ?? { run: 0, begunAnew: 0 };
      for (const parcel of parcels.slice(reconciled.run + reconciled.begunAnew)) {
        const { parcelNumber } = parcel;
        const run = await runOf(client, parcelWorkflowId(parcelNumber));
        // The signal tells a process that runs to look again, and begins one that does not.
        if (!run.isRunning || run.ignoresMessage) {
          await startParcel(processes, parcel, at);
        }
        if (run.isRunning) reconciled.run += 1;
        else reconciled.begunAnew += 1;
        progress.note(reconciled);
      }
      return reconciled;
    },

    async runningReservations({ page }) {
      const { executions, nextPageToken } = await client.workflowService.listWorkflowExecutions({
        namespace: client.options.namespace,
        query: `WorkflowType = '${reservationProcess.workflowType}' AND ExecutionStatus = 'Running'`,
        pageSize: RUNNING_PAGE,
        nextPageToken: page === null ? null : Buffer.from(page, 'base64'),
      });
      const ids = executions.map(({ execution }) => reservationOfWorkflow(execution?.workflowId ?? ''));
      const isLast = nextPageToken === null || nextPageToken === undefined || nextPageToken.length === 0;
      return {
        reservationIds: ids.filter((id) => id !== undefined),
        next: isLast ? null : Buffer.from(nextPageToken).toString('base64'),
      };
    },

    async isStuck({ reservationId }) {
      const { raw } = await client.workflow.getHandle(reservationWorkflowId(reservationId)).describe();
      return (raw.pendingWorkflowTask?.attempt ?? 1) > 1;
    },
  };
}

/** How the server (1.30 or newer) tells that a history can't be replayed, after some failures in a row. */
const UNREPEATABLE = 'cause=WorkflowTaskFailedCauseNonDeterministicError';

/** Ends a run whose history no worker's code repeats: it would never go on, and the next needs nothing but the id. */
async function endedAsUnrepeatable(client: Client, workflowId: string): Promise<boolean> {
  const handle = client.workflow.getHandle(workflowId);
  try {
    const { status, searchAttributes: told } = await handle.describe();
    const problems: readonly unknown[] = told.TemporalReportedProblems ?? [];
    if (status.name !== 'RUNNING' || !problems.includes(UNREPEATABLE)) return false;
    await handle.terminate('Its history is not repeated by the code of its workers');
    return true;
  } catch (fault) {
    if (fault instanceof WorkflowNotFoundError) return false;
    throw fault;
  }
}

const RUNNING_PAGE = 200;

/** Milliseconds after which a process is taken not to answer. */
const ANSWER_MS = 5_000;

/**
 * What a reservation's process knows; undefined when it does not answer: its code fails, or nobody carries it out. The
 * server has just described the process, so a late answer is the process's own, and stands in the way of no other.
 */
async function knownByProcess(client: Client, reservationId: string): Promise<KnownByProcess | undefined> {
  const workflowId = reservationWorkflowId(reservationId);
  try {
    const answer = await client.withDeadline(Date.now() + ANSWER_MS, () =>
      client.workflow.getHandle(workflowId).query<unknown>(reservationProcess.queries.known),
    );
    return KnownByProcessSchema.parse(answer);
  } catch (fault) {
    if ((temporalAway(fault) && !answeredTooLate(fault)) || !(fault instanceof Error)) throw fault;
    return undefined;
  }
}

async function runOf(
  client: Client,
  workflowId: string,
): Promise<{ isRunning: boolean; ignoresMessage: boolean }> {
  try {
    const { status, typedSearchAttributes } = await client.workflow.getHandle(workflowId).describe();
    return {
      isRunning: status.name === 'RUNNING',
      ignoresMessage: typedSearchAttributes.get(searchAttributes.ignoredMessage) ?? false,
    };
  } catch (fault) {
    if (fault instanceof WorkflowNotFoundError) return { isRunning: false, ignoresMessage: false };
    throw fault;
  }
}

/** Has a reservation's process look again; false where none runs that could. */
async function looksAgain(client: Client, reservationId: string, at: Instant): Promise<boolean> {
  const workflowId = reservationWorkflowId(reservationId);
  if (await endedAsUnrepeatable(client, workflowId)) return false;
  const delivery = await signalWorkflow(client, {
    workflowId,
    signalName: reservationProcess.signals.lookAgain,
    input: { at },
  });
  return delivery === 'delivered';
}
