import { type SettledTask, type TaskOwner, TaskOwnerSchema, taskApi } from '@toshobin/contracts';
import { orNone } from '@toshobin/service';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';
import { taskWords } from './task-words.ts';

export interface ListedSettled extends SettledTask {
  owner: TaskOwner;
  title: string;
}

/** What the account's library settled and may open again, from every service, the last one first; who is away is named. */
export async function listSettled(
  deps: Pick<StaffWebDeps, 'catalog' | 'patron' | 'shipping'>,
  { library }: Pick<Staff, 'library'>,
): Promise<{ tasks: ListedSettled[]; away: TaskOwner[] }> {
  const lists = await Promise.all(
    TaskOwnerSchema.options.map(async (owner) => {
      const list = await orNone(deps[owner].call(taskApi.settledTasks, { query: { library } }));
      return { owner, tasks: list?.tasks };
    }),
  );
  const tasks = lists.flatMap(({ owner, tasks: settled = [] }) =>
    settled.map((task) => ({ ...task, owner, title: taskWords[task.kind].title })),
  );
  tasks.sort((a, b) => Date.parse(b.settledAt) - Date.parse(a.settledAt));
  return { tasks, away: lists.filter((list) => list.tasks === undefined).map(({ owner }) => owner) };
}
