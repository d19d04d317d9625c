import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { taskQueues } from '@toshobin/contracts';

export interface Start {
  workflowType: string;
  workflowId: string;
  /** The process's one argument. */
  input: unknown;
  /** What operators read beside the process. No person, no title. */
  staticSummary: string;
}

/**
 * Starts a process unless it runs, or has come to its own end: the fact that starts it may be delivered again. A
 * process that was ended from outside is begun anew.
 */
export async function startOnce(
  client: Client,
  { workflowType, workflowId, input, staticSummary }: Start,
): Promise<void> {
  try {
    await client.workflow.start(workflowType, {
      workflowId,
      taskQueue: taskQueues.processes,
      args: [input],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary,
    });
  } catch (fault) {
    if (!(fault instanceof WorkflowExecutionAlreadyStartedError)) throw fault;
  }
}
