import { WorkflowNotFoundError } from '@temporalio/client';
import {
  type KnownByProcess,
  KnownByProcessSchema,
  reservationOfWorkflow,
  reservationProcess,
  reservationWorkflowId,
} from '@toshobin/contracts';
import type { OpenLibrary } from './open-library.ts';

/** Milliseconds after which a process is taken not to answer. */
const ANSWER_MS = 10_000;

/** The processes of reservations that run. */
export interface KnownProcesses {
  /** As Temporal's list has them, which is written behind the runs: minutes behind, of one that was killed or is busy. */
  listed: ReadonlySet<string>;
  /** Asks the run itself: nothing is accused by the list alone. */
  runs(reservationId: string): Promise<boolean>;
  /** What a process knows; undefined: it gives no answer. */
  ask(reservationId: string): Promise<KnownByProcess | undefined | 'notAsked'>;
}

/** Lists those that run, page by page; asked one by one what they know, unless they are not to be asked. */
export async function listProcesses({ temporal }: OpenLibrary, asks: boolean): Promise<KnownProcesses> {
  const { client } = temporal;
  const listed = new Set<string>();
  const query = `WorkflowType = '${reservationProcess.workflowType}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId } of client.workflow.list({ query, pageSize: 1_000 })) {
    const reservationId = reservationOfWorkflow(workflowId);
    if (reservationId) listed.add(reservationId);
  }
  return {
    listed,
    async runs(reservationId) {
      const handle = client.workflow.getHandle(reservationWorkflowId(reservationId));
      try {
        const { status } = await client.withDeadline(Date.now() + ANSWER_MS, () => handle.describe());
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
