import { randomUUID } from 'node:crypto';
import { TypedSearchAttributes } from '@temporalio/common';
import type { WorkflowBundle } from '@temporalio/worker';
import { parseWorkflowCode } from '@temporalio/worker/lib/worker.js';
import type { Workflow } from '@temporalio/worker/lib/workflow/interface.js';
import { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js';
import { globalHandlers } from '@temporalio/worker/lib/workflow/vm-shared.js';
import { taskQueues } from '@toshobin/contracts';

/** What a process is told, and what it answers, in the SDK's own types. */
type Activation = Parameters<Workflow['activate']>[0];
export type Job = NonNullable<Activation['jobs']>[number];
type Completion = Awaited<ReturnType<Workflow['activate']>>;
export type Command = NonNullable<NonNullable<Completion['successful']>['commands']>[number];
export type Payload = NonNullable<NonNullable<Command['scheduleActivity']>['arguments']>[number];
export type Sandbox = Workflow;

interface SandboxOf {
  workflowId: string;
  workflowType: string;
  runId: string;
  nowMs: number;
}

/** The sandboxes in which a worker runs processes, without the worker: the SDK's own code runs in them. */
export class Sandboxes {
  readonly #creator: ReusableVMWorkflowCreator;
  #made = 0;

  private constructor(creator: ReusableVMWorkflowCreator) {
    this.#creator = creator;
  }

  static async open({ code }: Pick<WorkflowBundle, 'code'>): Promise<Sandboxes> {
    const creator = await ReusableVMWorkflowCreator.create(parseWorkflowCode(code), 60_000, new Set());
    // This hook notes for the Temporal UI where each promise was made, which is most of what a process costs.
    const stop: unknown = Reflect.get(globalHandlers, 'stopPromiseHook');
    if (typeof stop === 'function') stop();
    // A limit of time costs a thread at each step of each process; the test has one of its own.
    Reflect.set(creator, 'isolateExecutionTimeoutMs', undefined);
    return new Sandboxes(creator);
  }

  make({ workflowId, workflowType, runId, nowMs }: SandboxOf): Promise<Sandbox> {
    const at = new Date(nowMs);
    return this.#creator.createWorkflow({
      info: {
        workflowId,
        workflowType,
        runId,
        searchAttributes: {},
        typedSearchAttributes: new TypedSearchAttributes(),
        taskQueue: taskQueues.processes,
        namespace: 'default',
        firstExecutionRunId: runId,
        originalExecutionRunId: runId,
        startTime: at,
        runStartTime: at,
        taskTimeoutMs: 10_000,
        attempt: 1,
        historyLength: 0,
        historySize: 0,
        continueAsNewSuggested: false,
        targetWorkerDeploymentVersionChanged: false,
        unsafe: {
          now: () => Date.now(),
          isReplaying: false,
          isReplayingHistoryEvents: false,
          random: { random: Math.random, uuid4: () => randomUUID(), fillRandom: (bytes) => bytes },
        },
      },
      randomnessSeed: [++this.#made % 256, 1, 2, 3, 4, 5, 6, 7],
      now: nowMs,
      showStackTraceSources: false,
    });
  }
}
