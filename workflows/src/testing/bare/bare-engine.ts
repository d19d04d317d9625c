import { defaultPayloadConverter } from '@temporalio/common';
import { msToTs, tsToMs } from '@temporalio/common/lib/time.js';
import {
  type Admission,
  ReservationEndSchema,
  type ReservationRequest,
  reservationProcess,
  reservationWorkflowId,
  startOfReservation,
} from '@toshobin/contracts';
import {
  durationMs,
  epochMs,
  type Instant,
  instantFromEpochMs,
  type Outcome,
  RefusalSchema,
} from '@toshobin/lending-rules';
import type { Delivery, Signal, SignalWithStart } from '@toshobin/temporal';
import type { ChartEntry } from '../../charts/follow-chart.ts';
import type { Processes } from '../../facts/processes.ts';
import type { Start } from '../../facts/start-once.ts';
import type { AskedWish, Commands, Engine, WishAnswer } from '../engine.ts';
import type { Command, Job, Payload, Sandbox, Sandboxes } from './sandboxes.ts';

/** One run of a process. */
interface Run {
  workflowId: string;
  workflowType: string;
  runId: string;
  sandbox: Sandbox;
  /** When timers fire, in milliseconds, by the numbers that the process gave them. */
  timers: Map<number, number>;
  /** The updates that were asked, by their ids. */
  updates: Map<string, { answer?: Payload }>;
  /** About how many events its history would have. */
  events: number;
  /** The state of its chart; left out where the chart begins. */
  state?: string;
  result?: unknown;
  status: 'running' | 'completed' | 'ended';
}

/** What a process may be in the middle of when it is ended. */
export type Cause = 'news' | 'timer' | 'wish' | 'beforeActivity' | 'afterActivity';

/** A fault of the processes, not of what a test asked for. */
export class ProcessFailed extends Error {}

/**
 * Temporal without a server: the processes in the SDK's own sandboxes, a clock, and a line of work that is done one
 * after another. No history is kept, so a process that is ended can only be begun anew, and a command that fails is a
 * fault of the test.
 */
export class BareEngine implements Engine, Processes {
  readonly #sandboxes: Sandboxes;
  readonly #commands: Commands;
  readonly #runs = new Map<string, Run>();
  readonly #line: (() => Promise<void>)[] = [];
  #nowMs: number;
  #begun = 0;
  #isWorking = false;
  /**
   * Whether a process is ended just now: asked before it hears news or its timer, while it carries out a wish, and
   * before and after a command. `hasWish`: somebody waits for its answer.
   */
  endsNow: (
    workflowId: string,
    cause: Cause,
    now: { state: string | undefined; hasWish: boolean },
  ) => boolean = () => false;
  /** Called with each state that a process enters. */
  entered: (workflowId: string, entry: ChartEntry) => void = () => {};
  /** Commands and timers that an operator finds without words in a history. */
  readonly unnamed = new Set<string>();
  /** The owners and commands that are away, with the calls that wait for them. */
  readonly #away = new Map<string, (() => Promise<void>)[]>();
  readonly processes: Processes = this;

  constructor(sandboxes: Sandboxes, commands: Commands, opensAt: Instant) {
    this.#sandboxes = sandboxes;
    this.#commands = commands;
    this.#nowMs = epochMs(opensAt);
  }

