import type { Client } from '@temporalio/client';
import {
  type Delivery,
  type Signal,
  type SignalWithStart,
  signalWithStart,
  signalWorkflow,
} from '@toshobin/temporal';
import { type Start, startOnce } from './start-once.ts';

/**
 * The processes, as facts are told to them. A fact that is told again is heard again: only a higher version of a state
 * counts, and a process that begins for it finds nothing to do.
 */
export interface Processes {
  signal(signal: Signal): Promise<Delivery>;
  signalWithStart(signal: SignalWithStart): Promise<void>;
  startOnce(start: Start): Promise<void>;
}

/** Those that run on Temporal. Everything throws when it is unreachable. */
export function processesOf(client: Client): Processes {
  return {
    signal: (signal) => signalWorkflow(client, signal),
    signalWithStart: (signal) => signalWithStart(client, signal),
    startOnce: (start) => startOnce(client, start),
  };
}
