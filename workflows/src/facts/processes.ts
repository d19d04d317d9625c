import type { Client } from '@temporalio/client';
import { ReservationEndSchema, type StandingVersion } from '@toshobin/contracts';
import {
  type Delivery,
  type Signal,
  type SignalWithStart,
  signalWithStart,
  signalWorkflow,
} from '@toshobin/temporal';
import { type Start, startOnce } from './start-once.ts';

/** Milliseconds for the answer of a process that has ended. */
const ANSWER_MS = 3_000;

/** The processes, as facts are told to them. Hearing a fact twice is harmless: a state's highest version counts. */
export interface Processes {
  signal(signal: Signal): Promise<Delivery>;
  signalWithStart(signal: SignalWithStart): Promise<void>;
  startOnce(start: Start): Promise<void>;
  /** What a reservation's process knew at its own end; undefined where it was ended from outside. */
  knewAtItsEnd(workflowId: string): Promise<StandingVersion | undefined>;
}

/** The processes that run on Temporal. Everything throws when it is unreachable. */
export function processesOf(client: Client): Processes {
  return {
    signal: (signal) => signalWorkflow(client, signal),
    signalWithStart: (signal) => signalWithStart(client, signal),
    startOnce: (start) => startOnce(client, start),
    // One event has what the process ended with: a query would have a worker go through its whole history.
    knewAtItsEnd: (workflowId) =>
      client.withDeadline(Date.now() + ANSWER_MS, async () => {
        const handle = client.workflow.getHandle(workflowId, undefined, { followRuns: false });
        try {
          return ReservationEndSchema.parse(await handle.result());
        } catch {
          // The caller does without: another process begins, and asks the catalog.
          return undefined;
        }
      }),
  };
}
