import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import type { Client } from '@temporalio/client';
import {
  type NightlyJob,
  parcelProcess,
  reservationProcess,
  reservationWorkflowId,
  scheduledProcesses,
  searchAttributes,
} from '@toshobin/contracts';
import type { Stack } from '@toshobin/infra';
import { createLogger, serviceClient, startService } from '@toshobin/service';
import { connectTemporal, NOT_YET, runUpdate, type TemporalLink } from '@toshobin/temporal';
import { answerForCommands, startWorker } from '@toshobin/temporal/worker';
import { failingCommands } from '../../services/staff-web/src/processes/failing-commands.ts';
import { processesAt } from '../../services/staff-web/src/processes/reach-processes.ts';
import { processRoutes } from '../../workflows/src/http/process-routes.ts';
import { eventually } from '../src/eventually.ts';

const TOKEN = 'a-token-of-the-tests-alone';
/** COMMAND_TYPE_SCHEDULE_ACTIVITY_TASK, as Temporal's servers number it. */
const SCHEDULE_ACTIVITY = 1;
/** COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION. */
const COMPLETE_WORKFLOW = 4;
const log = createLogger('stuck', 'silent');

const callers = { 'patron-web': [], 'staff-web': [TOKEN], patron: [] };
function serving(routes: NonNullable<Parameters<typeof startService>[0]['routes']>) {
  const config = { HOST: '127.0.0.1', PORT: 0 };
  return startService({ name: 'answering', config, log, signals: false, routes });
}

/** A service of which only what it says of its commands matters. */
function answering(worker: Parameters<typeof answerForCommands>[1]) {
  return serving((app) => answerForCommands(app, worker, callers));
}

/** The processes as the desk asks for them. */
async function askedOverHttp(link: TemporalLink) {
  const service = await serving(processRoutes(link, callers));
  return { processes: processesAt(serviceClient(service.url, TOKEN)), stop: () => service.stop() };
}

/** A process whose first step gives the catalog these commands, and whose code nobody needs to run. */
async function processThatAsks(client: Client, commands: readonly string[]): Promise<void> {
  const taskQueue = 'processes-of-plumbing';
  await client.workflow.start('asks', { taskQueue, workflowId: 'plumbing-3' });
  const task = { namespace: 'default', taskQueue: { name: taskQueue } };
  const { taskToken } = await client.withDeadline(Date.now() + 20_000, () =>
    client.workflowService.pollWorkflowTaskQueue(task),
  );
  await client.workflowService.respondWorkflowTaskCompleted({
    namespace: 'default',
    taskToken,
    commands: commands.map((name) => ({
      commandType: SCHEDULE_ACTIVITY,
      scheduleActivityTaskCommandAttributes: {
        activityId: name,
        activityType: { name },
        taskQueue: { name: 'catalog' },
        startToCloseTimeout: { nanos: 900_000_000 },
        retryPolicy: { initialInterval: { nanos: 50_000_000 }, maximumInterval: { nanos: 50_000_000 } },
      },
    })),
  });
}

