import { staffWebApi, type TaskOwner, taskApi } from '@toshobin/contracts';
import { allow, refuse } from '@toshobin/lending-rules';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';
import { GIVEN } from '../verbs/form-fields.ts';
import { verbOn } from '../verbs/mount-verb.ts';

/** It is done. A branch settles only what is listed for it, or was (NOT_FOUND otherwise). For callPatron `reached` begins the hold (R6). */
export const settleTask = verbOn('settleTask', staffWebApi.settleTask, {
  may: 'tasks',
  words: '要確認を済みにした',
  find: async (deps, { params, staff }) =>
    staff.role !== 'pickupLibrary' || (await isOwn(deps, staff, params))
      ? allow(undefined)
      : refuse('NOT_FOUND'),
  subject: ({ params }) => `task ${params.taskId}`,
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
    kept: '要確認の処理',
    said: '済みにしました',
    page: '/tasks',
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
