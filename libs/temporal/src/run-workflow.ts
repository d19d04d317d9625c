import type { Client } from '@temporalio/client';
import { answerInTime, type NOT_YET } from './update-workflow.ts';

interface RunWorkflow {
  workflowType: string;
  workflowId: string;
  taskQueue: string;
  /** The workflow's one argument. */
  input: unknown;
  timeoutMs: number;
  /** Somebody waits for it in front of a page: whatever it asks goes before the rest of a queue. */
  isWaitedFor?: boolean;
}

/** Runs a short workflow to its end and answers its result; while one of that id runs, that one's. */
export async function runWorkflow(
  client: Client,
  { workflowType, workflowId, taskQueue, input, timeoutMs, isWaitedFor = false }: RunWorkflow,
): Promise<unknown | typeof NOT_YET> {
  return answerInTime(client, timeoutMs, async (): Promise<unknown> => {
    const handle = await client.workflow.start(workflowType, {
      workflowId,
      taskQueue,
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      ...(isWaitedFor ? { priority: { priorityKey: 1 } } : {}),
    });
    return handle.result();
  });
}
