import {
  type ReservationId,
  type Task,
  type TaskNote,
  type TaskOwner,
  TaskOwnerSchema,
  taskApi,
} from '@toshobin/contracts';
import { addDays, type CalendarDate, dayOf } from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import { written } from '../audit/audit-trail.ts';
import type { Staff, StaffWebDeps } from '../deps.ts';
import { nextOf, taskWords } from './task-words.ts';

export interface ListedTask extends Task {
  owner: TaskOwner;
  title: string;
  next: string;
  /** The day by which it should be done; null: no hurry. */
  until: CalendarDate | null;
  notes: TaskNote[];
  /** Of a card's application its number, of a renewal the card's last digits. */
  application?: string | undefined;
}
type Deps = Pick<StaffWebDeps, 'catalog' | 'patron' | 'shipping' | 'audit'>;

/** What every owner of tasks lists, in one; who is away is named. */
export async function fromOwners<T>(
  ask: (owner: TaskOwner) => Promise<readonly T[] | undefined>,
): Promise<{ found: (T & { owner: TaskOwner })[]; away: TaskOwner[] }> {
  const lists = await Promise.all(
    TaskOwnerSchema.options.map(async (owner) => ({ owner, tasks: await ask(owner) })),
  );
  return {
    found: lists.flatMap(({ owner, tasks = [] }) => tasks.map((task) => ({ ...task, owner }))),
    away: lists.filter((list) => list.tasks === undefined).map(({ owner }) => owner),
  };
}

/** 要確認 of the account's library from every service, the most urgent first; a service that is away is named. */
export async function listTasks(
  deps: Deps,
  { library }: Pick<Staff, 'library'>,
): Promise<{ tasks: ListedTask[]; away: TaskOwner[] }> {
  const { found, away } = await fromOwners(
    async (owner) => (await orNone(deps[owner].call(taskApi.tasks, { query: { library } })))?.tasks,
  );
  const [applications, notes] = await Promise.all([
    applicationsOf(deps, found),
    deps.audit.notesOf(found.map(({ taskId }) => taskId)),
  ]);
  const tasks = found.map((task) => {
    const { title, days } = taskWords[task.kind];
    const until = days === undefined ? null : addDays(dayOf(task.openedAt), days);
    const application = applications.get(task.subject.applicationId ?? '');
    const more = { application, notes: notes.get(task.taskId) ?? [] };
    return { ...task, title, next: nextOf(task), until, ...more };
  });
  tasks.sort(mostUrgentFirst);
  return { tasks, away };
}

/** The numbers that applicants were given, and the last digits of cards that are to be renewed; nothing else is kept here. */
export async function applicationsOf(
  { patron }: Pick<Deps, 'patron'>,
  tasks: readonly Task[],
): Promise<ReadonlyMap<string, string>> {
  const about = tasks.filter(({ subject }) => subject.applicationId);
  const some = (isRenewal: boolean) => about.some(({ kind }) => (kind === 'renewCard') === isRenewal);
  const [applied, renewing] = await Promise.all([
    some(false) ? orNone(patron.cardApplications()) : undefined,
    some(true) ? orNone(patron.cardRenewals()) : undefined,
  ]);
  return new Map([
    ...(applied?.applications ?? []).map(
      (one) => [one.applicationId, `受付番号 ${one.applicationNumber}`] as const,
    ),
    ...(renewing?.renewals ?? []).map(
      (one) => [one.applicationId, `カード下4桁 ${one.cardNumber.slice(-4)}`] as const,
    ),
  ]);
}

/** By day, those without one last; on the same day the oldest. */
function mostUrgentFirst(a: ListedTask, b: ListedTask): number {
  const [dayA, dayB] = [a.until ?? '9999', b.until ?? '9999'];
  if (dayA !== dayB) return dayA < dayB ? -1 : 1;
  return Date.parse(a.openedAt) - Date.parse(b.openedAt) || (a.taskId < b.taskId ? -1 : 1);
}

/** Whom to call about a reservation; looking is written down. */
export async function whomToCall(deps: Deps, staff: Staff, reservationId: ReservationId) {
  const found = await deps.patron.patronOfReservation({ params: { reservationId } });
  const deed = { action: 'whomToCall', subject: `reservation ${reservationId}` } as const;
  return written(deps, staff, deed, found);
}
