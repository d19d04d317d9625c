import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { WorkflowBundle } from '@temporalio/worker';
import { reservationWorkflowId } from '@toshobin/contracts';
import { bundleWorkflows } from '../bundle-workflows.ts';
import { keptBundle } from '../kept-bundle.ts';
import { replayOpenRuns } from '../replay-open-runs.ts';
import { Library } from '../testing/library.ts';
import { startRealServer } from '../testing/real-server.ts';
import type { TimeSkippingServer } from '../testing/time-skipping-server.ts';

// A release whose process gives a command more, over processes that go on: on the real server, forth and back.

let server: TimeSkippingServer;
let library: Library;
let present: WorkflowBundle;
let next: WorkflowBundle;

beforeAll(async () => {
  server = await startRealServer();
  present = await keptBundle();
  next = await bundleWorkflows(new URL('../testing/next-release.ts', import.meta.url));
  library = await Library.open(server, present);
}, 180_000);
afterAll(async () => {
  await library.close();
  await server.stop();
});

/** A reservation whose copy is chosen. */
async function reserved(): Promise<string> {
  const { reservationId } = await library.reserve(library.catalog.addRecord(1).recordId, 'uto');
  const handle = server.client.workflow.getHandle(reservationWorkflowId(reservationId));
  while (!library.patron.milestonesOf(reservationId).includes('allocated:accepted')) await handle.describe();
  return reservationId;
}

/** The end of a reservation, and how often the release's own command is in its history. */
async function cancelled(reservationId: string) {
  expect(await library.cancel(reservationId)).toMatchObject({ ok: true });
  const outcome = await library.outcomeOf(reservationId);
  const handle = server.client.workflow.getHandle(reservationWorkflowId(reservationId));
  const { events } = await handle.fetchHistory();
  const commands = (events ?? []).flatMap((event) => event.activityTaskScheduledEventAttributes ?? []);
  const ofRelease = commands.filter(({ activityType }) => activityType?.name === 'openReservations');
  return { outcome, ofRelease: ofRelease.length };
}

/** The open runs of these that `replay` says would break: the index of open runs is a moment late. */
async function brokenBy(bundle: WorkflowBundle, reservationIds: readonly string[]): Promise<string[]> {
  for (;;) {
    const open = new Set<string>();
    for await (const { workflowId } of server.client.workflow.list({ query: "ExecutionStatus = 'Running'" }))
      open.add(workflowId);
    if (reservationIds.every((id) => open.has(reservationWorkflowId(id)))) break;
  }
  const { broken } = await replayOpenRuns(server.client, bundle);
  return reservationIds.filter((id) => broken.some(({ workflowId }) => workflowId.endsWith(id)));
}

test('processes of before go on with the code of a release as they had begun, and new ones do what it adds', async () => {
  const [before, lasting] = [await reserved(), await reserved()];
  expect(await brokenBy(next, [before, lasting])).toEqual([]);
  await library.release(next);
  expect(await cancelled(before)).toEqual({ outcome: 'cancelled', ofRelease: 0 });
  const [since, open] = [await reserved(), await reserved()];
  expect(await cancelled(since)).toEqual({ outcome: 'cancelled', ofRelease: 1 });

  // Back: what began before goes on, what began since is named by `replay`, waits, and goes on with the release.
  expect(await brokenBy(present, [lasting, open])).toEqual([open]);
  await library.release(present);
  expect(await cancelled(lasting)).toEqual({ outcome: 'cancelled', ofRelease: 0 });
  await library.release(next);
  expect(await cancelled(open)).toEqual({ outcome: 'cancelled', ofRelease: 1 });
}, 300_000);
