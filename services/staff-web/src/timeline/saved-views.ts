import { type Parcel, subjectOfWorkflow, type TaskKind, type TaskOwner } from '@toshobin/contracts';
import { dayOf, instantFromDate } from '@toshobin/lending-rules';
import { orNone, ServiceFault } from '@toshobin/service';
import type { Staff, StaffWebDeps } from '../deps.ts';
import { type CommandTaker, failingCommands, type SilentTaker } from '../processes/failing-commands.ts';
import {
  needsNobody,
  type StuckProcess,
  type StuckProcesses,
  withFailingCommands,
} from '../processes/stuck-processes.ts';
import { type ListedTask, listTasks } from '../tasks/list-tasks.ts';

/** What is wrong with whatever a view lists: the tasks of its kinds, and what nobody has a task of. */
export interface SavedView {
  id: string;
  name: string;
  about: string;
  kinds: readonly TaskKind[];
  besides?: 'processes' | 'lateParcels' | 'lostParcels';
}

export const savedViews: readonly [SavedView, ...SavedView[]] = [
  {
    id: 'stuck',
    name: '止まっているもの',
    about: '人が決めるか、直すまで進みません。経過の「今の状態に合わせて進める」で動くこともあります。',
    kinds: [
      'startReservation',
      'moveDate',
      'versionWentBack',
      'askBranch',
      'confirmHandOut',
      'decideUnreached',
      'wrongPerson',
      'moveHold',
    ],
    besides: 'processes',
  },
  {
    id: 'late',
    name: '遅れているもの',
    about: '着くはず、戻るはずの日を過ぎたものと、捜しているものです。',
    kinds: [
      'findParcel',
      'sendBack',
      'searchReturn',
      'claimedReturned',
      'searchUnlent',
      'longOverdue',
      'searchCopy',
    ],
    besides: 'lateParcels',
  },
  {
    id: 'missing',
    name: '配送中に見えなくなったもの',
    about: '小包、または中の資料が見つかっていません。',
    kinds: ['parcelLost', 'parcelContents'],
    besides: 'lostParcels',
  },
  {
    id: 'undeliverable',
    name: 'メールの届かない方',
    about: '電話で知らせます。',
    kinds: ['callPatron', 'addressUndeliverable'],
  },
];

/** What one view lists; `away`: what of it can't be told just now. */
export interface Listed {
  tasks: readonly ListedTask[];
  parcels: readonly Parcel[];
  processes: readonly StuckProcess[];
  away?: 'processes' | 'parcels';
  /** Those whose commands wait, so that every process that needs them is stuck. */
  silent?: readonly SilentTaker[];
}

/**
 * How many things of a view wait for somebody, wherever the number is shown: a service that is silent is one of them, a
 * process that goes on is none; undefined: a part of the view can't be told.
 */
export function howMany(listed: Listed | undefined): number | undefined {
  if (listed === undefined || listed.away) return undefined;
  const processes = listed.processes.filter((process) => !needsNobody(process));
  return listed.tasks.length + listed.parcels.length + processes.length + (listed.silent?.length ?? 0);
}

type Deps = Pick<StaffWebDeps, CommandTaker | 'processes' | 'audit' | 'now'>;

/** Every view with what it lists, and the services whose tasks are missing everywhere. */
export async function readViews(
  deps: Deps,
  staff: Staff,
): Promise<{ listed: ReadonlyMap<string, Listed>; away: TaskOwner[] }> {
  const [{ tasks, away }, lateParcels, lostParcels, named, { commands, silent }] = await Promise.all([
    listTasks(deps, staff),
    parcelsOf(deps, 'late'),
    parcelsOf(deps, 'lost'),
    deps.processes.stuck(),
    failingCommands(deps),
  ]);
  const stuck = withFailingCommands(named === 'away' ? [] : named, commands);
  const besides = {
    lateParcels,
    lostParcels,
    processes: await withoutTask(deps, stuck, tasks),
    ...whatIsSilent(named, silent),
  };
  return { listed: new Map(savedViews.map((view) => [view.id, listedIn(view, tasks, besides)])), away };
}

