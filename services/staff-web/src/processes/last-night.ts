import { type NightlyJob, nightlyJobs, scheduledProcesses } from '@toshobin/contracts';
import { askIndex, type TemporalLink } from '@toshobin/temporal';

/** How a job of the night went the last time, within a day. */
export interface NightlyRun {
  job: NightlyJob;
  state: 'done' | 'running' | 'failed' | 'none';
  /** When it ended, or began when it goes on. */
  at?: Date | undefined;
}

const DAY_MS = 86_400_000;
const AT_MOST = 40;

/** Each job of the night with its newest run of the last 24 hours; away: Temporal does not answer. */
export function lastNightIn(
  { client }: Pick<TemporalLink, 'client'>,
  now: Date,
): Promise<readonly NightlyRun[] | 'away'> {
  const since = new Date(now.getTime() - DAY_MS).toISOString();
  const { workflowType, scheduleId } = scheduledProcesses.nightly;
  const ofTheNight = `WorkflowType = '${workflowType}' AND StartTime > '${since}'`;
  return askIndex(client, async (list) => {
    const [runs, completed] = await Promise.all([
      list(ofTheNight, AT_MOST),
      list(`${ofTheNight} AND ExecutionStatus = 'Completed'`, AT_MOST),
    ]);
    const isDone = new Set(completed.map(({ runId }) => runId));
    return nightlyJobs.map((job) => {
      const [newest] = runs
        .filter(({ workflowId }) => workflowId.startsWith(`${scheduleId(job)}-`))
        .toSorted((one, other) => other.startTime.getTime() - one.startTime.getTime());
      if (newest === undefined) return { job, state: 'none' };
      if (newest.closeTime === undefined) return { job, state: 'running', at: newest.startTime };
      return { job, state: isDone.has(newest.runId) ? 'done' : 'failed', at: newest.closeTime };
    });
  });
}
