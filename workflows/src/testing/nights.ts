import type { WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import {
  type NightlyJob,
  nightlyJobs,
  type Repaired,
  repairProcess,
  reservationWorkflowId,
  scheduledProcesses,
  taskQueues,
} from '@toshobin/contracts';
import type { NightlyReport, nightlyWorkflow } from '../nightly/nightly-workflow.ts';
import type { Journey } from './journeys.ts';
import type { StoryLibrary } from './story-library.ts';

/** The nights of a library whose stories begin them by hand, and what an operator does there. */
export function nightsOf(story: StoryLibrary) {
  const workflows = () => story.server.client.workflow;
  const taskQueue = taskQueues.processes;
  let runs = 0;

  /** Starts a job of the night, as its schedule does. */
  function start(job: NightlyJob): Promise<WorkflowHandleWithFirstExecutionRunId<typeof nightlyWorkflow>> {
    runs += 1;
    const workflowId = `night-${runs}-${job}`;
    const { workflowType } = scheduledProcesses.nightly;
    return workflows().start<typeof nightlyWorkflow>(workflowType, {
      workflowId,
      taskQueue,
      args: [{ job }],
    });
  }

  /** All jobs of a night, one after the other; answers all their counts. */
  async function night(): Promise<NightlyReport> {
    const reports = [];
    for (const job of nightlyJobs) reports.push(await start(job).then((run) => run.result()));
    await story.library.settle();
    return Object.assign({}, ...reports);
  }

  /** The repair button. */
  function repair(reservationId: string): Promise<Repaired> {
    const { workflowType, workflowId } = repairProcess;
    return workflows().execute<(asked: { reservationId: string }) => Promise<Repaired>>(workflowType, {
      workflowId: workflowId(reservationId),
      taskQueue,
      args: [{ reservationId }],
    });
  }

  /** An operator ends a process by hand. */
  async function terminate({ reservationId }: Journey): Promise<void> {
    await workflows().getHandle(reservationWorkflowId(reservationId)).terminate('by hand');
  }

  return { start, night, repair, terminate };
}
