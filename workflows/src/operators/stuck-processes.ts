import {
  cardApplicationProcess,
  nightlyJobs,
  parcelProcess,
  reservationProcess,
  type StuckProcess,
  scheduledProcesses,
  searchAttributes,
} from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import { askIndex, type IndexedRun, type ListRuns, type TemporalLink } from '@toshobin/temporal';

/** So many of each trouble are named; a library with more has another trouble. */
const AT_MOST = 100;
const DAY_MS = 86_400_000;

/** The server (1.30 or newer) sets this after five failures in a row, and clears it when the process goes on. */
const failing = `ExecutionStatus = 'Running' AND TemporalReportedProblems IN ('category=WorkflowTaskFailed', 'category=WorkflowTaskTimedOut')`;
const ofReservation = `WorkflowType = '${reservationProcess.workflowType}'`;
const asksStaff = `${ofReservation} AND ExecutionStatus = 'Running' AND ${searchAttributes.needsAttention.name} = true`;
const ignoring = `ExecutionStatus = 'Running' AND ${searchAttributes.ignoredMessage.name} = true`;
const broken = `ExecutionStatus IN ('Terminated', 'Failed', 'TimedOut', 'Canceled')`;
/** Processes that stand for something open in a database. */
const standsForSomething = [reservationProcess, parcelProcess, cardApplicationProcess];
const ended = `WorkflowType IN (${quoted(standsForSomething.map(({ workflowType }) => workflowType))}) AND ${broken}`;
/** Nightly runs that closed in the last 24 hours: the next night does the work of an older one again. */
const lastNight = (now: Date, which: string) =>
  `WorkflowType = '${scheduledProcesses.nightly.workflowType}' AND ${which} AND CloseTime > '${new Date(now.getTime() - DAY_MS).toISOString()}'`;

/** Processes that do not go on, at most a hundred of each trouble; `away`: Temporal does not answer. */
export function stuckProcessesIn({ client }: Pick<TemporalLink, 'client'>): Promise<StuckProcess[] | 'away'> {
  return askIndex(client, async (list) => {
    const [failed, asking, ignored, over, ofTheNight] = await Promise.all([
      list(failing, AT_MOST),
      list(asksStaff, AT_MOST),
      list(ignoring, AT_MOST),
      endedForGood(list),
      failedNights(list, new Date()),
    ]);
    const known = new Set(failed.map(({ workflowId }) => workflowId));
    const sent = ignored.filter(({ workflowId }) => !known.has(workflowId));
    for (const { workflowId } of sent) known.add(workflowId);
    return [
      ...failed.map((run) => stuck(run, 'failing')),
      ...sent.map((run) => stuck(run, 'ignoredMessage')),
      ...asking.filter(({ workflowId }) => !known.has(workflowId)).map((run) => stuck(run, 'asksStaff')),
      ...over.map((run) => stuck(run, 'ended')),
      ...ofTheNight.map((run) => stuck(run, 'nightFailed')),
    ];
  });
}

/** The processes whose last run it was: the nightly work, or a return taken back, begins another under the same id. */
async function endedForGood(list: ListRuns): Promise<IndexedRun[]> {
  const over = await list(ended, AT_MOST);
  if (over.length === 0) return [];
  const ids = quoted(over.map(({ workflowId }) => workflowId));
  const others = await list(`WorkflowId IN (${ids}) AND NOT (${ended})`, AT_MOST);
  const last = new Map<string, IndexedRun>();
  for (const run of [...over, ...others]) {
    const other = last.get(run.workflowId);
    if (other === undefined || other.startTime < run.startTime) last.set(run.workflowId, run);
  }
  return over.filter(({ workflowId, runId }) => last.get(workflowId)?.runId === runId);
}

/** Jobs of the last night that failed, and were not done since by another run of the same job. */
async function failedNights(list: ListRuns, now: Date): Promise<IndexedRun[]> {
  const failed = await list(lastNight(now, broken), AT_MOST);
  if (failed.length === 0) return [];
  const done = await list(lastNight(now, `ExecutionStatus = 'Completed'`), AT_MOST);
  return failed.filter(
    ({ workflowId, startTime }) =>
      !done.some((other) => jobOf(other) === jobOf({ workflowId }) && other.startTime > startTime),
  );
}

function jobOf({ workflowId }: Pick<IndexedRun, 'workflowId'>): string | undefined {
  return nightlyJobs.find((job) => workflowId.startsWith(`${scheduledProcesses.nightly.scheduleId(job)}-`));
}

function stuck(
  { workflowId, startTime, closeTime }: IndexedRun,
  trouble: StuckProcess['trouble'],
): StuckProcess {
  return { workflowId, since: instantFromDate(closeTime ?? startTime), trouble };
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ');
}
