import { type InjectedSinks, Worker, type WorkflowBundle } from '@temporalio/worker';
import type { WorkflowInfo } from '@temporalio/workflow';
import {
  parcelWorkflowId,
  reservationProcess,
  reservationWorkflowId,
  scheduledProcesses,
  taskQueues,
} from '@toshobin/contracts';
import {
  addDays,
  dayOf,
  epochMs,
  type Instant,
  isAfter,
  plusDuration,
  startOfDay,
  timeOn,
} from '@toshobin/lending-rules';
import { operationActivities } from '../activities/operation-activities.ts';
import type { ChartEntry, ChartSinks } from '../charts/follow-chart.ts';
import type { NightlyOrder } from '../nightly/nightly-workflow.ts';
import { whoDiffers } from '../nightly/who-differs.ts';
import type { Engine } from './engine.ts';
import { engineOn } from './engine-on-server.ts';
import { LibraryInTest } from './library-in-test.ts';
import { runsBetween, type ScheduledRun } from './scheduled-runs.ts';
import type { TimeSkippingServer } from './time-skipping-server.ts';

/** A worker, and its end. */
interface Running {
  readonly worker: Worker;
  readonly ended: Promise<void>;
}

/**
 * A whole small library on the time-skipping server: the real processes and the real bridge over the ports in
 * memory. As days pass, what the schedules start runs at its hours: every story lives through its nights.
 */
export class Library extends LibraryInTest {
  readonly server: TimeSkippingServer;
  readonly engine: Engine;
  /** Whether a test itself starts what the schedules start. */
  nightsByHand = false;
  /** How many queries the nights have asked processes. */
  nightlyQueries = 0;
  /** The moment until which what the schedules start has run. */
  #ranUntil: Instant;
  #runs = 0;
  #workers: Running[] = [];
  #processes: Running | undefined;

  private constructor(server: TimeSkippingServer, opensAt: Instant) {
    super();
    this.server = server;
    this.engine = engineOn(server);
    this.#ranUntil = opensAt;
  }

  /** Opens at ten the next morning, whatever the hour at which the tests are run. */
  static async open(server: TimeSkippingServer, bundle: WorkflowBundle): Promise<Library> {
    const now = await server.now();
    const morning = timeOn(addDays(dayOf(now), 1), '10:00');
    await server.pass(`PT${(epochMs(morning) - epochMs(now)) / 1000}S`);
    const library = new Library(server, await server.now());
    const { connection, client } = server;
    const carriedOut = (activities: object, ...named: readonly string[]) =>
      named.map((taskQueue) => ({ taskQueue, activities }));
    const operations = operationsOf(client);
    const { catalog, catalogAtNight, patron, patronAtNight, shipping, shippingAtNight } = taskQueues;
    const queues = [
      ...carriedOut(library.activitiesOf(library.catalog), catalog, catalogAtNight),
      ...carriedOut(library.activitiesOf(library.patron), patron, patronAtNight),
      ...carriedOut(library.activitiesOf(library.shipping), shipping, shippingAtNight),
      ...carriedOut(operations, taskQueues.processesAtNight),
    ];
    const workers = queues.map((queue) => Worker.create({ connection, ...queue }));
    library.#workers = (await Promise.all(workers)).map(run);
    await library.release(bundle);
    return library;
  }

