import type { Client, SearchAttributePair } from '@temporalio/client';

/** No answer within the time, or the server is unreachable; the wish may still be carried out. */
export const NOT_YET = 'notYet';

export interface RunUpdate {
  workflowId: string;
  updateName: string;
  /** Repeated with the same id, it gets the first answer. */
  updateId: string;
  /** The update's one argument. */
  input: unknown;
  timeoutMs: number;
}

export interface UpdateWithStart {
  workflowType: string;
  workflowId: string;
  taskQueue: string;
  /** The workflow's one argument. */
  input: unknown;
  updateName: string;
  updateId: string;
  /** The update's one argument; left out, it takes none. */
  updateInput?: unknown;
  timeoutMs: number;
  staticSummary?: string;
  searchAttributes?: SearchAttributePair[];
}

/** Starts the workflow unless it runs or ran, and waits for the update's answer. Parse the answer: it comes from outside. */
export async function updateWithStart<A>(
  client: Client,
  update: UpdateWithStart,
): Promise<A | typeof NOT_YET> {
  throw new Error(`not written yet ${String([client, update])}`);
}

/** Runs an update on a workflow; `closed` when it has ended or never was. */
export async function runUpdate<A>(
  client: Client,
  update: RunUpdate,
): Promise<A | typeof NOT_YET | 'closed'> {
  throw new Error(`not written yet ${String([client, update])}`);
}
