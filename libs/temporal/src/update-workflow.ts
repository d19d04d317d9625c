import {
  type Client,
  isGrpcServiceError,
  ServiceError,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, type SearchAttributePair, type Workflow } from '@temporalio/common';
import { inTime } from '@toshobin/service';
import { hasNoNamespaceYet } from './temporal-away.ts';

/** No answer within the time, or server or process can't take it now; the wish may still be carried out. */
export const NOT_YET = 'notYet';

interface RunUpdate {
  workflowId: string;
  updateName: string;
  /** Repeated with the same id, it gets the first answer. */
  updateId: string;
  /** The update's one argument. */
  input: unknown;
  timeoutMs: number;
}

interface UpdateWithStart {
  workflowType: string;
  workflowId: string;
  taskQueue: string;
  /** The workflow's one argument. */
  input: unknown;
  /** The update takes no argument. */
  updateName: string;
  updateId: string;
  timeoutMs: number;
  staticSummary?: string;
  searchAttributes?: SearchAttributePair[];
  /** Whether an id whose workflow has ended may be used again; never, unless said. */
  idReuse?: 'never' | 'whenEnded';
}

/**
 * Starts the workflow unless it runs or ran (or, with `idReuse: 'whenEnded'`, does not run), and waits for the update's
 * answer. The same update id gets the same answer, also after the workflow has ended; `closed` when it has ended
 * without having had this update, or without an answer to it, and may not run again.
 */
export async function updateWithStart<A>(
  client: Client,
  update: UpdateWithStart,
): Promise<A | typeof NOT_YET | 'closed'> {
  const { workflowId, taskQueue, updateId, updateName, staticSummary, searchAttributes } = update;
  const startWorkflowOperation = new WithStartWorkflowOperation(update.workflowType, {
    workflowId,
    taskQueue,
    args: [update.input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: update.idReuse === 'whenEnded' ? 'ALLOW_DUPLICATE' : 'REJECT_DUPLICATE',
    ...(staticSummary === undefined ? {} : { staticSummary }),
    ...(searchAttributes === undefined ? {} : { typedSearchAttributes: searchAttributes }),
  });
  // Nobody asks for the handle; its failure is the update's failure and reported there.
  startWorkflowOperation.workflowHandle().catch(() => undefined);
  try {
    return await answerInTime(client, update.timeoutMs, () =>
      client.workflow.executeUpdateWithStart<Workflow, A, unknown[]>(updateName, {
        startWorkflowOperation,
        updateId,
        args: [],
      }),
    );
  } catch (fault) {
    if (fault instanceof WorkflowExecutionAlreadyStartedError || endedUnanswered(fault)) return 'closed';
    throw fault;
  }
}

/** Of an update that its workflow had taken and ended without an answer to. */
function endedUnanswered(fault: unknown): boolean {
  return serverSays(fault, 'AcceptedUpdateCompletedWorkflow');
}

/** Of an update that a worker had in hand and left out of its answer, for it had lost what came with the task. */
function overlooked(fault: unknown): boolean {
  return serverSays(fault, 'UnprocessedUpdate');
}

/** The server's own word for how an update failed. */
function serverSays(fault: unknown, word: 'AcceptedUpdateCompletedWorkflow' | 'UnprocessedUpdate'): boolean {
  return (
    fault instanceof WorkflowUpdateFailedError &&
    fault.cause instanceof ApplicationFailure &&
    fault.cause.type === word
  );
}

/**
 * Runs an update on a workflow; `closed` when it has ended without having had it, or never was; `cutOff` when it did
 * not come to its own end (terminated, failed), before the update or before its answer.
 */
export async function runUpdate<A>(
  client: Client,
  update: RunUpdate,
): Promise<A | typeof NOT_YET | 'closed' | 'cutOff'> {
  const { workflowId, updateName, updateId, input } = update;
  try {
    return await answerInTime(client, update.timeoutMs, () =>
      client.workflow
        .getHandle(workflowId)
        .executeUpdate<A, [unknown]>(updateName, { updateId, args: [input] }),
    );
  } catch (fault) {
    if (endedUnanswered(fault)) return 'cutOff';
    if (!(fault instanceof WorkflowNotFoundError)) throw fault;
    return answerInTime(client, update.timeoutMs, () => howItEnded(client, workflowId));
  }
}

async function howItEnded(client: Client, workflowId: string): Promise<'closed' | 'cutOff'> {
  try {
    const { status } = await client.workflow.getHandle(workflowId).describe();
    return status.name === 'COMPLETED' ? 'closed' : 'cutOff';
  } catch (fault) {
    if (fault instanceof WorkflowNotFoundError) return 'closed';
    throw fault;
  }
}

/** What an update's validator gave with its no, which is in no history; undefined for every other fault. */
export function turnedAwayWith(fault: unknown): unknown {
  if (!(fault instanceof WorkflowUpdateFailedError) || !(fault.cause instanceof ApplicationFailure)) return;
  return fault.cause.details?.[0];
}

/**
 * gRPC: DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNAVAILABLE, CANCELLED. FAILED_PRECONDITION: the process has failed some times
 * in a row just now, its workers were killed for instance, and the server takes no update for it until it goes on.
 */
const NOT_NOW = new Set([4, 8, 14, 1, 9]);

/**
 * Whatever `ask` answers within the time; NOT_YET when it has not, or server or process can't take it now. What a worker
 * overlooked is in no history: it is asked a second time.
 */
export async function answerInTime<A>(
  client: Client,
  timeoutMs: number,
  ask: () => Promise<A>,
): Promise<A | typeof NOT_YET> {
  const deadline = Date.now() + timeoutMs;
  const askAgain = (fault: unknown) => {
    if (overlooked(fault)) return client.withDeadline(deadline, ask);
    throw fault;
  };
  const answer = client
    .withDeadline(deadline, ask)
    .catch(askAgain)
    .catch((fault: unknown): typeof NOT_YET => {
      const notTaken = fault instanceof WorkflowUpdateRPCTimeoutOrCancelledError || overlooked(fault);
      if (notTaken || unreachable(fault)) return NOT_YET;
      throw fault;
    });
  // The SDK retries an unreachable server by itself and may do so past the deadline of one call.
  return inTime(timeoutMs, answer, () => NOT_YET);
}

function unreachable(fault: unknown): boolean {
  const cause = fault instanceof ServiceError ? fault.cause : fault;
  return hasNoNamespaceYet(cause) || (isGrpcServiceError(cause) && NOT_NOW.has(cause.code));
}