  /** The worker of the processes ends, and one with this code goes on; what is done meanwhile comes to that one. */
  async release(workflowBundle: WorkflowBundle, meanwhile?: () => Promise<void>): Promise<void> {
    this.#processes?.worker.shutdown();
    await this.#processes?.ended;
    await meanwhile?.();
    const { connection, client } = this.server;
    const activities = operationsOf(client);
    const queue = { taskQueue: taskQueues.processes, activities, workflowBundle, sinks: this.#sinks() };
    this.#processes = run(await Worker.create({ connection, ...queue }));
  }

  async close(): Promise<void> {
    const all = [...this.#workers, ...(this.#processes ? [this.#processes] : [])];
    for (const { worker } of all) worker.shutdown();
    await Promise.all(all.map(({ ended }) => ended));
    const astray = this.ways.filter(({ declared }) => !declared);
    const ways = new Set(astray.map(({ workflow, from, to }) => `${workflow}: ${from} → ${to}`));
    if (ways.size > 0) throw new Error(`Ways that no chart has: ${[...ways].join(', ')}`);
  }

  #sinks(): InjectedSinks<ChartSinks> {
    const entered = ({ workflowId }: WorkflowInfo, entry: ChartEntry) => {
      this.ways.push({ workflowId, ...entry });
    };
    return { chart: { entered: { fn: entered } } };
  }

  /** Lets days or hours pass, with their nights and dispatch days. */
  async pass(duration: string): Promise<void> {
    let now = await this.server.now();
    const end = plusDuration(now, duration);
    // The server's clock stands still in between but for moments, so it is asked for once.
    const passUntil = async (moment: Instant) => {
      if (!isAfter(moment, now)) return;
      await this.server.pass(`PT${(epochMs(moment) - epochMs(now)) / 1000}S`);
      now = moment;
      if (!this.held) await this.deliver();
    };
    for (const run of this.nightsByHand ? [] : runsBetween(this.#ranUntil, end)) {
      await passUntil(run.at);
      await this.#carryOut(run);
    }
    this.#ranUntil = end;
    await passUntil(end);
    await this.settle();
  }

  /**
   * Carries out a scheduled run: of a job of one or two commands these alone, at its hour, and of the repair its
   * questions where they find nothing to mend. Their processes have tests of their own, and stories have many nights.
   */
  async #carryOut(run: ScheduledRun): Promise<void> {
    const { dispatchDay, nightly } = scheduledProcesses;
    if (run.scheduleId === nightly.scheduleId('reconcile') && (await this.#isQuiet(run.at))) return;
    const { catalog, patron, shipping } = this;
    const ofOneCommand = new Map<string, (at: Instant) => Promise<unknown>>([
      [dispatchDay.scheduleId, (at) => shipping.closeDispatchBatch({ at })],
      [nightly.scheduleId('waiting'), (at) => catalog.lookAtWhatWaits({ at })],
      [
        nightly.scheduleId('cards'),
        async (at) => {
          await patron.remindExpiringCards({ at });
          await patron.endExpiredRegistrations({ at });
        },
      ],
      [nightly.scheduleId('erasure'), (at) => this.#erase(startOfDay(dayOf(at)))],
    ]);
    const command = ofOneCommand.get(run.scheduleId);
    if (command === undefined) await this.#start(run);
    else await command(run.at);
    if (command === undefined || this.underWay.length > 0) await this.settle();
  }

  async #erase(before: Instant): Promise<void> {
    await this.patron.eraseClosed({ before });
    await this.catalog.forgetMoments({ before });
  }

  async #isQuiet(at: Instant): Promise<boolean> {
    const { catalog, patron, shipping } = this;
    const operations = operationActivities(this.server.client);
    const askWhatTheyKnow: typeof operations.askWhatTheyKnow = async (query) => {
      const asked = await operations.askWhatTheyKnow(query);
      this.nightlyQueries += asked.known.length;
      return asked;
    };
    const open = await patron.openReservations({ after: null });
    const rows = await patron.rowsOf({ reservationIds: open });
    const { told, unknown, heard } = await catalog.tellRows({ rows: rows.map(({ open: _, ...row }) => row) });
    const differ = await whoDiffers(open, { operations: { askWhatTheyKnow }, catalog, patron }, heard);
    if (told.length + unknown.length + differ.length > 0) return false;
    const parcels = await shipping.parcelsUnderWay({ after: null });
    return (await operations.reconcileParcels({ parcels, at })).begunAnew === 0;
  }

  async #start({ workflowType, args }: Pick<ScheduledRun, 'workflowType' | 'args'>): Promise<void> {
    const workflowId = `${workflowType}-${++this.#runs}`;
    const { workflow } = this.server.client;
    await workflow.execute(workflowType, { workflowId, taskQueue: taskQueues.processes, args: [...args] });
  }

  /** An operator ends the process by hand, or a restore of Temporal loses it; not one that has only just begun. */
  async loseProcess(reservationId: string): Promise<void> {
    await this.server.client.workflow.getHandle(reservationWorkflowId(reservationId)).terminate('by hand');
  }

  /** The process of a reservation is ended at this step, and the nightly repair starts it again. */
  async processLost({ reservationId }: { reservationId: string }): Promise<void> {
    await this.loseProcess(reservationId);
    await this.repair();
  }

  async #end(workflowId: string): Promise<void> {
    const handle = this.server.client.workflow.getHandle(workflowId);
    if ((await handle.describe()).status.name === 'RUNNING') await handle.terminate('by hand');
  }

  /** Ends a story: what it left under way does not live through the nights of the next. */
  async endStory(): Promise<void> {
    for (const reservationId of await this.patron.openReservations({ after: null })) {
      await this.#end(reservationWorkflowId(reservationId));
      this.patron.forget(reservationId);
    }
    for (const { parcelNumber } of await this.shipping.parcelsUnderWay({ after: null })) {
      await this.#end(parcelWorkflowId(parcelNumber));
      this.shipping.forgetParcel(parcelNumber);
    }
  }

  /** The nightly repair, at once: what an operator can start at any hour. */
  async repair(): Promise<void> {
    await this.#start({ ...scheduledProcesses.nightly, args: [{ job: 'reconcile' } satisfies NightlyOrder] });
    await this.settle();
  }

  /** Sends the update alone, without waiting for what it leads to: for use in `meanwhile`. */
  async cancelMeanwhile(reservationId: string): Promise<void> {
    await this.server.client.workflow
      .getHandle(reservationWorkflowId(reservationId))
      .executeUpdate(reservationProcess.updates.cancel, {
        args: [{ at: await this.server.now(), by: 'patron' }],
      });
  }

  /** Runs `reconcile` for one reservation. */
  async lookAgain(reservationId: string): Promise<void> {
    await this.server.client.workflow
      .getHandle(reservationWorkflowId(reservationId))
      .signal(reservationProcess.signals.lookAgain, { at: await this.server.now() });
    await this.settle();
  }
}

function run(worker: Worker): Running {
  return { worker, ended: worker.run() };
}

function operationsOf(client: TimeSkippingServer['client']) {
  return {
    ...operationActivities(client),
    // The time-skipping server lists no processes.
    runningReservations: async () => ({ reservationIds: [], next: null }),
  };
}
