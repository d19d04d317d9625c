import { setTimeout as wait } from 'node:timers/promises';
import { NativeConnection, Worker, type WorkerOptions, type WorkflowBundle } from '@temporalio/worker';
import type { FailingCommand } from '@toshobin/contracts';
import type { Logger } from '@toshobin/service';
import { quietRuntime } from './quiet-runtime.ts';
import { watchCommands } from './watch-commands.ts';

export interface WorkerSettings {
  address: string;
  namespace: string;
  taskQueue: string;
  activities?: object;
  workflowBundle?: WorkflowBundle;
  /** What hears the workflows' sinks. */
  sinks?: NonNullable<WorkerOptions['sinks']>;
  log: Logger;
}

export interface RunningWorker {
  isRunning(): boolean;
  /** For readiness: throws while the worker is not polling. */
  check(): Promise<void>;
  /** Its commands that fail again and again. */
  failing(): FailingCommand[];
  /** Takes no new task, finishes those in hand (8 s), and closes the connection. */
  stop(): Promise<void>;
}

const FIRST_TRY_AGAIN_MS = 250;
const LONGEST_TRY_AGAIN_MS = 5_000;

/** Runs a worker; while Temporal is away it keeps trying to connect, saying so once. */
export function startWorker(settings: WorkerSettings): RunningWorker {
  const { taskQueue, log } = settings;
  quietRuntime(log);
  const commands = watchCommands();
  const stopping = new AbortController();
  let worker: Worker | undefined;
  let away = false;

  const runOnce = async () => {
    const connection = await NativeConnection.connect({ address: settings.address });
    try {
      const made = await Worker.create({
        connection,
        namespace: settings.namespace,
        taskQueue,
        shutdownGraceTime: '8 seconds',
        shutdownForceTime: '9 seconds',
        interceptors: { activity: [commands.interceptor] },
        ...(settings.activities ? { activities: { default: refuseUnknown, ...settings.activities } } : {}),
        ...(settings.sinks ? { sinks: settings.sinks } : {}),
        ...(settings.workflowBundle ? { workflowBundle: settings.workflowBundle } : {}),
      });
      // The stop may have come while it was being made.
      if (stopping.signal.aborted) return;
      worker = made;
      if (away) log.info(`Temporal is back; the worker of ${taskQueue} takes tasks`);
      away = false;
      await made.run();
    } finally {
      worker = undefined;
      await connection.close();
    }
  };
  const running = (async () => {
    for (let ms = FIRST_TRY_AGAIN_MS; !stopping.signal.aborted; ms = Math.min(ms * 2, LONGEST_TRY_AGAIN_MS)) {
      try {
        await runOnce();
      } catch (fault) {
        if (!away) log.warn({ reason: String(fault) }, `the worker of ${taskQueue} waits: Temporal is away`);
        away = true;
        await wait(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  })();

  return {
    isRunning: () => worker?.getState() === 'RUNNING',
    async check() {
      if (worker?.getState() !== 'RUNNING') throw new Error(`the worker of ${taskQueue} has no connection`);
    },
    failing: commands.failing,
    async stop() {
      stopping.abort();
      if (worker?.getState() === 'RUNNING') worker.shutdown();
      await running;
    },
  };
}

/** A command of a release that this one does not know. */
class UnknownCommand extends Error {}

/** Stands in for every command that the worker has not, so that those fail where failures are seen. */
async function refuseUnknown(): Promise<never> {
  throw new UnknownCommand('this worker has no such command');
}

/** A worker for a service's activities alone. */
export function startActivityWorker(
  settings: Omit<WorkerSettings, 'workflowBundle' | 'activities'> & { activities: object },
): RunningWorker {
  return startWorker(settings);
}
