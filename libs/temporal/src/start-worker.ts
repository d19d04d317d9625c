import { setTimeout as wait } from 'node:timers/promises';
import { NativeConnection, Worker, type WorkerOptions, type WorkflowBundle } from '@temporalio/worker';
import type { FailingCommand } from '@toshobin/contracts';
import { isTraced, type Logger, type TemporalAt } from '@toshobin/service';
import { quietRuntime } from './quiet-runtime.ts';
import { reachingTemporal } from './reaching-temporal.ts';
import { tracedCommands } from './traced-messages.ts';
import { watchCommands } from './watch-commands.ts';

/** A queue that a worker takes tasks from. */
interface TaskQueue {
  taskQueue: string;
  activities?: object;
  /** Activities at a time. */
  atATime?: number;
  /** So many are begun in a second, by all workers of the queue together; as many as there are unless told. */
  aSecond?: number;
}

/**
 * How the night's work goes. Each piece is a page of up to 200 reservations, and the next is there as soon as it is done:
 * at four a second a service is asked about 800 at most, whoever still returns or reserves meanwhile.
 */
export const atNight = { atATime: 1, aSecond: 4 } as const;

interface WorkerSettings {
  temporal: TemporalAt;
  queues: readonly TaskQueue[];
  /** Processes are run from the first of the queues. */
  workflowBundle?: WorkflowBundle;
  /** What hears the workflows' sinks. */
  sinks?: NonNullable<WorkerOptions['sinks']>;
  log: Logger;
}

/**
 * Half of what a service's database has connections for: what comes in masses by the queue leaves the others to the desks.
 */
const AT_A_TIME = 6;

/** What waits in a queue for a worker: steps of processes, or commands. */
interface Backlog {
  readonly taskQueue: string;
  readonly kind: 'process' | 'command';
  readonly waiting: number;
  /** How long the first of them has waited. */
  readonly seconds: number;
}

export interface RunningWorker {
  isRunning(): boolean;
  /** For readiness: throws while the worker is not polling. */
  check(): Promise<void>;
  /** The commands that fail again and again. */
  failing(): FailingCommand[];
  /** What waits in the worker's queues. */
  backlogs(): Promise<Backlog[]>;
  /** Takes no new task, finishes those in hand (8 s), and closes the connection. */
  stop(): Promise<void>;
}

const FIRST_TRY_AGAIN_MS = 250;
const LONGEST_TRY_AGAIN_MS = 5_000;

/** Runs a worker; while Temporal is away it keeps trying to connect, saying so once. */
export function startWorker(settings: WorkerSettings): RunningWorker {
  const { log, queues } = settings;
  const named = queues.map(({ taskQueue }) => taskQueue).join(', ');
  quietRuntime(log);
  const commands = watchCommands();
  const stopping = new AbortController();
  let workers: readonly Worker[] = [];
  let reached: NativeConnection | undefined;
  let away = false;

  const makeWorker = (connection: NativeConnection, queue: TaskQueue, isFirst: boolean) =>
    Worker.create({
      connection,
      namespace: settings.temporal.namespace,
      taskQueue: queue.taskQueue,
      maxConcurrentActivityTaskExecutions: queue.atATime ?? AT_A_TIME,
      ...(queue.aSecond === undefined ? {} : { maxTaskQueueActivitiesPerSecond: queue.aSecond }),
      shutdownGraceTime: '8 seconds',
      shutdownForceTime: '9 seconds',
      interceptors: { activity: [...(isTraced() ? [tracedCommands] : []), commands.interceptor] },
      ...(queue.activities ? { activities: { default: refuseUnknown, ...queue.activities } } : {}),
      ...(isFirst && settings.sinks ? { sinks: settings.sinks } : {}),
      ...(isFirst && settings.workflowBundle ? { workflowBundle: settings.workflowBundle } : {}),
    });
  const runOnce = async () => {
    const connection = await NativeConnection.connect(reachingTemporal(settings.temporal));
    try {
      const made = await Promise.all(queues.map((queue, n) => makeWorker(connection, queue, n === 0)));
      // The stop may have come while they were being made.
      if (stopping.signal.aborted) return;
      workers = made;
      reached = connection;
      if (away) log.info(`Temporal is back; the worker of ${named} takes tasks`);
      away = false;
      await runTogether(made);
    } finally {
      workers = [];
      reached = undefined;
      await connection.close();
    }
  };
  const running = (async () => {
    for (let ms = FIRST_TRY_AGAIN_MS; !stopping.signal.aborted; ms = Math.min(ms * 2, LONGEST_TRY_AGAIN_MS)) {
      try {
        await runOnce();
      } catch (fault) {
        if (!away) log.warn({ reason: String(fault) }, `the worker of ${named} waits: Temporal is away`);
        away = true;
        await wait(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  })();

  const isRunning = () => workers.length > 0 && workers.every((worker) => worker.getState() === 'RUNNING');
  return {
    isRunning,
    async check() {
      if (!isRunning()) throw new Error(`the worker of ${named} has no connection`);
    },
    failing: commands.failing,
    async backlogs() {
      const connection = reached;
      if (connection === undefined) throw new Error('Temporal is away');
      const { namespace } = settings.temporal;
      const asked = queues.flatMap(({ taskQueue }, n) => [
        { taskQueue, kind: 'command' as const },
        ...(n === 0 && settings.workflowBundle ? [{ taskQueue, kind: 'process' as const }] : []),
      ]);
      return Promise.all(asked.map((one) => backlogOf(connection, namespace, one)));
    },
    async stop() {
      stopping.abort();
      shutDown(workers);
      await running;
    },
  };
}

async function backlogOf(
  connection: NativeConnection,
  namespace: string,
  { taskQueue, kind }: Pick<Backlog, 'taskQueue' | 'kind'>,
): Promise<Backlog> {
  const { stats } = await connection.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: kind === 'process' ? 1 : 2,
    reportStats: true,
  });
  const { approximateBacklogCount: waiting, approximateBacklogAge: age } = stats ?? {};
  return { taskQueue, kind, waiting: Number(waiting ?? 0), seconds: Number(age?.seconds ?? 0) };
}

/** Returns when all have ended: one that breaks takes the others with it, to begin again together. */
async function runTogether(workers: readonly Worker[]): Promise<void> {
  const ended = await Promise.allSettled(
    workers.map((worker) => worker.run().finally(() => shutDown(workers))),
  );
  const broken = ended.find((one) => one.status === 'rejected');
  if (broken) throw broken.reason;
}

function shutDown(workers: readonly Worker[]): void {
  for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
}

/** A command of a release that this one does not know. */
class UnknownCommand extends Error {}

/** Stands in for every command that the worker has not, so that those fail where failures are seen. */
async function refuseUnknown(): Promise<never> {
  throw new UnknownCommand('this worker has no such command');
}
