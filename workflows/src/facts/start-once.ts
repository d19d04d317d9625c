import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { taskQueues } from '@toshobin/contracts';

/**
 * Starts a process unless it runs, or has come to its own end: the fact that starts it may be delivered again. One that was
 * ended from outside is begun anew.
 */
export async function startOnce(
  client: Client,
  start: { workflowType: string; workflowId: string; input: unknown; staticSummary?: string },
): Promise<void> {
  const { workflowType, workflowId, input, staticSummary } = start;
  try {
    await client.workflow.start(workflowType, {
      workflowId,
      taskQueue: taskQueues.processes,
      args: [input],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
      workflowIdConflictPolicy: 'USE_EXISTING',
      ...(staticSummary ? { staticSummary } : {}),
    });
  } catch (fault) {
    if (!(fault instanceof WorkflowExecutionAlreadyStartedError)) throw fault;
  }
}
