import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { scheduledProcesses, taskQueues } from '@toshobin/contracts';
import { createLogger } from '@toshobin/service';
import { atNight, startWorker } from '@toshobin/temporal/worker';
import { chartSinks } from '../charts/chart-sinks.ts';
import { keptBundle } from '../kept-bundle.ts';
import { startRealServer } from '../testing/real-server.ts';

let server: Awaited<ReturnType<typeof startRealServer>>;
beforeAll(async () => {
  server = await startRealServer();
});
afterAll(() => server.stop());

test('the night comes at a pace of its own, however much of it waits', async () => {
  const pieces = 24;
  const begun: number[] = [];
  const activities = {
    async remindExpiringCards() {
      begun.push(performance.now());
      return 0;
    },
    async endExpiredRegistrations() {
      begun.push(performance.now());
      return 0;
    },
  };
  const log = createLogger('workflows', 'silent');
  const worker = startWorker({
    temporal: { address: server.address, namespace: 'default' },
    queues: [
      { taskQueue: taskQueues.processes },
      { taskQueue: taskQueues.patronAtNight, activities, ...atNight },
    ],
    workflowBundle: await keptBundle(),
    sinks: chartSinks(log),
    log,
  });
  const { workflowType } = scheduledProcesses.nightly;
  const jobs = Array.from({ length: pieces }, (_, n) =>
    server.client.workflow.execute(workflowType, {
      workflowId: `cards-${n}`,
      taskQueue: taskQueues.processes,
      args: [{ job: 'cards' }],
    }),
  );
  await Promise.all(jobs);
  await worker.stop();
  expect(begun).toHaveLength(2 * pieces);
  // The turns that a quiet second has saved up are used at once.
  const [first = 0] = begun;
  const last = begun.at(-1) ?? 0;
  expect((last - first) / 1000).toBeGreaterThan((2 * pieces) / atNight.aSecond - 2);
});
