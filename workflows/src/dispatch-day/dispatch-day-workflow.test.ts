import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { scheduledProcesses, taskQueues } from '@toshobin/contracts';
import { addDays, dayOf } from '@toshobin/lending-rules';
import { keptBundle } from '../kept-bundle.ts';
import { reserveOne } from '../testing/journeys.ts';
import { Library } from '../testing/library.ts';
import { startTimeSkippingServer, type TimeSkippingServer } from '../testing/time-skipping-server.ts';

let server: TimeSkippingServer;
let library: Library;
let days = 0;

beforeAll(async () => {
  const [started, bundle] = await Promise.all([startTimeSkippingServer(), keptBundle()]);
  server = started;
  library = await Library.open(server, bundle);
  library.nightsByHand = true;
});

afterAll(async () => {
  await library.close();
  await server.stop();
});

test('at the cut-off the batch is closed: one parcel leaves, the operators read so', async () => {
  const book = await reserveOne(library);
  await (await book.picked()).packed();
  expect(await cutOff()).toEqual({ day: dayOf(await server.now()), parcels: 1 });
});

test('a Monday that is a holiday closes no batch; the moved day does', async () => {
  const moved = addDays(dayOf(await server.now()), 1);
  library.shipping.isDispatchDay = (day) => day === moved;
  expect(await cutOff()).toEqual({ day: null, parcels: 0 });
  await library.pass('P1D');
  expect(await cutOff()).toEqual({ day: moved, parcels: 1 });
});

/** The moment of the cut-off, as the schedule has it every day. */
function cutOff(): Promise<unknown> {
  return server.client.workflow.execute(scheduledProcesses.dispatchDay.workflowType, {
    workflowId: `dispatch-day-${++days}`,
    taskQueue: taskQueues.processes,
    args: [],
  });
}
