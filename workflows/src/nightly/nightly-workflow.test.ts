import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { scheduledProcesses, taskQueues } from '@toshobin/contracts';
import { bundleWorkflows } from '../bundle-workflows.ts';
import { reserveOne } from '../testing/journeys.ts';
import { Library } from '../testing/library.ts';
import { startTimeSkippingServer, type TimeSkippingServer } from '../testing/time-skipping-server.ts';
import type { NightlyReport } from './nightly-workflow.ts';

let server: TimeSkippingServer;
let library: Library;
let nights = 0;

beforeAll(async () => {
  const [started, bundle] = await Promise.all([startTimeSkippingServer(), bundleWorkflows()]);
  server = started;
  library = await Library.open(server, bundle);
});

afterAll(async () => {
  await library.close();
  await server.stop();
});

test('a hand-out that nobody heard of is learnt in the night, and the loan goes on', async () => {
  const book = await reserveOne(library);
  await book.broughtThere();
  library.held = true;
  await book.handedOut();
  library.underWay.length = 0;
  library.held = false;
  expect(await night()).toMatchObject({ looked: 1, repaired: 0, missing: 0 });
  await library.pass('P19D');
  expect(book.told()).toContain('dueSoon');
  await book.home();
  expect(await book.outcome()).toBe('returned');
});

test('arrival and all that a parcel told is learnt from shipping', async () => {
  const book = await reserveOne(library);
  await (await (await book.picked()).packed()).dispatched();
  library.held = true;
  await book.received();
  library.underWay.length = 0;
  library.held = false;
  await night();
  expect(book.told()).toContain('readyAtMunicipal');
  await book.home();
});

test('a row that is open although its process has ended is closed as it ended', async () => {
  const book = await reserveOne(library);
  await library.cancel(book.reservationId);
  await book.outcome();
  library.patron.restore(book.reservationId, 'a patron');
  expect(await night()).toMatchObject({ repaired: 1 });
  expect(library.patron.milestones.at(-1)).toMatchObject({ milestone: 'closed', outcome: 'cancelled' });
  expect(await night()).toMatchObject({ repaired: 0 });
});

test('a row without a process is reported: the sweep starts it', async () => {
  const reservationId = '00000000-0000-4000-8000-000000000001';
  library.patron.apply(reservationId, 'a patron');
  expect(await night()).toMatchObject({ missing: 1 });
  await library.patron.recordMilestone({
    milestone: 'closed',
    outcome: 'cancelled',
    reservationId,
    allocation: 0,
    at: await server.now(),
  });
});

test('who borrowed what is forgotten in the night after the day of the return, not before', async () => {
  const book = await reserveOne(library);
  await library.cancel(book.reservationId);
  await book.outcome();
  await night();
  expect(library.patron.has(book.reservationId)).toBe(true);
  await library.pass('P1D');
  expect((await night()).erased).toBeGreaterThan(0);
  expect(library.patron.has(book.reservationId)).toBe(false);
});

/** The nightly work, as its schedule starts it. */
async function night(): Promise<NightlyReport> {
  const report = await server.client.workflow.execute(scheduledProcesses.nightly.workflowType, {
    workflowId: `night-${++nights}`,
    taskQueue: taskQueues.processes,
    args: [],
  });
  await library.settle();
  return report;
}