  async now(): Promise<Instant> {
    return instantFromEpochMs(this.#nowMs);
  }

  async pass(duration: string): Promise<void> {
    const end = this.#nowMs + durationMs(duration);
    for (;;) {
      await this.settle();
      const next = this.#nextTimer();
      if (next === undefined || next.at > end) break;
      this.#nowMs = Math.max(this.#nowMs, next.at);
      next.run.timers.delete(next.seq);
      if (!(await this.#isEnded(next.run, 'timer')))
        await this.#activate(next.run, { fireTimer: { seq: next.seq } });
    }
    this.#nowMs = end;
    await this.settle();
  }

  async settle(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    try {
      for (let next = this.#line.shift(); next; next = this.#line.shift()) await next();
    } finally {
      this.#isWorking = false;
    }
  }

  async signal({ workflowId, signalName, input }: Signal): Promise<Delivery> {
    const run = this.#runs.get(workflowId);
    if (run === undefined) return 'unknown';
    if (run.status !== 'running') return 'closed';
    const job = { signalWorkflow: { signalName, input: [payload(input)], headers: {} } };
    this.#line.push(async () => {
      if (!(await this.#isEnded(run, 'news'))) await this.#activate(run, job);
    });
    return 'delivered';
  }

  async signalWithStart({ workflowId, workflowType, startInput, ...signal }: SignalWithStart): Promise<void> {
    if (!this.isRunning(workflowId)) await this.#begin(workflowId, workflowType, [startInput]);
    await this.signal({ workflowId, ...signal });
  }

  async startOnce({ workflowId, workflowType, input }: Start): Promise<void> {
    if (this.#runs.has(workflowId)) return;
    await this.#begin(workflowId, workflowType, [input]);
  }

  /** A process that has ended gives no answer: nothing of it is kept. */
  async knewAtItsEnd(): Promise<undefined> {
    return undefined;
  }

  async admit(request: ReservationRequest): Promise<Admission | 'notYet'> {
    const { workflowId, workflowType, input, updateName, updateId } = startOfReservation(request);
    if (!this.#runs.has(workflowId)) await this.#begin(workflowId, workflowType, [input]);
    let answer = await this.#update<Admission>(workflowId, updateName, updateId, []);
    // A process begun anew is asked once more.
    while (answer === 'cutOff' && this.isRunning(workflowId)) {
      answer = await this.#update<Admission>(workflowId, updateName, updateId, []);
    }
    // A process came to its end before it answered: its patron hears so by mail.
    return typeof answer === 'string' ? 'notYet' : answer;
  }

  ask<V>({ reservationId, name, wish, id }: AskedWish): Promise<WishAnswer<V>> {
    return this.#update<WishAnswer<V>>(
      reservationWorkflowId(reservationId),
      reservationProcess.updates[name],
      id,
      [wish],
    );
  }

  async outcomeOf(reservationId: string): Promise<Outcome> {
    const run = this.#runs.get(reservationWorkflowId(reservationId));
    if (run?.status !== 'completed') throw new Error(`The process of ${reservationId} has not ended`);
    return ReservationEndSchema.parse(run.result).outcome;
  }

  isRunning(workflowId: string): boolean {
    return this.#runs.get(workflowId)?.status === 'running';
  }

  /** An owner (its task queue), or one of its commands (queue and name), does nothing until it is back. */
  goesAway(what: string): void {
    this.#away.set(what, []);
  }

  comesBack(what: string): void {
    const waiting = this.#away.get(what) ?? [];
    this.#away.delete(what);
    this.#line.push(...waiting);
  }

  /** Does work once what is in line is done. */
  afterwards(work: () => Promise<void>): void {
    this.#line.push(work);
  }

  /** Ends a process where it stands, as an operator does by hand; what it was doing is lost. */
  async end(workflowId: string): Promise<void> {
    const run = this.#runs.get(workflowId);
    if (run?.status !== 'running') return;
    run.status = 'ended';
    await run.sandbox.dispose();
  }

  /** The library closes: nothing of it is done any more. */
  async close(): Promise<void> {
    for (const workflowId of this.#runs.keys()) await this.end(workflowId);
  }

  #nextTimer(): { run: Run; seq: number; at: number } | undefined {
    let next: { run: Run; seq: number; at: number } | undefined;
    for (const run of this.#runs.values()) {
      if (run.status !== 'running') continue;
      for (const [seq, at] of run.timers) if (next === undefined || at < next.at) next = { run, seq, at };
    }
    return next;
  }

  async #begin(workflowId: string, workflowType: string, args: readonly unknown[]): Promise<void> {
    const runId = `${workflowId} ${++this.#begun}`;
    const sandbox = await this.#sandboxes.make({ workflowId, workflowType, runId, nowMs: this.#nowMs });
    const run: Run = {
      ...{ workflowId, workflowType, runId, sandbox },
      timers: new Map(),
      updates: new Map(),
      events: 0,
      status: 'running',
    };
    this.#runs.set(workflowId, run);
    this.#tell(run, {
      initializeWorkflow: {
        workflowType,
        workflowId,
        arguments: args.map(payload),
        headers: {},
        firstExecutionRunId: runId,
        attempt: 1,
      },
    });
  }

  async #update<A>(
    workflowId: string,
    name: string,
    id: string,
    input: readonly unknown[],
  ): Promise<A | 'notYet' | 'closed' | 'cutOff'> {
    const run = this.#runs.get(workflowId);
    if (run === undefined) return 'closed';
    const known = run.updates.get(id);
    if (run.status !== 'running' && known === undefined) return run.status === 'ended' ? 'cutOff' : 'closed';
    const update = known ?? {};
    if (known === undefined) {
      run.updates.set(id, update);
      this.#tell(run, {
        doUpdate: {
          id,
          protocolInstanceId: id,
          name,
          input: input.map(payload),
          headers: {},
          runValidator: true,
        },
      });
    }
    await this.settle();
    if (update.answer !== undefined) return value<A>(update.answer);
    return run.status === 'running' ? 'notYet' : 'cutOff';
  }

  #tell(run: Run, job: Job): void {
    this.#line.push(() => this.#activate(run, job));
  }

  async #activate(run: Run, job: Job): Promise<void> {
    if (run.status !== 'running') return;
    run.events += 4;
    const { successful, failed } = await run.sandbox.activate({
      runId: run.runId,
      timestamp: msToTs(this.#nowMs),
      isReplaying: false,
      historyLength: run.events,
      jobs: [job],
    });
    for (const { ifaceName, args } of await run.sandbox.getAndResetSinkCalls()) {
      if (ifaceName !== 'chart') continue;
      run.state = args[0].to;
      this.entered(run.workflowId, args[0]);
    }
    if (!successful) throw new ProcessFailed(`${run.workflowId} failed: ${failed?.failure?.message}`);
    for (const command of successful.commands ?? []) await this.#obey(run, command);
  }

  async #obey(run: Run, command: Command): Promise<void> {
    run.events += 1;
    const { startTimer, cancelTimer, scheduleActivity, updateResponse } = command;
    if ((startTimer || scheduleActivity) && !command.userMetadata?.summary) {
      this.unnamed.add(`${run.workflowType}: ${scheduleActivity?.activityType ?? 'a timer'}`);
    }
    if (startTimer) {
      const { seq, startToFireTimeout } = startTimer;
      run.timers.set(seq ?? 0, this.#nowMs + tsToMs(startToFireTimeout));
    } else if (cancelTimer) run.timers.delete(cancelTimer.seq ?? 0);
    else if (scheduleActivity) this.#line.push(() => this.#carryOut(run, scheduleActivity));
    else if (updateResponse) await this.#answered(run, updateResponse);
    else if (command.completeWorkflowExecution) {
      await this.#close(run, value(command.completeWorkflowExecution.result));
    } else if (command.continueAsNewWorkflowExecution) {
      const { workflowType, arguments: args } = command.continueAsNewWorkflowExecution;
      await this.#close(run, undefined);
      await this.#begin(run.workflowId, workflowType ?? run.workflowType, (args ?? []).map(value));
    } else if (command.failWorkflowExecution) {
      throw new ProcessFailed(`${run.workflowId} failed: ${command.failWorkflowExecution.failure?.message}`);
    }
  }

  /** Whether the process is ended at this moment; what it was to hear, or to be answered, is lost. */
  async #isEnded(run: Run, cause: Cause): Promise<boolean> {
    const { workflowId, state, updates } = run;
    const hasWish = [...updates.values()].some(({ answer }) => answer === undefined);
    if (run.status === 'running' && this.endsNow(workflowId, cause, { state, hasWish }))
      await this.end(workflowId);
    return run.status === 'ended';
  }

  async #close(run: Run, result: unknown): Promise<void> {
    run.status = 'completed';
    run.result = result;
    await run.sandbox.dispose();
  }

  async #carryOut(run: Run, scheduled: Scheduled): Promise<void> {
    const { seq, activityType, taskQueue, arguments: args } = scheduled;
    const waiting = this.#away.get(`${taskQueue}`) ?? this.#away.get(`${taskQueue} ${activityType}`);
    if (waiting) return void waiting.push(() => this.#carryOut(run, scheduled));
    if (run.status !== 'running' || (await this.#isEnded(run, 'beforeActivity'))) return;
    const answer = await this.#commands(`${taskQueue} ${activityType}`, value(args?.[0]));
    if (await this.#isEnded(run, 'afterActivity')) return;
    this.#tell(run, {
      resolveActivity: { seq: seq ?? 0, result: { completed: { result: payload(answer) } } },
    });
  }

  async #answered(run: Run, { protocolInstanceId, completed, rejected }: Responded): Promise<void> {
    const update = run.updates.get(protocolInstanceId ?? '');
    if (update === undefined) throw new Error(`${run.workflowId} answers what nobody asked`);
    if (completed) update.answer = completed;
    else if (rejected) {
      const [details] = rejected.applicationFailureInfo?.details?.payloads ?? [];
      const refusal = RefusalSchema.safeParse(value(details)).data;
      if (!refusal) throw new Error(`${run.workflowId} turned an update away: ${rejected.message}`);
      update.answer = payload({ ok: false, refusal });
    } else await this.#isEnded(run, 'wish');
  }
}

type Scheduled = NonNullable<Command['scheduleActivity']>;
type Responded = NonNullable<Command['updateResponse']>;

function payload(given: unknown): Payload {
  return defaultPayloadConverter.toPayload(given);
}

function value<T>(given: Payload | null | undefined): T {
  return given
    ? defaultPayloadConverter.fromPayload<T>(given)
    : defaultPayloadConverter.fromPayload<T>(payload(undefined));
}