/** What Temporal’s index and the services tell of processes and commands that come to nothing. */
export function stuckProcesses(open: () => Stack): void {
  let stack: Stack;
  beforeAll(() => {
    stack = open();
  });

  test('the server’s index tells which reservations’ processes fail, ask for staff, were sent nonsense, or were ended for good', async () => {
    const link = connectTemporal({ address: `127.0.0.1:${stack.ports.temporal}`, namespace: 'default' });
    const { client } = link;
    await client.connection.operatorService.addSearchAttributes({
      namespace: 'default',
      searchAttributes: {
        [searchAttributes.needsAttention.name]: 5,
        [searchAttributes.ignoredMessage.name]: 5,
      },
    });
    const taskQueue = 'reservations';
    const begin = (reservationId: string, asksStaff: boolean, wasSentNonsense = false) =>
      client.workflow.start(reservationProcess.workflowType, {
        taskQueue,
        workflowId: reservationWorkflowId(reservationId),
        typedSearchAttributes: [
          { key: searchAttributes.needsAttention, value: asksStaff },
          { key: searchAttributes.ignoredMessage, value: wasSentNonsense },
        ],
      });
    const [well, failing, asking, confused, ended, begunAgain] = [
      randomUUID(),
      randomUUID(),
      randomUUID(),
      randomUUID(),
      randomUUID(),
      randomUUID(),
    ];
    await begin(failing, false);
    for (let times = 0; times < 2; times += 1) {
      await client.withDeadline(Date.now() + 20_000, async () => {
        const task = { namespace: 'default', taskQueue: { name: taskQueue } };
        const { taskToken } = await client.workflowService.pollWorkflowTaskQueue(task);
        await client.workflowService.respondWorkflowTaskFailed({ namespace: 'default', taskToken });
      });
    }
    // Whoever wishes for something there hears that it is not yet done: the server takes no update of it.
    const wish = { updateName: reservationProcess.updates.cancel, updateId: randomUUID(), input: {} };
    const workflowId = reservationWorkflowId(failing);
    expect(await runUpdate(client, { ...wish, workflowId, timeoutMs: 10_000 })).toBe(NOT_YET);
    await begin(well, false);
    await begin(asking, true);
    await begin(confused, true, true);
    for (const reservationId of [ended, begunAgain]) await (await begin(reservationId, false)).terminate();
    await begin(begunAgain, false);
    const parcel = `parcel-9${String(Date.now()).slice(-11)}`;
    const ofParcel = await client.workflow.start(parcelProcess.workflowType, {
      taskQueue,
      workflowId: parcel,
    });
    await ofParcel.terminate();
    const all = {
      [failing]: 'failing',
      [asking]: 'asksStaff',
      [confused]: 'ignoredMessage',
      [ended]: 'ended',
    };
    const ours = new Set<string | undefined>([well, failing, asking, confused, ended, begunAgain]);
    const { processes, stop } = await askedOverHttp(link);
    await eventually('these four of the six', async () => {
      const found = await processes.stuck();
      if (found === 'away') throw new Error('the index does not answer');
      expect(found).toContainEqual(expect.objectContaining({ workflowId: parcel, trouble: 'ended' }));
      const troubles = found.filter(({ reservationId }) => ours.has(reservationId));
      expect(
        Object.fromEntries(troubles.map(({ reservationId, trouble }) => [reservationId, trouble])),
      ).toEqual(all);
      return true;
    });
    await stop();
    expect([await processes.stuck(), await processes.lastNight()]).toEqual(['away', 'away']);
    // One that takes connections and says nothing is waited for no longer than a person looks at an empty page.
    const silent = await serving((app) => void app.use(() => undefined));
    const begun = performance.now();
    expect(await processesAt(serviceClient(silent.url, TOKEN, { timeoutMs: 20_000 })).stuck()).toBe('away');
    expect(performance.now() - begun).toBeLessThan(6_000);
    await silent.stop();
    await link.close();
  }, 60_000);

  test('a job of the night that failed is told until another run of it has come to its end', async () => {
    const link = connectTemporal({ address: `127.0.0.1:${stack.ports.temporal}`, namespace: 'default' });
    const { client } = link;
    const { workflowType, scheduleId } = scheduledProcesses.nightly;
    const taskQueue = 'nights';
    const begin = (job: NightlyJob, night: number) =>
      client.workflow.start(workflowType, { taskQueue, workflowId: `${scheduleId(job)}-workflow-${night}` });
    const { processes, stop } = await askedOverHttp(link);
    const failedNights = async () => {
      const found = await processes.stuck();
      return found === 'away' ? found : found.filter(({ trouble }) => trouble === 'nightFailed');
    };
    const tellsOf = (...jobs: NightlyJob[]) =>
      eventually(`the failed ${jobs.join(' and ')}`, async () => {
        const ids = [...(await failedNights())].map((one) =>
          typeof one === 'string' ? one : one.workflowId,
        );
        return (
          JSON.stringify(ids.sort()) === JSON.stringify(jobs.map((job) => `${scheduleId(job)}-workflow-1`))
        );
      });
    for (const job of ['erasure', 'waiting'] as const) await (await begin(job, 1)).terminate();
    await tellsOf('erasure', 'waiting');

    await begin('waiting', 2);
    await client.withDeadline(Date.now() + 20_000, async () => {
      const task = { namespace: 'default', taskQueue: { name: taskQueue } };
      const { taskToken } = await client.workflowService.pollWorkflowTaskQueue(task);
      const commands = [
        { commandType: COMPLETE_WORKFLOW, completeWorkflowExecutionCommandAttributes: { result: null } },
      ];
      await client.workflowService.respondWorkflowTaskCompleted({
        namespace: 'default',
        taskToken,
        commands,
      });
    });
    await tellsOf('erasure');
    await stop();
    await link.close();
  }, 60_000);

  test('a command that fails is told to the staff’s web with its tries until it succeeds, and the service’s silence when it is gone', async () => {
    const link = connectTemporal({ address: `127.0.0.1:${stack.ports.temporal}`, namespace: 'default' });
    let broken = true;
    const activities = {
      openLoan: async () => {
        if (broken) throw new RangeError('熊本花子 <hanako@example.jp> has no such loan');
      },
    };
    const worker = startWorker({
      temporal: { address: `127.0.0.1:${stack.ports.temporal}`, namespace: 'default' },
      queues: [{ taskQueue: 'catalog', activities }],
      log,
    });
    const catalog = await answering(worker);
    const others = await answering({ isRunning: () => true, failing: () => [] });
    const ask = () =>
      failingCommands({
        catalog: serviceClient(catalog.url, TOKEN),
        patron: serviceClient(others.url, TOKEN),
        shipping: serviceClient(others.url, TOKEN),
        workflows: serviceClient(others.url, TOKEN),
      });
    expect((await fetch(`${catalog.url}/failing-commands`)).status).toBe(401);

    await processThatAsks(link.client, ['openLoan', 'weighCopy']);
    await eventually('both commands after their third failure', async () => {
      const { commands, silent } = await ask();
      expect(commands.every(({ tries, workflowId }) => tries >= 3 && workflowId === 'plumbing-3')).toBe(true);
      expect(Object.fromEntries(commands.map(({ command, fault }) => [command, fault]))).toEqual({
        openLoan: 'RangeError',
        weighCopy: 'UnknownCommand',
      });
      expect(silent).toEqual([]);
      expect(JSON.stringify(commands)).not.toMatch(/花子|hanako/);
      return true;
    });
    broken = false;
    await eventually('the loan to be opened', async () => {
      const { commands } = await ask();
      return commands.map(({ command }) => command).join() === 'weighCopy';
    });

    await worker.stop();
    expect((await ask()).silent).toEqual([{ taker: 'catalog', why: 'takesNone' }]);
    await catalog.stop();
    expect((await ask()).silent).toEqual([{ taker: 'catalog', why: 'noAnswer' }]);
    await others.stop();
    await link.close();
  }, 60_000);
}
