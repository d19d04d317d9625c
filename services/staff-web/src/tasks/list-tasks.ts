import { patronApi, type ReservationId, type Task, type TaskOwner, taskApi } from '@toshobin/contracts';
import { type Decision, instantFromDate, refuse } from '@toshobin/lending-rules';
import { ServiceFault } from '@toshobin/service';
import { written } from '../audit/audit-trail.ts';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';
import { byOf } from '../scans/scan-copy.ts';
import { taskWords } from './task-words.ts';

export interface ListedTask extends Task {
  owner: TaskOwner;
  title: string;
  next: string;
}
type Deps = Pick<StaffWebDeps, 'catalog' | 'patron' | 'shipping' | 'audit' | 'now'>;

const owners = ['catalog', 'patron', 'shipping'] as const;

/** 要確認 of the account's library from every service, the oldest first; a service that is away is named. */
export async function listTasks(
  deps: Deps,
  { library }: Pick<Staff, 'library'>,
): Promise<{ tasks: ListedTask[]; away: TaskOwner[] }> {
  const lists = await Promise.all(
    owners.map(async (owner) => {
      try {
        const list = await deps[owner].call(taskApi.tasks, { query: { library } });
        return { owner, tasks: list.ok ? list.value.tasks : undefined };
      } catch (fault) {
        if (fault instanceof ServiceFault) return { owner, tasks: undefined };
        throw fault;
      }
    }),
  );
  const tasks = lists.flatMap(({ owner, tasks = [] }) =>
    tasks.map((task) => {
      const { title, next } = taskWords[task.kind];
      return { ...task, owner, title, next };
    }),
  );
  tasks.sort((a, b) => Date.parse(a.openedAt) - Date.parse(b.openedAt) || (a.taskId < b.taskId ? -1 : 1));
  return { tasks, away: lists.filter((list) => list.tasks === undefined).map(({ owner }) => owner) };
}

/** It is done. A branch settles only what is listed for it, or was (NOT_FOUND otherwise). For callPatron `reached` begins the hold (R6). */
export async function settleTask(
  deps: Deps,
  staff: Staff,
  { owner, taskId, reached }: { owner: TaskOwner; taskId: string; reached?: boolean | undefined },
): Promise<Decision<{ settled: true }>> {
  if (staff.role === 'pickupLibrary' && !(await isOwn(deps, staff, { owner, taskId }))) {
    return refuse('NOT_FOUND');
  }
  const body = {
    at: instantFromDate(deps.now()),
    by: byOf(staff),
    ...(reached === undefined ? {} : { reached }),
  };
  const settled = await deps[owner].call(taskApi.settleTask, { params: { taskId }, body });
  return written(deps, staff, { action: 'settleTask', subject: `task ${taskId}` }, settled);
}

/** Listed for this library, or settled by it before: a tap that comes twice is answered the same. */
async function isOwn(
  deps: Deps,
  { library }: Staff,
  { owner, taskId }: { owner: TaskOwner; taskId: string },
): Promise<boolean> {
  const list = await deps[owner].call(taskApi.tasks, { query: { library } });
  if (list.ok && list.value.tasks.some((task) => task.taskId === taskId)) return true;
  const deeds = await deps.audit.read(`task ${taskId}`);
  return deeds.some((deed) => deed.library === library && deed.outcome === 'done');
}

/** Whom to call about a reservation; looking is written down. */
export async function whomToCall(deps: Deps, staff: Staff, reservationId: ReservationId) {
  const found = await deps.patron.call(patronApi.patronOfReservation, { params: { reservationId } });
  const deed = { action: 'whomToCall', subject: `reservation ${reservationId}` };
  return written(deps, staff, deed, found);
}
