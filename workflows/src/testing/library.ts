import { randomUUID } from 'node:crypto';
import { type InjectedSinks, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import type { WorkflowInfo } from '@temporalio/workflow';
import {
  type Admission,
  type CancelAnswer,
  type ExtendAnswer,
  type KnownEvent,
  PREFECTURAL_LIBRARY,
  ReservationIdSchema,
  reservationProcess,
  reservationWorkflowId,
  startOfReservation,
  taskQueues,
} from '@toshobin/contracts';
import {
  type CalendarDate,
  type Deadline,
  holdDeadline,
  type Instant,
  type Outcome,
} from '@toshobin/lending-rules';
import { createLogger } from '@toshobin/service';
import { updateWithStart } from '@toshobin/temporal';
import { operationActivities } from '../activities/operation-activities.ts';
import type { ChartEntry, ChartSinks } from '../charts/follow-chart.ts';
import { deliverEvent } from '../facts/deliver-event.ts';
import { alwaysOpen, eventOf, InMemoryCatalog } from './in-memory-catalog.ts';
import { InMemoryPatron } from './in-memory-patron.ts';
import { InMemoryShipping } from './in-memory-shipping.ts';
import type { TimeSkippingServer } from './time-skipping-server.ts';

/**
 * A whole small library on the time-skipping server: the real processes and the real bridge over the ports in
 * memory. Facts are delivered at once, one after another, unless a test holds them back.
 */
export class Library {
  readonly catalog: InMemoryCatalog;
  readonly patron: InMemoryPatron;
  readonly shipping: InMemoryShipping;
  readonly server: TimeSkippingServer;
  /** Facts that a test keeps on their way; delivered by `deliver`. */
  readonly underWay: KnownEvent[] = [];
  held = false;
  /** What happens once while a command's answer is on its way, by the command's name. */
  readonly meanwhile = new Map<string, () => Promise<void>>();
  /** Every state that a process entered, in order. */
  readonly ways: ({ workflowId: string } & ChartEntry)[] = [];
  #workers: Worker[] = [];
  #running: Promise<void>[] = [];
  readonly #deliver: (event: KnownEvent) => Promise<void>;

  private constructor(server: TimeSkippingServer) {
    this.server = server;
    const emit = (event: KnownEvent) => {
      // Services hear each other at once; only the processes' facts are held back by a test.
      if (event.type === 'shipping.copy.moved') this.catalog.hear(event.data.fact);
      this.underWay.push(event);
    };
    this.catalog = new InMemoryCatalog(emit);
    this.patron = new InMemoryPatron(emit);
    this.shipping = new InMemoryShipping(emit);
    this.#deliver = deliverEvent(server.client, createLogger('bridge', 'silent'));
  }

  static async open(server: TimeSkippingServer, bundle: WorkflowBundleWithSourceMap): Promise<Library> {
    const library = new Library(server);
    const { connection, client } = server;
    const queues = [
      { taskQueue: taskQueues.catalog, activities: library.#activitiesOf(library.catalog) },
      { taskQueue: taskQueues.patron, activities: library.#activitiesOf(library.patron) },
      { taskQueue: taskQueues.shipping, activities: library.#activitiesOf(library.shipping) },
      {
        taskQueue: taskQueues.processes,
        activities: operationActivities(client),
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
  ): Promise<{ reservationId: string; admission: Admission }> {
    const reservationId = randomUUID();
    this.patron.apply(reservationId, patron);
    const appliedAt = await this.server.now();
    const ask = () =>
      updateWithStart<Admission>(this.server.client, {
        ...startOfReservation({
          reservationId,
          recordId,
          pickupLibrary,
          pickupLibraryName: pickupLibrary === PREFECTURAL_LIBRARY ? '県立図書館' : '宇土市立図書館',
          channel: 'web',
          appliedAt,
        }),
        timeoutMs: 40_000,
      });
    // Many at once are more than the test server answers in time: asked again, it gives the same answer.
    let admission = await ask();
    for (let more = 5; admission === 'notYet' && more > 0; more--) admission = await ask();
    if (admission === 'notYet') throw new Error('The admission was not answered');
    return { reservationId, admission };
  }

  /** Staff do something now; then everything it leads to happens. */
  async staff<T>(act: (at: Instant) => T): Promise<T> {
    const done = act(await this.server.now());
    await this.settle();
    return done;
  }

  /** Days or hours pass. */
  async pass(duration: string): Promise<void> {
    await this.server.pass(duration);
    await this.settle();
  }

  /** SES took the ready mail of a copy on the prefectural hold shelf: its hold begins (R6), until the end answered. */
  async mailAccepted(reservationId: string): Promise<Deadline> {
    return this.staff((sentAt) => {
      const holdUntil = holdDeadline(sentAt, alwaysOpen, this.catalog.policy);
      this.underWay.push(
        eventOf('patron.notice.sent', {
          reservationId: ReservationIdSchema.parse(reservationId),
          kind: 'readyAtPrefectural',
          occasion: '',
          sentAt,
          holdUntil,
        }),
      );
      return holdUntil;
    });
  }

  async cancel(reservationId: string): Promise<CancelAnswer> {
    return this.#update<CancelAnswer>(reservationId, reservationProcess.updates.cancel, {
      at: await this.server.now(),
      by: 'patron',
    });
  }

  async extend(reservationId: string, confirmDue?: CalendarDate): Promise<ExtendAnswer> {
    return this.#update<ExtendAnswer>(reservationId, reservationProcess.updates.extend, {
      askedAt: await this.server.now(),
      holderHasOtherOverdue: false,
      ...(confirmDue ? { confirmDue } : {}),
    });
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

  async #update<A>(reservationId: string, name: string, wish: unknown): Promise<A> {
    const answer = await this.server.client.workflow
      .getHandle(reservationWorkflowId(reservationId))
      .executeUpdate<A, [unknown]>(name, { args: [wish] });
    await this.settle();
    return answer;
  }

  /** A port's methods as a worker takes them: functions of their own. */
  #activitiesOf(port: object): Record<string, (argument: never) => Promise<unknown>> {
    const names = Object.getOwnPropertyNames(Object.getPrototypeOf(port));
    return Object.fromEntries(
      names.flatMap((name) => {
        const method: unknown = Reflect.get(port, name);
        if (typeof method !== 'function' || name === 'constructor') return [];
        const carryOut = async (argument: never) => {
          const answer: unknown = await method.call(port, argument);
          const meanwhile = this.meanwhile.get(name);
          this.meanwhile.delete(name);
          await meanwhile?.();
          return answer;
        };
        return [[name, carryOut]];
      }),
    );
  }
}
