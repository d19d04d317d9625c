import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { taskQueues } from '@toshobin/contracts';

/** Starts a process if it never ran: the fact that starts it may be delivered again. */
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
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      ...(staticSummary ? { staticSummary } : {}),
    });
  } catch (fault) {
    if (!(fault instanceof WorkflowExecutionAlreadyStartedError)) throw fault;
  }
}
