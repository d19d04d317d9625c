import type { Client } from '@temporalio/client';
import { Worker, type WorkflowBundle } from '@temporalio/worker';
import { createLogger } from '@toshobin/service';
import { chartSinks } from './charts/chart-sinks.ts';

/** What a release would do to the open runs of a Temporal server. */
interface Replayed {
  readonly runs: number;
  readonly broken: readonly { workflowId: string; fault: string }[];
}

/** How many histories are fetched at a time. */
const AT_A_TIME = 5;

/**
 * Replays the history of every open run with this code, as its worker would after the release. Nothing is changed
 * there; a run that begins or ends meanwhile is seen as it was.
 */
export async function replayOpenRuns(client: Client, workflowBundle: WorkflowBundle): Promise<Replayed> {
  const open = client.workflow.list({ query: "ExecutionStatus = 'Running'" });
  const histories = open.intoHistories({ concurrency: AT_A_TIME });
  const sinks = chartSinks(createLogger('replay', 'silent'));
  const broken: { workflowId: string; fault: string }[] = [];
  let runs = 0;
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle, sinks }, histories)) {
    runs += 1;
    if (error !== undefined)
      broken.push({ workflowId, fault: `${error.name}: ${error.message.split('\n', 1)[0]}` });
  }
  return { runs, broken };
}
