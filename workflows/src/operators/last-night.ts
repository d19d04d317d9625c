import { type NightlyRun, nightlyJobs, scheduledProcesses } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import { askIndex, type IndexedRun, type TemporalLink } from '@toshobin/temporal';

const DAY_MS = 86_400_000;
const AT_MOST = 40;

/** Each job of the night with its newest run of the last 24 hours; away: Temporal does not answer. */
export function lastNightIn(
  { client }: Pick<TemporalLink, 'client'>,
  now: Date,
): Promise<NightlyRun[] | 'away'> {
  const since = new Date(now.getTime() - DAY_MS).toISOString();
  const { workflowType } = scheduledProcesses.nightly;
  const ofTheNight = `WorkflowType = '${workflowType}' AND StartTime > '${since}'`;
  return askIndex(client, async (list) => nightOf(await list(ofTheNight, AT_MOST)));
}

/**
 * How each job went by its newest run. A run that goes on as another (reconcile has done a page) has not ended, also
 * before the index knows the other.
 */
export function nightOf(runs: readonly IndexedRun[]): NightlyRun[] {
  return nightlyJobs.map((job): NightlyRun => {
    const [newest] = runs
      .filter(({ workflowId }) => workflowId.startsWith(`${scheduledProcesses.nightly.scheduleId(job)}-`))
      .toSorted((one, other) => other.startTime.getTime() - one.startTime.getTime());
    if (newest === undefined) return { job, state: 'none' };
    const { status, startTime, closeTime } = newest;
    if (closeTime === undefined || status.name === 'CONTINUED_AS_NEW')
      return { job, state: 'running', at: instantFromDate(startTime) };
    return { job, state: status.name === 'COMPLETED' ? 'done' : 'failed', at: instantFromDate(closeTime) };
  });
}
