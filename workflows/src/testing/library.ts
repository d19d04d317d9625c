import { randomUUID } from 'node:crypto';
import { type InjectedSinks, Worker, type WorkflowBundle } from '@temporalio/worker';
import type { WorkflowInfo } from '@temporalio/workflow';
import {
  type Admission,
  type CancelAnswer,
  type CancelWish,
  type ChangePickupAnswer,
  type Channel,
  type DeclarePickedUpAnswer,
  type ExtendAnswer,
  type KnownEvent,
  LibraryCodeSchema,
  PREFECTURAL_LIBRARY,
  parcelWorkflowId,
  type ReservationRequest,
  type ResumeAnswer,
  reservationCommands,
  reservationProcess,
  reservationWorkflowId,
  type SuspendAnswer,
  scheduledProcesses,
  startOfReservation,
  taskQueues,
} from '@toshobin/contracts';
import {
  addDays,
  type CalendarDate,
  type Deadline,
  type Decision,
  dayOf,
  epochMs,
  holdDeadline,
  type Instant,
  isAfter,
  type LibraryReason,
  type Outcome,
  plusDuration,
  RefusalSchema,
  startOfDay,
  timeOn,
} from '@toshobin/lending-rules';
import { createLogger } from '@toshobin/service';
import { turnedAwayWith, updateWithStart } from '@toshobin/temporal';
import { operationActivities } from '../activities/operation-activities.ts';
import type { ChartEntry, ChartSinks } from '../charts/follow-chart.ts';
import { deliverEvent } from '../facts/deliver-event.ts';
import type { NightlyOrder } from '../nightly/nightly-workflow.ts';
import { whoDiffers } from '../nightly/who-differs.ts';
import { carryFact } from './carry-fact.ts';
import { alwaysOpen, InMemoryCatalog } from './in-memory-catalog.ts';
import { InMemoryPatron } from './in-memory-patron.ts';
import { InMemoryShipping } from './in-memory-shipping.ts';
import { runsBetween, type ScheduledRun } from './scheduled-runs.ts';
import type { TimeSkippingServer } from './time-skipping-server.ts';

/**
 * A whole small library on the time-skipping server: the real processes and the real bridge over the ports in
 * memory. Facts are delivered at once, one after another, unless a test holds them back. As days pass, what the
 * schedules start runs at its hours: every story lives through its nights.
 */
export class Library {
  readonly catalog: InMemoryCatalog;
  readonly patron: InMemoryPatron;
  readonly shipping: InMemoryShipping;
  readonly server: TimeSkippingServer;
  /** Facts that a test keeps on their way; delivered by `deliver`. */
  readonly underWay: KnownEvent[] = [];
  held = false;
  /** Commands, by name, that fail at what they are asked. */
  readonly broken = new Map<string, (asked: unknown) => boolean>();
  /** A test starts itself what the schedules start. */
  nightsByHand = false;
  /** What happens once while a command's answer is on its way, by the command's name. */
  readonly meanwhile = new Map<string, () => Promise<void>>();
  /** Every state that a process entered, in order. */
  readonly ways: ({ workflowId: string } & ChartEntry)[] = [];
  /** Until when what the schedules start has run. */
  #ranUntil: Instant;
  #runs = 0;
  #workers: Worker[] = [];
  #running: Promise<void>[] = [];
  readonly #deliver: (event: KnownEvent) => Promise<void>;

  private constructor(server: TimeSkippingServer, opensAt: Instant) {
    this.server = server;
    this.#ranUntil = opensAt;
    const emit = (event: KnownEvent) => {
      // Services hear each other at once; only the processes' facts are held back by a test.
      this.underWay.push(event);
      carryFact(event, this);
    };
    this.catalog = new InMemoryCatalog(emit);
    this.patron = new InMemoryPatron(emit);
    this.shipping = new InMemoryShipping(emit);
    this.#deliver = deliverEvent(server.client, createLogger('bridge', 'silent'));
  }

