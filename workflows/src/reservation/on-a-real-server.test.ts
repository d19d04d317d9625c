import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, isGrpcServiceError, type WorkflowHandle } from '@temporalio/client';
import {
  repairProcess,
  reservationProcess,
  reservationWorkflowId,
  startOfReservation,
  taskQueues,
} from '@toshobin/contracts';
import { addDays, dayOf } from '@toshobin/lending-rules';
import {
  NOT_YET,
  runUpdate,
  runWorkflow,
  signalWorkflow,
  temporalAway,
  updateWithStart,
} from '@toshobin/temporal';
import { operationActivities } from '../activities/operation-activities.ts';
import { bundleWorkflows } from '../bundle-workflows.ts';
import { keptBundle } from '../kept-bundle.ts';
import { replayOpenRuns } from '../replay-open-runs.ts';
import { Library } from '../testing/library.ts';
import { startRealServer } from '../testing/real-server.ts';
import type { TimeSkippingServer } from '../testing/time-skipping-server.ts';

let server: TimeSkippingServer;
let library: Library;

beforeAll(async () => {
  const [started, bundle] = await Promise.all([startRealServer(), keptBundle()]);
  server = started;
  library = await Library.open(server, bundle);
});

afterAll(async () => {
  await library.close();
  await server.stop();
});

/** Waits for a fact, with nothing in hand; answers how many events the history has, since one answer tells both. */
async function eventsAtRest(handle: WorkflowHandle): Promise<number> {
  for (;;) {
    const { raw, historyLength } = await handle.describe();
    const isIdle = (raw.pendingActivities ?? []).length === 0 && !raw.pendingWorkflowTask;
    if (isIdle && historyLength > 10) return historyLength;
  }
}

/** Waits until the server has a wish in hand that no worker has taken. */
async function arrived(workflowId: string, updateId: string): Promise<void> {
  const { namespace } = server.client.options;
  const updateRef = { workflowExecution: { workflowId }, updateId };
  for (;;) {
    try {
      await server.client.workflowService.pollWorkflowExecutionUpdate({ namespace, updateRef });
      return;
    } catch (fault) {
      if (!isGrpcServiceError(fault) || fault.code !== NOT_FOUND) throw fault;
    }
  }
}
const NOT_FOUND = 5;

test('a wish that the process refuses adds no event to its history, however often it is asked', async () => {
  const { reservationId } = await library.reserve(library.catalog.addRecord(1).recordId, 'uto');
  const handle = server.client.workflow.getHandle(reservationWorkflowId(reservationId));
  while (!library.patron.milestonesOf(reservationId).includes('allocated:accepted')) await handle.describe();
  const until = addDays(dayOf(await server.now()), 5);
  const before = await eventsAtRest(handle);
  for (let times = 0; times < 20; times++)
    expect(await library.suspend(reservationId, until)).toEqual({
      ok: false,
      refusal: { code: 'SUSPEND_TOO_LATE' },
    });
  expect(await eventsAtRest(handle)).toBe(before);
  // A wish that is granted is in the history.
  expect((await library.cancel(reservationId)).ok).toBe(true);
  expect(await library.outcomeOf(reservationId)).toBe('cancelled');
  const { events = [] } = await handle.fetchHistory();
  expect(events?.length).toBeGreaterThan(before);
  // A command that somebody waits for in front of a page goes first; what follows by itself takes its turn.
  const commands = (events ?? []).flatMap((event) => event.activityTaskScheduledEventAttributes ?? []);
  const first = commands.filter(({ priority }) => priority?.priorityKey === 1);
  expect(first.map(({ activityType }) => activityType?.name)).toEqual([
    'joinQueue',
    'leaveQueue',
    'recordMilestone',
  ]);
  expect(commands.length).toBeGreaterThan(first.length);
});

test('whatever a repair asks, for which somebody waits, goes first', async () => {
  const { workflowType, workflowId: idOf } = repairProcess;
  const [reservationId, workflowId] = [randomUUID(), idOf('waited-for')];
  const run = { workflowType, workflowId, taskQueue: taskQueues.processes, input: { reservationId } };
  expect(await runWorkflow(server.client, { ...run, timeoutMs: 40_000, isWaitedFor: true })).toBe('unknown');
  const { events = [] } = await server.client.workflow.getHandle(workflowId).fetchHistory();
  const [begun] = (events ?? []).flatMap((event) => event.workflowExecutionStartedEventAttributes ?? []);
  expect(begun?.priority?.priorityKey).toBe(1);
});

