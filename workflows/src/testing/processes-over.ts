import { Worker } from '@temporalio/worker';
import { taskQueues } from '@toshobin/contracts';
import { operationActivities } from '../activities/operation-activities.ts';
import { keptBundle } from '../kept-bundle.ts';
import type { TimeSkippingServer } from './time-skipping-server.ts';

/** The real processes on a server, over commands that somebody else carries out, each on its queue. */
export async function processesOver(
  { connection, client }: Pick<TimeSkippingServer, 'connection' | 'client'>,
  commands: readonly { taskQueue: string; activities: object }[],
): Promise<{ stop(): Promise<void> }> {
  const workflowBundle = await keptBundle();
  const sinks = { chart: { entered: { fn: () => {} } } };
  const queues = [
    { taskQueue: taskQueues.processes, activities: operationActivities(client), workflowBundle, sinks },
    ...commands,
  ];
  const workers = await Promise.all(queues.map((queue) => Worker.create({ connection, ...queue })));
  const ended = workers.map((worker) => worker.run());
  return {
    async stop() {
      for (const worker of workers) worker.shutdown();
      await Promise.all(ended);
    },
  };
}