  /** Opens at ten the next morning, whatever the hour at which the tests are run. */
  static async open(server: TimeSkippingServer, bundle: WorkflowBundle): Promise<Library> {
    const now = await server.now();
    const morning = timeOn(addDays(dayOf(now), 1), '10:00');
    await server.pass(`PT${(epochMs(morning) - epochMs(now)) / 1000}S`);
    const library = new Library(server, await server.now());
    const { connection, client } = server;
    const queues = [
      ...[taskQueues.catalog, taskQueues.catalogAtNight].map((taskQueue) => ({
        taskQueue,
        activities: library.#activitiesOf(library.catalog),
      })),
      ...[taskQueues.patron, taskQueues.patronAtNight].map((taskQueue) => ({
        taskQueue,
        activities: library.#activitiesOf(library.patron),
      })),
      { taskQueue: taskQueues.shipping, activities: library.#activitiesOf(library.shipping) },
      {
        taskQueue: taskQueues.processes,
        // The time-skipping server lists no processes.
        activities: {
          ...operationActivities(client),
          runningReservations: async () => ({ reservationIds: [], next: null }),
        },
        workflowBundle: bundle,
        sinks: library.#sinks(),
      },
    ];
    library.#workers = await Promise.all(queues.map((queue) => Worker.create({ connection, ...queue })));
    library.#running = library.#workers.map((worker) => worker.run());
    return library;
  }

  async close(): Promise<void> {
    for (const worker of this.#workers) worker.shutdown();
    await Promise.all(this.#running);
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

  /** A patron reserves; answers the reservation and what the admission said. */
  async reserve(
    recordId: string,
    pickupLibrary: string,
    patron = 'a patron',
    channel: Channel = 'web',
  ): Promise<{ reservationId: string; admission: Admission }> {
    const reservationId = randomUUID();
    const request = await this.#requestFor({ reservationId, recordId, pickupLibrary, channel });
    this.patron.apply(reservationId, patron, request);
    return { reservationId, admission: await this.#admission(request) };
  }

  /** Somebody brings a copy to the prefectural counter without having reserved it; its process begins with the loan. */
  async lendAtCounter(
    copyId: string,
    patron = 'a visitor',
    order: 'begunFirst' | 'heardFirst' = 'begunFirst',
  ): Promise<string> {
    const reservationId = randomUUID();
    const { recordId } = this.catalog.copy(copyId);
    const of = { reservationId, recordId, pickupLibrary: PREFECTURAL_LIBRARY, channel: 'counter' } as const;
    const request = await this.#requestFor(of);
    this.patron.apply(reservationId, patron, request);
    const { appliedAt } = request.applied;
    await this.patron.claimLoanSlot({ reservationId, at: appliedAt });
    this.catalog.lendAtCounter(copyId, reservationId, appliedAt);
    if (order === 'heardFirst') await this.settle();
    await this.#admission(request);
    await this.settle();
    return reservationId;
  }

  async #requestFor({
    reservationId,
    pickupLibrary,
    ...of
  }: Pick<ReservationRequest, 'reservationId' | 'pickupLibrary'> &
    Pick<ReservationRequest['applied'], 'recordId' | 'channel'>): Promise<ReservationRequest> {
    const pickupLibraryName = this.catalog.libraryOf(pickupLibrary).name;
    const applied = { ...of, appliedAt: await this.server.now() };
    return { reservationId, pickupLibrary, pickupLibraryName, applied };
  }

  async #admission(request: ReservationRequest): Promise<Admission> {
    const ask = () =>
      updateWithStart<Admission>(this.server.client, { ...startOfReservation(request), timeoutMs: 40_000 });
    // Many at once are more than the test server answers in time: asked again, it gives the same answer.
    let admission = await ask();
    for (let more = 5; admission === 'notYet' && more > 0; more--) admission = await ask();
    if (admission === 'notYet' || admission === 'closed') throw new Error('The admission was not answered');
    return admission;
  }

  /** Staff do something now; then everything it leads to happens. */
  async staff<T>(act: (at: Instant) => T): Promise<T> {
    const done = act(await this.server.now());
    await this.settle();
    return done;
  }

  /** Days or hours pass, with their nights and dispatch days. */
  async pass(duration: string): Promise<void> {
    const now = await this.server.now();
    const end = plusDuration(now, duration);
    for (const run of this.nightsByHand ? [] : runsBetween(this.#ranUntil, end)) {
      await this.#passUntil(run.at);
      await this.#carryOut(run);
    }
    this.#ranUntil = end;
    await this.#passUntil(end);
    await this.settle();
  }

  async #passUntil(moment: Instant): Promise<void> {
    const now = await this.server.now();
    if (!isAfter(moment, now)) return;
    await this.server.pass(`PT${(epochMs(moment) - epochMs(now)) / 1000}S`);
    if (!this.held) await this.deliver();
  }

  /**
   * A job of one command is that command, at its hour, and so are the questions of the repair where they find nothing to
   * mend: its process has tests of its own, and stories have many nights.
   */
  async #carryOut(run: ScheduledRun): Promise<void> {
    const { dispatchDay, nightly } = scheduledProcesses;
    if (run.scheduleId === nightly.scheduleId('reconcile') && (await this.#isQuiet(run.at))) return;
    const { catalog, patron, shipping } = this;
    const ofOneCommand = new Map<string, (at: Instant) => Promise<unknown>>([
      [dispatchDay.scheduleId, (at) => shipping.closeDispatchBatch({ at })],
      [nightly.scheduleId('waiting'), (at) => catalog.lookAtWhatWaits({ at })],
      [nightly.scheduleId('cards'), (at) => patron.remindExpiringCards({ at })],
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
    const open = await patron.openReservations({ after: null });
    if ((await whoDiffers(open, { operations, catalog, patron })).length > 0) return false;
    const parcels = await shipping.parcelsUnderWay({ after: null });
    return (await operations.reconcileParcels({ parcels, at })).begunAnew === 0;
  }

  async #start({ workflowType, args }: Pick<ScheduledRun, 'workflowType' | 'args'>): Promise<void> {
    const workflowId = `${workflowType}-${++this.#runs}`;
    const { workflow } = this.server.client;
    await workflow.execute(workflowType, { workflowId, taskQueue: taskQueues.processes, args: [...args] });
  }

  /** An operator ends the process by hand, or a restore of Temporal lost it. Not one that has only just begun. */
  async loseProcess(reservationId: string): Promise<void> {
    await this.server.client.workflow.getHandle(reservationWorkflowId(reservationId)).terminate('by hand');
  }

  async #end(workflowId: string): Promise<void> {
    const handle = this.server.client.workflow.getHandle(workflowId);
    if ((await handle.describe()).status.name === 'RUNNING') await handle.terminate('by hand');
  }

  /** The end of a story: what it left under way does not live through the nights of the next. */
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

  /**
   * SES took the ready mail of a copy on the prefectural hold shelf (the newest, or that of an allocation): its hold
   * begins (R6), until the end answered.
   */
  async mailAccepted(reservationId: string, allocation?: number): Promise<Deadline> {
    return this.staff((sentAt) => {
      const holdUntil = holdDeadline(sentAt, alwaysOpen, this.catalog.policy);
      this.patron.mailAccepted(
        reservationId,
        'readyAtPrefectural',
        sentAt,
        holdUntil,
        allocation?.toString(),
      );
      return holdUntil;
    });
  }

  /** A library closes, suddenly or not (both days included); answers the closure. */
  enterClosure(library: string, from: CalendarDate, until: CalendarDate, reason = '台風'): Promise<string> {
    const code = LibraryCodeSchema.parse(library);
    return this.staff((at) => this.shipping.enterClosure({ library: code, from, until, reason, at }));
  }

  takeBackClosure(closureId: string): Promise<void> {
    return this.staff((at) => this.shipping.takeBackClosure(closureId, at));
  }

  /** R5: nobody may choose the library from today on, until it reopens. */
  pausePickup(library: string, reopens?: CalendarDate): Promise<void> {
    return this.staff((at) => {
      const known = this.catalog.libraryOf(library);
      known.pausedFrom = dayOf(at);
      if (reopens) known.reopens = reopens;
    });
  }

  async cancel(
    reservationId: string,
    by: CancelWish['by'] = 'patron',
    reason?: LibraryReason,
  ): Promise<CancelAnswer> {
    const why = reason ? { reason } : {};
    return this.#wish(reservationId, 'cancel', { at: await this.server.now(), by, ...why });
  }

  async extend(reservationId: string, confirmDue?: CalendarDate): Promise<ExtendAnswer> {
    return this.#wish(reservationId, 'extend', {
      askedAt: await this.server.now(),
      holderHasOtherOverdue: false,
      ...(confirmDue ? { confirmDue } : {}),
    });
  }

  async changePickup(reservationId: string, pickupLibrary: string): Promise<ChangePickupAnswer> {
    return this.#wish(reservationId, 'changePickup', { at: await this.server.now(), pickupLibrary });
  }

  async suspend(reservationId: string, until: CalendarDate): Promise<SuspendAnswer> {
    return this.#wish(reservationId, 'suspend', { at: await this.server.now(), until });
  }

  async resume(reservationId: string): Promise<ResumeAnswer> {
    return this.#wish(reservationId, 'resume', { at: await this.server.now() });
  }

  /** 「受け取りました」 */
  async declarePickedUp(reservationId: string): Promise<DeclarePickedUpAnswer> {
    return this.#wish(reservationId, 'declarePickedUp', { at: await this.server.now() });
  }

  outcomeOf(reservationId: string): Promise<Outcome> {
    return this.server.client.workflow.getHandle(reservationWorkflowId(reservationId)).result();
  }

  /** Delivers the facts under way (again, if given) in the order given. */
  async deliver(events: readonly KnownEvent[] = this.underWay.splice(0)): Promise<void> {
    for (const event of events) await this.#deliver(event);
  }

  /**
   * Until nothing moves: every fact delivered, and no process with a task or command in hand. The server's clock
   * skips only when all are idle, so a minute that has passed says that they were.
   */
  async settle(): Promise<void> {
    do {
      if (!this.held) await this.deliver();
      await this.server.pass('PT1M');
    } while (!this.held && this.underWay.length > 0);
  }

  /** The update alone, without waiting for what it leads to: for use in `meanwhile`. */
  async cancelMeanwhile(reservationId: string): Promise<void> {
    await this.server.client.workflow
      .getHandle(reservationWorkflowId(reservationId))
      .executeUpdate(reservationProcess.updates.cancel, {
        args: [{ at: await this.server.now(), by: 'patron' }],
      });
  }

  /** `reconcile` for one reservation. */
  async lookAgain(reservationId: string): Promise<void> {
    await this.server.client.workflow
      .getHandle(reservationWorkflowId(reservationId))
      .signal(reservationProcess.signals.lookAgain, { at: await this.server.now() });
    await this.settle();
  }

  /** A refusal by the validator is in no history; to who asked it is one like any other. */
  async #wish<V>(
    reservationId: string,
    name: keyof typeof reservationProcess.updates,
    wish: unknown,
  ): Promise<Decision<V>> {
    const answer = await this.server.client.workflow
      .getHandle(reservationWorkflowId(reservationId))
      .executeUpdate<Decision<V>, [unknown]>(reservationProcess.updates[name], { args: [wish] })
      .catch((fault: unknown) => {
        const refusal = RefusalSchema.safeParse(turnedAwayWith(fault)).data;
        if (!refusal) throw fault;
        return { ok: false as const, refusal };
      });
    await this.settle();
    return answer;
  }

  /** The answer to a command with how the reservation stands afterwards, as the catalog's worker gives it. */
  #standingWith(name: string, asked: { reservationId: string }, answer: unknown): unknown {
    if (!reservationCommands.includes(name)) return answer;
    return { answer, standing: this.catalog.standingOf(asked.reservationId) };
  }

  /** A port's methods as a worker takes them: functions of their own. */
  #activitiesOf(port: object): Record<string, (argument: never) => Promise<unknown>> {
    const names = Object.getOwnPropertyNames(Object.getPrototypeOf(port));
    return Object.fromEntries(
      names.flatMap((name) => {
        const method: unknown = Reflect.get(port, name);
        if (typeof method !== 'function' || name === 'constructor') return [];
        const carryOut = async (argument: never) => {
          if (this.broken.get(name)?.(argument)) throw new RangeError('a fault of ours');
          const answer: unknown = await method.call(port, argument);
          // As it stands now, whatever happens while the answer is on its way.
          const told = port === this.catalog ? this.#standingWith(name, argument, answer) : answer;
          const meanwhile = this.meanwhile.get(name);
          this.meanwhile.delete(name);
          await meanwhile?.();
          return told;
        };
        return [[name, carryOut]];
      }),
    );
  }
}
