import { setTimeout as wait } from 'node:timers/promises';
import { WorkflowNotFoundError } from '@temporalio/client';
import {
  type KnownByProcess,
  KnownByProcessSchema,
  reservationOfWorkflow,
  reservationProcess,
  reservationWorkflowId,
} from '@toshobin/contracts';
import { temporalAway, temporalBusy } from '@toshobin/temporal';
import type { OpenLibrary } from './open-library.ts';

/** Milliseconds after which a process is taken not to answer. */
const ANSWER_MS = 10_000;
/** Milliseconds for which a server that gives no answer is asked again, and between two questions. */
const PATIENCE_MS = 15_000;
const AGAIN_MS = 1_000;

/** The processes of reservations that run. */
export interface KnownProcesses {
  /** As Temporal's list has them, which is written behind the runs: minutes behind, of one that was killed or is busy. */
  listed: ReadonlySet<string>;
  /** Asks the run itself: nothing is accused by the list alone. */
  runs(reservationId: string): Promise<boolean>;
  /** What a process knows; undefined: it gives no answer. */
  ask(reservationId: string): Promise<KnownByProcess | undefined | 'notAsked'>;
}

/**
 * Lists those that run, page by page; asked one by one what they know, unless they are not to be asked. Throws what was asked
 * where the server does not answer for a while.
 */
export async function listProcesses(
  { temporal }: Pick<OpenLibrary, 'temporal'>,
  asks: boolean,
  patienceMs = PATIENCE_MS,
): Promise<KnownProcesses> {
  const { client } = temporal;
  const query = `WorkflowType = '${reservationProcess.workflowType}' AND ExecutionStatus = 'Running'`;
  const list = async () => {
    const listed = new Set<string>();
    for await (const { workflowId } of client.workflow.list({ query, pageSize: 1_000 })) {
      const reservationId = reservationOfWorkflow(workflowId);
      if (reservationId) listed.add(reservationId);
    }
    return listed;
  };
  return {
    listed: await answered('which reservations have a process', patienceMs, list),
    async runs(reservationId) {
      const handle = client.workflow.getHandle(reservationWorkflowId(reservationId));
      try {
        const describe = () => client.withDeadline(Date.now() + ANSWER_MS, () => handle.describe());
        const { status } = await answered(`whether ${handle.workflowId} runs`, patienceMs, describe);
        return status.name === 'RUNNING';
      } catch (fault) {
        if (fault instanceof WorkflowNotFoundError) return false;
        throw fault;
      }
    },
    async ask(reservationId) {
      if (!asks) return 'notAsked';
      try {
        const handle = client.workflow.getHandle(reservationWorkflowId(reservationId));
        const answer = await client.withDeadline(Date.now() + ANSWER_MS, () =>
          handle.query<unknown>(reservationProcess.queries.known),
        );
        return KnownByProcessSchema.parse(answer);
      } catch {
        // Away, ended meanwhile, or failing: all of it is no answer, and looked at again.
        return undefined;
      }
    },
  };
}

/** Temporal's answer; a server that is away or has too much to do is asked again for a while. */
async function answered<T>(question: string, patienceMs: number, ask: () => Promise<T>): Promise<T> {
  for (const until = performance.now() + patienceMs; ; await wait(AGAIN_MS)) {
    try {
      return await ask();
    } catch (fault) {
      if (!(fault instanceof Error && (temporalAway(fault) || temporalBusy(fault)))) throw fault;
      if (performance.now() < until) continue;
      const why = fault.cause instanceof Error ? `${fault.message}: ${fault.cause.message}` : fault.message;
      throw new Error(`Temporal did not answer ${question} (${why}): run the audit again`, { cause: fault });
    }
  }
}
