import type { WorkflowBundle } from '@temporalio/worker';
import type { Logger } from '@toshobin/service';

export interface WorkerSettings {
  address: string;
  namespace: string;
  taskQueue: string;
  activities?: object;
  workflowBundle?: WorkflowBundle;
  log: Logger;
}

export interface RunningWorker {
  isRunning(): boolean;
  /** For readiness: throws while the worker is not polling. */
  check(): Promise<void>;
  /** Takes no new task, finishes those in hand (10 s), and closes the connection. */
  stop(): Promise<void>;
}

/** Runs a worker; while Temporal is away it keeps trying to connect, saying so once. */
export function startWorker(settings: WorkerSettings): RunningWorker {
  throw new Error(`not written yet ${settings.taskQueue}`);
}

/** A worker for a service's activities alone. */
export function startActivityWorker(
  settings: Omit<WorkerSettings, 'workflowBundle' | 'activities'> & { activities: object },
): RunningWorker {
  return startWorker(settings);
}
