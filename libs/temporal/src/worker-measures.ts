import type { Measure } from '@toshobin/service';
import type { RunningWorker } from './start-worker.ts';

/** Whether a worker takes tasks, what waits for it, and how many of its commands fail again and again. */
export function workerMeasures(worker: Pick<RunningWorker, 'isRunning' | 'failing' | 'backlogs'>): Measure[] {
  const ofQueues = async (value: 'waiting' | 'seconds') =>
    (await worker.backlogs()).map(({ taskQueue, kind, ...backlog }) => ({
      labels: { queue: taskQueue, kind },
      value: backlog[value],
    }));
  return [
    {
      name: 'toshobin_worker_running',
      help: '1 while the worker takes tasks from Temporal',
      read: () => [{ value: worker.isRunning() ? 1 : 0 }],
    },
    {
      name: 'toshobin_failing_commands',
      help: 'commands that fail again and again, by name',
      labels: ['command'],
      read: () => {
        const counts = new Map<string, number>();
        for (const { command } of worker.failing()) counts.set(command, (counts.get(command) ?? 0) + 1);
        return [...counts].map(([command, value]) => ({ labels: { command }, value }));
      },
    },
    {
      name: 'toshobin_task_queue_waiting',
      help: 'tasks that wait for a worker',
      labels: ['queue', 'kind'],
      read: () => ofQueues('waiting'),
    },
    {
      name: 'toshobin_task_queue_oldest_seconds',
      help: 'how long the first of them has waited',
      labels: ['queue', 'kind'],
      read: () => ofQueues('seconds'),
    },
  ];
}
