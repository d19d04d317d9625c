import {
  cardApplicationProcess,
  nightlyJobs,
  parcelProcess,
  type ReservationId,
  reservationOfWorkflow,
  reservationProcess,
  scheduledProcesses,
  searchAttributes,
} from '@toshobin/contracts';
import { type Instant, instantFromDate } from '@toshobin/lending-rules';
import { askIndex, type IndexedRun, type ListRuns, type TemporalLink } from '@toshobin/temporal';
import type { FailedCommand } from './failing-commands.ts';

/** A process that does not go on by itself. */
export type StuckProcess = {
  workflowId: string;
  /** None: it is the process of something else, e.g. of a parcel. */
  reservationId: ReservationId | undefined;
  /** When it was begun; of one that has ended, when that was; of one whose commands fail, when the first was given. */
  since: Instant;
} & (
  | {
      /**
       * `failing`: its code fails again and again at the same place; `asksStaff`: it waits for what staff were asked;
       * `ignoredMessage`: it was sent something that is no message of ours, and goes on;
       * `ended`: somebody ended it, or it failed, before it was done; `nightFailed`: so did a job of the last night.
       */
      trouble: 'failing' | 'asksStaff' | 'ignoredMessage' | 'ended' | 'nightFailed';
    }
  /** What it asks of a service, or of Temporal, fails again and again. */
  | { trouble: 'commandFails'; commands: readonly FailedCommand[] }
);

/** What Temporal says of the processes; `away`: it does not answer. */
export type StuckProcesses = readonly StuckProcess[] | 'away';

/** No button takes the note of these away, and they go on: the note goes by itself. */
export function needsNobody({ trouble, reservationId }: StuckProcess): boolean {
  return trouble === 'ignoredMessage' && reservationId === undefined;
}

/** With these a process goes on by itself as far as it can. */
const GOES_ON: readonly StuckProcess['trouble'][] = ['asksStaff', 'ignoredMessage'];
/** Of each trouble; whoever has more has another trouble. */
const AT_MOST = 100;
const DAY_MS = 86_400_000;

/** The server (1.30 or newer) sets it after five failures in a row, and takes it away when the process goes on. */
const failing = `ExecutionStatus = 'Running' AND TemporalReportedProblems IN ('category=WorkflowTaskFailed', 'category=WorkflowTaskTimedOut')`;
const ofReservation = `WorkflowType = '${reservationProcess.workflowType}'`;
const asksStaff = `${ofReservation} AND ExecutionStatus = 'Running' AND ${searchAttributes.needsAttention.name} = true`;
const ignoring = `ExecutionStatus = 'Running' AND ${searchAttributes.ignoredMessage.name} = true`;
const broken = `ExecutionStatus IN ('Terminated', 'Failed', 'TimedOut', 'Canceled')`;
/** Of these something is open in a database while the process goes on. */
const standsForSomething = [reservationProcess, parcelProcess, cardApplicationProcess];
const ended = `WorkflowType IN (${quoted(standsForSomething.map(({ workflowType }) => workflowType))}) AND ${broken}`;
/** The next night does the work again. */
const lastNight = (now: Date, which: string) =>
  `WorkflowType = '${scheduledProcesses.nightly.workflowType}' AND ${which} AND CloseTime > '${new Date(now.getTime() - DAY_MS).toISOString()}'`;

/** Processes that do not go on, at most a hundred of each trouble. */
export function stuckProcessesIn({ client }: Pick<TemporalLink, 'client'>): Promise<StuckProcesses> {
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

/** Those that Temporal names, and those whose commands fail; each once, by what must be mended first. */
export function withFailingCommands(
  named: readonly StuckProcess[],
  commands: readonly FailedCommand[],
): StuckProcess[] {
  const broken = new Set(
    named.filter(({ trouble }) => !GOES_ON.includes(trouble)).map(({ workflowId }) => workflowId),
  );
  const failing = commands.filter(({ workflowId }) => !broken.has(workflowId));
  const ids = new Set(failing.map(({ workflowId }) => workflowId));
  return [
    ...named.filter(({ workflowId }) => !ids.has(workflowId)),
    ...[...ids].flatMap((id) => whoseCommandsFail(failing.filter(({ workflowId }) => workflowId === id))),
  ];
}

/** One process, of the commands that it waits for. */
function whoseCommandsFail(commands: readonly FailedCommand[]): StuckProcess[] {
  const [first] = commands.toSorted((one, other) => Date.parse(one.since) - Date.parse(other.since));
  if (first === undefined) return [];
  const { workflowId, since } = first;
  const reservationId = reservationOfWorkflow(workflowId);
  return [{ workflowId, reservationId, since, trouble: 'commandFails', commands }];
}

/** Those whose last run it was: the nightly work, or a return taken back, begins another under the same id. */
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

function stuck(run: IndexedRun, trouble: Exclude<StuckProcess['trouble'], 'commandFails'>): StuckProcess {
  const { workflowId } = run;
  const since = instantFromDate(run.closeTime ?? run.startTime);
  return { workflowId, reservationId: reservationOfWorkflow(workflowId), trouble, since };
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ');
}
