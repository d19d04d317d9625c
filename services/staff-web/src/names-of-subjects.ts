import { OTHER_TASK, taskApi } from '@toshobin/contracts';
import { calendarDate } from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import type { DeedRow } from './audit/audit-trail.ts';
import type { StaffWebDeps } from './deps.ts';
import { closureDays } from './libraries/library-verbs.ts';
import { fromOwners } from './tasks/list-tasks.ts';
import { taskWords } from './tasks/task-words.ts';

type Deps = Pick<StaffWebDeps, 'audit' | 'catalog' | 'patron' | 'shipping' | 'libraries'>;

/**
 * What of the deeds is kept by an id, by the subject of its row: a closure by its library and days, a task by its kind. Nobody
 * is asked for a person, and a service that is away names nothing.
 */
export async function namesOfSubjects(
  deps: Deps,
  deeds: readonly DeedRow[],
): Promise<ReadonlyMap<string, string>> {
  const ofTasks = deeds.filter(({ subject }) => subject.startsWith('task '));
  const ofClosures = deeds.some(({ subject }) => subject.startsWith('closure '));
  const [tasks, closures] = await Promise.all([kindsOf(deps, ofTasks), ofClosures ? closuresOf(deps) : []]);
  return new Map([...tasks, ...closures]);
}

async function closuresOf({ shipping, libraries }: Deps): Promise<[string, string][]> {
  const [listed, nameOf] = await Promise.all([
    orNone(shipping.closures({ query: { from: calendarDate('2000-01-01') } })),
    libraries.names(),
  ]);
  return (listed?.closures ?? []).map(({ closureId, library, ...days }) => [
    `closure ${closureId}`,
    `${nameOf(library)}　${closureDays(days)}`,
  ]);
}

/** As each was settled; the others are asked for where something was done to them. */
async function kindsOf(deps: Deps, deeds: readonly DeedRow[]): Promise<[string, string][]> {
  const settled = await deps.audit.settledAs(deeds.map(({ subject }) => subject));
  const others = deeds.filter(({ subject }) => !settled.has(subject));
  const open = await Promise.all(
    [...new Set(others.map(({ library }) => library))].map((library) =>
      fromOwners(
        async (owner) => (await orNone(deps[owner].call(taskApi.tasks, { query: { library } })))?.tasks,
      ),
    ),
  );
  return [
    ...open.flatMap(({ found }) =>
      found
        .filter(({ kind }) => kind !== OTHER_TASK)
        .map(({ taskId, kind }): [string, string] => [`task ${taskId}`, taskWords[kind].title]),
    ),
    ...settled,
  ];
}
