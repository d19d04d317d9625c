import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { scheduledProcesses, taskQueues } from '@toshobin/contracts';
import { dayOf } from '@toshobin/lending-rules';
import { bundleWorkflows } from '../bundle-workflows.ts';
import { reserveOne } from '../testing/journeys.ts';
import { Library } from '../testing/library.ts';
import { startTimeSkippingServer, type TimeSkippingServer } from '../testing/time-skipping-server.ts';

let server: TimeSkippingServer;
let library: Library;

beforeAll(async () => {
  const [started, bundle] = await Promise.all([startTimeSkippingServer(), bundleWorkflows()]);
  server = started;
  library = await Library.open(server, bundle);
});

afterAll(async () => {
  await library.close();
  await server.stop();
});

test('at the cut-off the batch is closed: one parcel leaves, the operators read so', async () => {
  const book = await reserveOne(library);
  await (await book.picked()).packed();
  const handle = await server.client.workflow.start(scheduledProcesses.dispatchDay.workflowType, {
    workflowId: 'dispatch-day-once',
    taskQueue: taskQueues.processes,
    args: [],
  });
  expect(await handle.result()).toEqual({ day: dayOf(await server.now()), parcels: 1 });
});
