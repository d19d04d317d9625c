import { type SettledTask, type TaskOwner, taskApi } from '@toshobin/contracts';
import { orNone } from '@toshobin/service';
import type { Staff, StaffWebDeps } from '../deps.ts';
import { fromOwners } from './list-tasks.ts';
import { taskWords } from './task-words.ts';

export interface ListedSettled extends SettledTask {
  owner: TaskOwner;
  title: string;
}

/**
 * What the account's library settled and may open again, from every service, the last one first; who is away is named. At a
 * branch nothing that the prefectural desk settled in its place.
 */
export async function listSettled(
  deps: Pick<StaffWebDeps, 'catalog' | 'patron' | 'shipping' | 'audit'>,
  { library, role }: Pick<Staff, 'library' | 'role'>,
): Promise<{ tasks: ListedSettled[]; away: TaskOwner[] }> {
  const { found, away } = await fromOwners(
    async (owner) => (await orNone(deps[owner].call(taskApi.settledTasks, { query: { library } })))?.tasks,
  );
  const ids = found.map(({ taskId }) => taskId);
  const own = role === 'pickupLibrary' ? await deps.audit.tasksDoneAt(library, ids) : new Set(ids);
  const tasks = found
    .filter(({ taskId }) => own.has(taskId))
    .map((task) => ({ ...task, title: taskWords[task.kind].title }));
  tasks.sort((a, b) => Date.parse(b.settledAt) - Date.parse(a.settledAt));
  return { tasks, away };
}