test('a server that has not read which namespaces there are is one that is away', async () => {
  const { connection } = server.client;
  const client = new Client({ connection, namespace: 'not-read-yet' });
  const { reservationId } = await library.reserve(library.catalog.addRecord(1).recordId, 'uto');
  const [request] = await library.patron.requestsOf({ reservationIds: [reservationId] });
  if (request === undefined) throw new Error('Nobody has reserved');
  const start = startOfReservation(request);
  const { workflowId } = start;
  expect(await updateWithStart(client, { ...start, timeoutMs: 40_000 })).toBe(NOT_YET);
  const update = { workflowId, updateName: 'cancel', updateId: 'one', input: {}, timeoutMs: 40_000 };
  expect(await runUpdate(client, update)).toBe(NOT_YET);
  const told = signalWorkflow(client, { workflowId, signalName: 'handedIn', input: {} });
  expect(temporalAway(await told.catch((fault: unknown) => fault))).toBe(true);
});

test('a wish that workers overlook is asked a second time, and then is one that is not taken yet', async () => {
  const { client } = server;
  const taskQueue = { name: 'overlooked' };
  const workflowId = `overlooked-${randomUUID()}`;
  await client.workflow.start('overlooked', { taskQueue: taskQueue.name, workflowId });
  // A worker that has lost what came with a task: it answers the task and leaves the wish out.
  const answerTask = async () => {
    const { namespace } = client.options;
    const { taskToken } = await client.withDeadline(Date.now() + 40_000, () =>
      client.workflowService.pollWorkflowTaskQueue({ namespace, taskQueue }),
    );
    await client.workflowService.respondWorkflowTaskCompleted({ namespace, taskToken, commands: [] });
  };
  await answerTask();
  const update = { workflowId, updateName: 'suspend', updateId: 'one', input: {}, timeoutMs: 40_000 };
  const twice = answerTask().then(answerTask);
  expect(await runUpdate(client, update)).toBe(NOT_YET);
  await twice;
  await client.workflow.getHandle(workflowId).terminate();
});

test('before a release every open run of a target is gone through with its code, and what would break is named', async () => {
  const { reservationId } = await library.reserve(library.catalog.addRecord(1).recordId, 'uto');
  const workflowId = reservationWorkflowId(reservationId);
  await eventsAtRest(server.client.workflow.getHandle(workflowId));
  // An index finds open processes, and knows of one a moment later.
  const listed = async () => {
    for await (const run of server.client.workflow.list({ query: "ExecutionStatus = 'Running'" }))
      if (run.workflowId === workflowId) return true;
    return false;
  };
  while (!(await listed())) await server.client.workflow.getHandle(workflowId).describe();
  const { runs, broken } = await replayOpenRuns(server.client, await keptBundle());
  expect(runs).toBeGreaterThan(0);
  expect(broken).toEqual([]);
  const careless = await bundleWorkflows(new URL('../testing/changed-workflows.ts', import.meta.url));
  expect((await replayOpenRuns(server.client, careless)).broken).toContainEqual({
    workflowId,
    fault: expect.stringContaining('DeterminismViolationError'),
  });
});

test('a process that was ended goes on answering what it had answered; asked anew, another run begins', async () => {
  const { reservationId, admission } = await library.reserve(library.catalog.addRecord(1).recordId, 'uto');
  const handle = server.client.workflow.getHandle(reservationWorkflowId(reservationId));
  const [request] = await library.patron.requestsOf({ reservationIds: [reservationId] });
  if (request === undefined) throw new Error('Nobody has reserved');
  const start = { ...startOfReservation(request), timeoutMs: 40_000 };
  const anew = { ...start, idReuse: 'whenEnded' } as const;
  const runId = async () => {
    const { status, runId } = await handle.describe();
    return status.name === 'RUNNING' ? runId : undefined;
  };
  const first = await runId();
  // A process that goes on, asked anew, is the same run.
  expect(await updateWithStart(server.client, { ...anew, updateId: 'anew 1' })).toEqual(admission);
  expect(await runId()).toBe(first);
  await handle.terminate('by hand');
  expect(await updateWithStart(server.client, start)).toEqual(admission);
  expect(await updateWithStart(server.client, anew)).toEqual(admission);
  expect(await runId()).toBeUndefined();
  expect(await updateWithStart(server.client, { ...anew, updateId: 'anew 2' })).toMatchObject({
    admitted: true,
  });
  expect(await runId()).toEqual(expect.any(String));
});

