import { type Client, isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client';
import {
  encodeWorkflowIdConflictPolicy,
  encodeWorkflowIdReusePolicy,
  type SearchAttributePair,
  TypedSearchAttributes,
} from '@temporalio/common';
import { encodeUnifiedSearchAttributes } from '@temporalio/common/lib/converter/payload-search-attributes.js';
import {
  encodeToPayloadsWithContext,
  encodeUserMetadata,
} from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js';

/** `closed`: the workflow has ended; `unknown`: there never was one (or it is past its retention). */
export type Delivery = 'delivered' | 'closed' | 'unknown';

export interface SignalOnce {
  workflowId: string;
  signalName: string;
  /** The signal's one argument. */
  input: unknown;
  /** The server drops a second signal with the same id (the fact's id). */
  requestId: string;
}

export interface SignalWithStartOnce extends SignalOnce {
  workflowType: string;
  taskQueue: string;
  /** The workflow's one argument. */
  startInput: unknown;
  staticSummary?: string;
  searchAttributes?: readonly SearchAttributePair[];
  /** Whether an id whose workflow has ended may be used again; never, unless said. */
  idReuse?: 'never' | 'whenEnded';
}

/** Status codes of gRPC that tell these outcomes apart. */
const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;
const reusePolicies = {
  never: encodeWorkflowIdReusePolicy('REJECT_DUPLICATE') ?? null,
  whenEnded: encodeWorkflowIdReusePolicy('ALLOW_DUPLICATE') ?? null,
};
const USE_EXISTING = encodeWorkflowIdConflictPolicy('USE_EXISTING') ?? null;
/** Milliseconds a delivery may take; the SDK's own retries may add some seconds. */
const DELIVERY_MS = 5_000;

/**
 * Delivers a signal at most once by request id; the SDK's own `signal` draws a new id each time, so that a
 * repeated fact would be a second signal. Throws when the server is unreachable: try again later.
 */
export async function signalOnce(client: Client, signal: SignalOnce): Promise<Delivery> {
  const { workflowId, signalName, requestId } = signal;
  const { namespace, identity } = client.options;
  const payloads = await payloadsOf(client, workflowId, signal.input);
  try {
    await client.withDeadline(Date.now() + DELIVERY_MS, () =>
      client.workflowService.signalWorkflowExecution({
        namespace,
        identity,
        workflowExecution: { workflowId },
        requestId,
        signalName,
        input: { payloads },
      }),
    );
    return 'delivered';
  } catch (fault) {
    if (isGrpcServiceError(fault) && fault.code === NOT_FOUND)
      return await endedOrNeverWas(client, workflowId);
    throw fault;
  }
}

/**
 * Starts the workflow if it never ran (or, with `idReuse: 'whenEnded'`, does not run) and delivers the signal; `closed`
 * when it ran, has ended and may not run again. The same request id twice starts one run.
 */
export async function signalWithStartOnce(
  client: Client,
  signal: SignalWithStartOnce,
): Promise<'delivered' | 'closed'> {
  const { workflowId, workflowType, taskQueue, signalName, requestId, staticSummary, searchAttributes } =
    signal;
  const { namespace, identity, loadedDataConverter } = client.options;
  const context = { type: 'workflow', namespace, workflowId } as const;
  const summary = await encodeUserMetadata(loadedDataConverter, staticSummary, undefined, context);
  const request = {
    namespace,
    identity,
    requestId,
    workflowId,
    workflowType: { name: workflowType },
    taskQueue: { name: taskQueue },
    workflowIdReusePolicy: reusePolicies[signal.idReuse ?? 'never'],
    workflowIdConflictPolicy: USE_EXISTING,
    input: { payloads: await payloadsOf(client, workflowId, signal.startInput) },
    signalName,
    signalInput: { payloads: await payloadsOf(client, workflowId, signal.input) },
    userMetadata: summary ?? null,
    searchAttributes: searchAttributes ? { indexedFields: encodedAttributes(searchAttributes) } : null,
  };
  try {
    await client.withDeadline(Date.now() + DELIVERY_MS, () =>
      client.workflowService.signalWithStartWorkflowExecution(request),
    );
    return 'delivered';
  } catch (fault) {
    if (isGrpcServiceError(fault) && fault.code === ALREADY_EXISTS) return 'closed';
    throw fault;
  }
}

function encodedAttributes(pairs: readonly SearchAttributePair[]) {
  return encodeUnifiedSearchAttributes(undefined, new TypedSearchAttributes([...pairs]));
}

/** One argument as the client's own data converter (and codec) writes it. */
async function payloadsOf(client: Client, workflowId: string, input: unknown) {
  const { namespace, loadedDataConverter } = client.options;
  const context = { type: 'workflow', namespace, workflowId } as const;
  return (await encodeToPayloadsWithContext(loadedDataConverter, context, [input])) ?? null;
}

/** The server says "not found" for both; a description exists only of what once was. */
async function endedOrNeverWas(client: Client, workflowId: string): Promise<'closed' | 'unknown'> {
  try {
    const { status } = await client.withDeadline(Date.now() + DELIVERY_MS, () =>
      client.workflow.getHandle(workflowId).describe(),
    );
    if (status.name === 'RUNNING') throw new Error(`${workflowId} was started a moment ago; try again`);
    return 'closed';
  } catch (fault) {
    if (fault instanceof WorkflowNotFoundError) return 'unknown';
    throw fault;
  }
}
