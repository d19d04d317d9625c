import type { Client, SearchAttributePair } from '@temporalio/client';

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
}

/** Delivers a signal at most once by request id. Throws when the server is unreachable. */
export async function signalOnce(client: Client, signal: SignalOnce): Promise<Delivery> {
  throw new Error(`not written yet ${String([client, signal])}`);
}

/** Starts the workflow if it never ran and delivers the signal; `closed` when it ran and has ended. */
export async function signalWithStartOnce(
  client: Client,
  signal: SignalWithStartOnce,
): Promise<'delivered' | 'closed'> {
  throw new Error(`not written yet ${String([client, signal])}`);
}