test('a wish for a process that was ended from outside may be asked again; for one that came to its end it is too late', async () => {
  const cancel = async (reservationId: string) =>
    runUpdate(server.client, {
      workflowId: reservationWorkflowId(reservationId),
      updateName: reservationProcess.updates.cancel,
      updateId: 'cancel once more',
      input: { at: await server.now(), by: 'patron' },
      timeoutMs: 40_000,
    });
  const { reservationId } = await library.reserve(library.catalog.addRecord(1).recordId, 'uto');
  await library.loseProcess(reservationId);
  expect(await cancel(reservationId)).toBe('cutOff');

  const other = await library.reserve(library.catalog.addRecord(1).recordId, 'uto');
  expect((await library.cancel(other.reservationId)).ok).toBe(true);
  await library.outcomeOf(other.reservationId);
  expect(await cancel(other.reservationId)).toBe('closed');
});

test('a wish is granted ahead of what the news that came with it sets going', async () => {
  const { client } = server;
  const { reservationId } = await library.reserve(library.catalog.addRecord(1).recordId, 'uto');
  const workflowId = reservationWorkflowId(reservationId);
  const handle = client.workflow.getHandle(workflowId);
  const before = await eventsAtRest(handle);
  let granted: Promise<unknown> | undefined;
  await library.release(await keptBundle(), async () => {
    const at = await server.now();
    const { signals, updates } = reservationProcess;
    await signalWorkflow(client, { workflowId, signalName: signals.lookAgain, input: { at } });
    const input = { at, by: 'patron' };
    const [updateName, updateId] = [updates.cancel, 'with the news'];
    granted = runUpdate(client, { workflowId, updateName, updateId, input, timeoutMs: 40_000 });
    await arrived(workflowId, updateId);
  });
  await granted;
  const { events } = await handle.fetchHistory();
  const came = (events ?? []).slice(before);
  const done = came.findIndex((event) => event.workflowTaskCompletedEventAttributes);
  expect(came[done + 1]?.workflowExecutionUpdateAcceptedEventAttributes).toBeTruthy();
  expect((await replayOpenRuns(client, await keptBundle())).broken).toEqual([]);
});

test('a process whose history the code does not repeat is ended by a repair, and begun anew from its id', async () => {
  const { client } = server;
  const { reservationId } = await library.reserve(library.catalog.addRecord(1).recordId, 'uto');
  const handle = client.workflow.getHandle(reservationWorkflowId(reservationId));
  await eventsAtRest(handle);
  const { runId: first } = await handle.describe();
  const { workflowType, workflowId: idOf } = repairProcess;
  const order = {
    workflowType,
    taskQueue: taskQueues.processes,
    timeoutMs: 40_000,
    input: { reservationId },
  };
  const careless = await bundleWorkflows(new URL('../testing/changed-workflows.ts', import.meta.url));
  await library.release(careless);
  await library.lookAgain(reservationId);
  while (!(await handle.describe()).searchAttributes.TemporalReportedProblems) await handle.describe();
  await library.release(await keptBundle());
  const repaired = await runWorkflow(client, { ...order, workflowId: idOf(reservationId) });
  expect(repaired).toBe('begunAnew');
  const { runId, status } = await handle.describe();
  expect([status.name, runId === first]).toEqual(['RUNNING', false]);
  expect((await library.cancel(reservationId)).ok).toBe(true);
});

test('at night a process that does not answer stands in the way of no other', async () => {
  const silent = randomUUID();
  const handle = await server.client.workflow.start(reservationProcess.workflowType, {
    workflowId: reservationWorkflowId(silent),
    taskQueue: 'nobody carries this out',
  });
  const { reservationId } = await library.reserve(library.catalog.addRecord(1).recordId, 'uto');
  const nobodys = randomUUID();
  const { askWhatTheyKnow } = operationActivities(server.client);
  expect(await askWhatTheyKnow({ reservationIds: [silent, nobodys, reservationId] })).toMatchObject({
    known: [{ reservationId }],
    unanswered: [silent, nobodys],
  });
  await handle.terminate();
});
