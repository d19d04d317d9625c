import { staffWebApi, type TaskOwner, taskApi } from '@toshobin/contracts';
import { allow, refuse } from '@toshobin/lending-rules';
import type { FormBody } from '@toshobin/web';
import type { StaffWebDeps } from '../deps.ts';
import { pageWith } from '../pages/keep-answer.ts';
import type { Staff } from '../roles.ts';
import { GIVEN } from '../verbs/form-fields.ts';
import { verbOn } from '../verbs/mount-verb.ts';
import { filterIn } from './tasks-shown.ts';

const subject = ({ params }: { params: { taskId: string } }) => `task ${params.taskId}`;
/** What was chosen among the tasks stays chosen. */
const backToTheList = {
  kept: '要確認の処理',
  arrange: ({ chosen: _, ...typed }: Readonly<Record<string, unknown>>) => typed,
  page: (_asked: unknown, _answer: unknown, { chosen }: FormBody) =>
    pageWith('/tasks', filterIn(Object.fromEntries(new URLSearchParams(String(chosen ?? ''))))),
} as const;

/** It is done. A branch settles only what is listed for it, or was (NOT_FOUND otherwise). For callPatron `reached` begins the hold (R6). */
export const settleTask = verbOn('settleTask', staffWebApi.settleTask, {
  may: 'tasks',
  words: '要確認を済みにした',
  find: async (deps, { params, staff }) =>
    staff.role !== 'pickupLibrary' || (await isOwn(deps, staff, params))
      ? allow(undefined)
      : refuse('NOT_FOUND'),
  subject,
  carryOut: (deps, { params: { owner, taskId }, body: { reached }, at, by }) =>
    deps[owner].call(taskApi.settleTask, {
      params: { taskId },
      body: { at, by, ...(reached === undefined ? {} : { reached }) },
    }),
  form: {
    path: '/tasks/:owner/:taskId',
    button: ({ reached }) =>
      reached === undefined ? '済みにする' : reached ? '電話で知らせた' : '知らせずに済みにする',
    fields: { reached: GIVEN },
    ...backToTheList,
    said: '済みにしました',
  },
});

/** What was done or asked about a task, for whoever goes on with it: kept in 操作の記録 and shown with the task. */
export const noteTask = verbOn('noteTask', staffWebApi.noteTask, {
  may: 'tasks',
  words: '要確認にメモを書いた',
  find: async (deps, { params, staff }) =>
    (await isOwn(deps, staff, params)) ? allow(undefined) : refuse('NOT_FOUND'),
  subject,
  why: ({ note }) => note,
  carryOut: async () => allow({ noted: true as const }),
  form: {
    path: '/tasks/:owner/:taskId/notes',
    title: 'メモを書く',
    button: 'メモを残す',
    fields: { note: 'メモ（記録に残ります。お名前は書きません）' },
    ...backToTheList,
    said: 'メモを残しました',
  },
});

/** Listed for this library, or settled by it before: a tap that comes twice is answered the same. */
async function isOwn(
  deps: StaffWebDeps,
  { library }: Staff,
  { owner, taskId }: { owner: TaskOwner; taskId: string },
): Promise<boolean> {
  const list = await deps[owner].call(taskApi.tasks, { query: { library } });
  if (list.ok && list.value.tasks.some((task) => task.taskId === taskId)) return true;
  const deeds = await deps.audit.read(`task ${taskId}`);
  return deeds.some((deed) => deed.library === library && deed.outcome === 'done');
}