type Besides = {
  lateParcels: readonly Parcel[] | 'away';
  lostParcels: readonly Parcel[] | 'away';
  processes: readonly StuckProcess[];
  processesAway: boolean;
  silent: readonly SilentTaker[];
};

/** Without Temporal, as `workflows` says, nobody is given commands: that one reason is enough. */
function whatIsSilent(named: StuckProcesses, silent: readonly SilentTaker[]) {
  const processesAway = named === 'away';
  const noAnswer = silent.filter(({ why }) => why === 'noAnswer');
  const temporalAway = processesAway && noAnswer.every(({ taker }) => taker !== 'workflows');
  return { processesAway, silent: temporalAway ? noAnswer : silent };
}

function listedIn(view: SavedView, all: readonly ListedTask[], besides: Besides): Listed {
  const tasks = all.filter(({ kind }) => view.kinds.some((one) => one === kind));
  const none = { tasks, parcels: [], processes: [] };
  if (view.besides === undefined) return none;
  if (view.besides === 'processes') {
    const { processes, silent, processesAway } = besides;
    return { ...none, processes, silent, ...(processesAway ? { away: 'processes' } : {}) };
  }
  const parcels = besides[view.besides];
  if (parcels === 'away') return { ...none, away: 'parcels' };
  const known = new Set(tasks.map(({ subject }) => subject.parcelNumber));
  return { ...none, parcels: parcels.filter(({ parcelNumber }) => !known.has(parcelNumber)) };
}

/** Parcels past the day on which they were expected, or given up, either way. */
async function parcelsOf(
  { shipping, now }: Pick<Deps, 'shipping' | 'now'>,
  which: 'late' | 'lost',
): Promise<readonly Parcel[] | 'away'> {
  const today = dayOf(instantFromDate(now()));
  const query =
    which === 'late'
      ? ({ state: 'dispatched', expectedBefore: today } as const)
      : ({ state: 'lost' } as const);
  return (await orNone(shipping.listParcels({ query })))?.parcels ?? 'away';
}

/**
 * Processes that no task leads to: one that waits for staff is in a list as its task, unless somebody has settled that;
 * one that was ended is of no matter where its reservation, parcel or application is over.
 */
async function withoutTask(
  deps: Deps,
  stuck: readonly StuckProcess[],
  tasks: readonly ListedTask[],
): Promise<readonly StuckProcess[]> {
  const asked = new Set(tasks.map(({ subject }) => subject.reservationId));
  const matters = await Promise.all(
    stuck.map((process) => {
      if (process.trouble === 'asksStaff') return !asked.has(process.reservationId);
      return process.trouble !== 'ended' || goesOn(deps, process);
    }),
  );
  return stuck.filter((_, at) => matters[at]);
}

/** Whether what a process stands for goes on, or its service can't say so just now. */
async function goesOn(deps: Deps, { workflowId, reservationId }: StuckProcess): Promise<boolean> {
  const subject = subjectOfWorkflow(workflowId);
  try {
    if (reservationId !== undefined) return await isOpen(deps, reservationId);
    if (subject === undefined) return true;
    switch (subject.kind) {
      case 'parcel': {
        const { parcelNumber } = subject;
        const found = await deps.shipping.readParcel({ params: { parcelNumber } });
        return found.ok && found.value.state === 'dispatched';
      }
      case 'cardApplication': {
        const found = await deps.patron.cardApplications();
        const isThat = ({ applicationId }: { applicationId: string }) =>
          applicationId === subject.applicationId;
        return found.ok && found.value.applications.some((one) => isThat(one) && one.state !== 'issued');
      }
      default:
        return subject satisfies never;
    }
  } catch (fault) {
    if (fault instanceof ServiceFault) return true;
    throw fault;
  }
}

async function isOpen(
  { catalog }: Pick<Deps, 'catalog'>,
  reservationId: NonNullable<StuckProcess['reservationId']>,
): Promise<boolean> {
  const found = await catalog.readReservation({ params: { reservationId } });
  return found.ok && found.value.entry !== 'closed';
}
