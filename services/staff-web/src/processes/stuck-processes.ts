import { type ReservationId, reservationOfWorkflow, type StuckProcess as Told } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import type { FailedCommand } from './failing-commands.ts';

/** A process that does not go on by itself. */
export type StuckProcess = {
  workflowId: string;
  /** None: it is the process of something else, e.g. of a parcel. */
  reservationId: ReservationId | undefined;
  /** Of one whose commands fail, when the first was given. */
  since: Instant;
} & (
  | { trouble: Told['trouble'] }
  /** What it asks of a service, or of Temporal, fails again and again. */
  | { trouble: 'commandFails'; commands: readonly FailedCommand[] }
);

/** What Temporal says of the processes; `away`: it does not answer, or nobody who can ask it. */
export type StuckProcesses = readonly StuckProcess[] | 'away';

/** No button takes the note of these away, and they go on: the note goes by itself. */
export function needsNobody({ trouble, reservationId }: StuckProcess): boolean {
  return trouble === 'ignoredMessage' && reservationId === undefined;
}

/** With these a process goes on by itself as far as it can. */
const GOES_ON: readonly StuckProcess['trouble'][] = ['asksStaff', 'ignoredMessage'];

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

function whoseCommandsFail(commands: readonly FailedCommand[]): StuckProcess[] {
  const [first] = commands.toSorted((one, other) => Date.parse(one.since) - Date.parse(other.since));
  if (first === undefined) return [];
  const { workflowId, since } = first;
  const reservationId = reservationOfWorkflow(workflowId);
  return [{ workflowId, reservationId, since, trouble: 'commandFails', commands }];
}
