import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';

/** `closed`: the workflow has ended; `unknown`: there never was one (or it is past its retention). */
export type Delivery = 'delivered' | 'closed' | 'unknown';

export interface Signal {
  workflowId: string;
  signalName: string;
  /** The signal's one argument. */
  input: unknown;
}

export interface SignalWithStart extends Signal {
  workflowType: string;
  taskQueue: string;
  /** The workflow's one argument. */
  startInput: unknown;
  staticSummary: string;
  searchAttributes?: SearchAttributePair[];
}

/** Milliseconds a delivery may take; the SDK's own retries may add some seconds. */
const DELIVERY_MS = 5_000;

/** Tells a workflow something. Throws when the server is unreachable: try again later. */
export async function signalWorkflow(client: Client, signal: Signal): Promise<Delivery> {
  const first = await tell(client, signal);
  // The process was started between the two questions.
  const delivery = first === 'running' ? await tell(client, signal) : first;
  if (delivery === 'running') throw new Error(`${signal.workflowId} was started a moment ago; try again`);
  return delivery;
}

async function tell(
  client: Client,
  { workflowId, signalName, input }: Signal,
): Promise<Delivery | 'running'> {
  try {
    await client.withDeadline(Date.now() + DELIVERY_MS, () =>
      client.workflow.getHandle(workflowId).signal(signalName, input),
    );
    return 'delivered';
  } catch (fault) {
    if (fault instanceof WorkflowNotFoundError) return await howItStands(client, workflowId);
    throw fault;
  }
}

/** Tells a workflow something, and starts it unless it runs; an id whose workflow has ended is used again. */
export async function signalWithStart(client: Client, signal: SignalWithStart): Promise<void> {
  const { workflowType, workflowId, taskQueue, signalName, input, startInput } = signal;
  const { staticSummary, searchAttributes } = signal;
  await client.withDeadline(Date.now() + DELIVERY_MS, () =>
    client.workflow.signalWithStart(workflowType, {
      workflowId,
      taskQueue,
      args: [startInput],
      signal: signalName,
      signalArgs: [input],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary,
      ...(searchAttributes ? { typedSearchAttributes: searchAttributes } : {}),
    }),
  );
}

/** The server says "not found" for both; a description exists only of what once was. */
async function howItStands(client: Client, workflowId: string): Promise<'running' | 'closed' | 'unknown'> {
  try {
    const { status } = await client.withDeadline(Date.now() + DELIVERY_MS, () =>
      client.workflow.getHandle(workflowId).describe(),
    );
    return status.name === 'RUNNING' ? 'running' : 'closed';
  } catch (fault) {
    if (fault instanceof WorkflowNotFoundError) return 'unknown';
    throw fault;
  }
}
