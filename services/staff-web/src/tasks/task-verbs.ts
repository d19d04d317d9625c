import { OTHER_TASK, staffWebApi, type Task, type TaskOwner, taskApi } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import type { FormBody } from '@toshobin/web';
import type { z } from 'zod';
import { PRINTED_NO_MORE } from '../cards/printed-no-more.tsx';
import type { Staff, StaffWebDeps } from '../deps.ts';
import { pageWith } from '../pages/keep-answer.ts';
import { done } from '../scans/say.ts';
import { GIVEN } from '../verbs/form-fields.ts';
import { verbOn, verbTelling } from '../verbs/mount-verb.ts';
import { applicationsOf, type ListedTask } from './list-tasks.ts';
import { taskWords } from './task-words.ts';
import { filterIn } from './tasks-shown.ts';

const subject = ({ params }: { params: { taskId: string } }) => `task ${params.taskId}`;
/** What was chosen among the tasks stays chosen. */
const backToTheList = {
  kept: '要確認の処理',
  arrange: ({ chosen: _, from: _from, ...typed }: Readonly<Record<string, unknown>>) => typed,
  // Where a card is printed it is said to be in the post, too.
  page: (_asked: unknown, _answer: unknown, { chosen, from }: FormBody) =>
    from === '/cards'
      ? from
      : pageWith('/tasks', filterIn(Object.fromEntries(new URLSearchParams(String(chosen ?? ''))))),
} as const;

/** What its owner answers, and what it was, unless it had been settled before. */
interface Settled {
  settled: z.output<typeof taskApi.settleTask.answer>;
  task: KnownTask | undefined;
}

/** Whose application it is about is known until it is settled. */
type KnownTask = Task & Partial<Pick<ListedTask, 'application'>>;

/** The task is done. A branch settles only what is listed for it, or was, and nobody what only another release knows (NOT_FOUND). For callPatron `reached` begins the hold (R6). */
export const settleTask = verbTelling(
  'settleTask',
  staffWebApi.settleTask,
  ({ settled }: Settled) => settled,
  {
    may: 'tasks',
    words: '要確認を済みにした',
    find: async (deps, { params, staff }): Promise<Decision<KnownTask | undefined>> => {
      const task = await taskOf(deps, staff, params);
      if (task?.kind === OTHER_TASK) return refuse('NOT_FOUND');
      const may = task || staff.role !== 'pickupLibrary' || (await hasSettled(deps, staff, params));
      if (!may) return refuse('NOT_FOUND');
      const { applicationId } = task?.subject ?? {};
      if (task === undefined || applicationId === undefined) return allow(task);
      return allow({ ...task, application: (await applicationsOf(deps, [task])).get(applicationId) });
    },
    subject,
    changed: (_asked, task) => (task ? taskWords[task.kind].title : ''),
    async carryOut(
      deps,
      { params: { owner, taskId }, body: { reached }, at, by, found: task },
    ): Promise<Decision<Settled>> {
      const settled = await deps[owner].call(taskApi.settleTask, {
        params: { taskId },
        body: { at, by, ...(reached === undefined ? {} : { reached }) },
      });
      return settled.ok ? allow({ settled: settled.value, task }) : settled;
    },
    form: {
      path: '/tasks/:owner/:taskId',
      button: ({ reached }) =>
        reached === undefined ? '済みにする' : reached ? '電話で知らせた' : '知らせずに済みにする',
      fields: { reached: GIVEN },
      ...backToTheList,
      said: ({ settled, task }, { params }) => ({
        ...done('済みにしました', task ? named(task) : ''),
        ...(task?.kind === 'postCard' ? { notes: [PRINTED_NO_MORE] } : {}),
        ...(settled.mayReopen ? { reopens: params } : {}),
      }),
    },
  },
);

/** The task was settled by mistake. A branch opens only its own again (NOT_FOUND otherwise). */
export const reopenTask = verbOn('reopenTask', staffWebApi.reopenTask, {
  may: 'tasks',
  words: '要確認を済みにしたのを取り消した',
  find: async (deps, { params, staff }) =>
    staff.role !== 'pickupLibrary' || (await hasSettled(deps, staff, params))
      ? allow(undefined)
      : refuse('NOT_FOUND'),
  subject,
  carryOut: (deps, { params: { owner, taskId }, at, by }) =>
    deps[owner].call(taskApi.reopenTask, { params: { taskId }, body: { at, by } }),
  form: {
    button: '取り消す',
    fields: {},
    ...backToTheList,
    said: () => ({ ...done('取り消しました', '要確認に戻しました'), tone: 'again' }),
  },
});

/** What was done or asked about a task, for whoever goes on with it: kept in 操作の記録 and shown with the task. */
export const noteTask = verbOn('noteTask', staffWebApi.noteTask, {
  may: 'tasks',
  words: '要確認にメモを書いた',
  find: async (deps, { params, staff }) =>
    (await taskOf(deps, staff, params)) || (await hasSettled(deps, staff, params))
      ? allow(undefined)
      : refuse('NOT_FOUND'),
  subject,
  why: ({ note }) => note,
  carryOut: async () => allow({ noted: true as const }),
  form: {
    title: 'メモを書く',
    button: 'メモを残す',
    fields: { note: 'メモ（記録に残ります。お名前は書きません）' },
    ...backToTheList,
    said: 'メモを残しました',
  },
});

const named = ({ kind, subject: { barcode, parcelNumber }, application }: KnownTask): string =>
  [taskWords[kind].title, barcode ?? parcelNumber ?? application ?? ''].join('　').trim();

interface Which {
  owner: TaskOwner;
  taskId: string;
}

/** Of those that are listed for this library. */
async function taskOf(deps: StaffWebDeps, { library }: Staff, { owner, taskId }: Which) {
  const list = await orNone(deps[owner].call(taskApi.tasks, { query: { library } }));
  return list?.tasks.find((task) => task.taskId === taskId);
}

/** Settled by this library before: a tap that comes twice is answered the same. */
async function hasSettled(deps: StaffWebDeps, { library }: Staff, { taskId }: Which): Promise<boolean> {
  return (await deps.audit.tasksDoneAt(library, [taskId])).has(taskId);
}
