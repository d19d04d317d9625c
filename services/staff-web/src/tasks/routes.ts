import { ReservationIdSchema, staffWebApi, TaskOwnerSchema, UuidSchema } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { answerOn } from '../pages/keep-answer.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { listTasks, settleTask, whomToCall } from './list-tasks.ts';
import { TasksPage, WhomToCallPage } from './tasks.page.tsx';

const SettleForm = z.strictObject({ reached: z.enum(['yes', 'no']).optional() });
const TaskParams = z.object({ owner: TaskOwnerSchema, taskId: UuidSchema });

export function mountTasks(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/tasks', 'tasks', async (call) => {
    const staff = staffOf(call);
    const { tasks, away } = await listTasks(deps, staff);
    const answer = await deps.desk.answer(await call.visit.openSession(), '/tasks');
    const atDesk = staff.role === 'prefecturalDesk';
    sendPage(call.response, h(TasksPage, { frame: frameOf(deps, call), tasks, away, answer, atDesk }));
  });
  routes.form('/tasks/:owner/:taskId', 'tasks', async (call) => {
    const params = TaskParams.safeParse(call.request.params);
    if (!params.success) pageFault(404);
    const { reached } = parseFields(SettleForm, call.form);
    const decision = await settleTask(deps, staffOf(call), {
      ...params.data,
      reached: reached === undefined ? undefined : reached === 'yes',
    });
    const said = () => ({ tone: 'ok' as const, text: '済みにしました', detail: '', notes: [] });
    await answerOn(deps, call, '/tasks', { decision, said, code: '' });
  });
  routes.page('/tasks/whom/:reservationId', 'whomToCall', async (call) => {
    const id = ReservationIdSchema.safeParse(call.request.params.reservationId);
    if (!id.success) pageFault(404);
    const found = await whomToCall(deps, staffOf(call), id.data);
    if (!found.ok) pageFault(404);
    sendPage(call.response, h(WhomToCallPage, { frame: frameOf(deps, call), found: found.value }));
  });
  routes.api(staffWebApi.tasks, 'tasks', async ({ visit }) =>
    allow(await listTasks(deps, staffOf({ visit }))),
  );
  routes.api(staffWebApi.settleTask, 'tasks', ({ params, body, visit }) =>
    settleTask(deps, staffOf({ visit }), { ...params, ...body }),
  );
  routes.api(staffWebApi.whomToCall, 'whomToCall', ({ params, visit }) =>
    whomToCall(deps, staffOf({ visit }), params.reservationId),
  );
}
