import { ReservationIdSchema, staffWebApi } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { pageFault, sendPage } from '@toshobin/web';
import { h } from 'preact';
import type { StaffWebDeps } from '../deps.ts';
import { typedInto } from '../pages/fields.ts';
import { frameOf } from '../pages/frame.tsx';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { listTasks, whomToCall } from './list-tasks.ts';
import { TasksPage, WhomToCallPage } from './tasks.page.tsx';
import { tasksAbout } from './tasks-about.ts';
import { filterIn, tasksShown } from './tasks-shown.ts';

export function mountTasks(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/tasks', 'tasks', async (call) => {
    const staff = staffOf(call);
    const { tasks, away } = await listTasks(deps, staff);
    const answer = await deps.desk.answer(await call.visit.openSession(), '/tasks');
    const atDesk = staff.role === 'prefecturalDesk';
    const [about, nameOf] = await Promise.all([
      // A branch reads numbers alone.
      tasksAbout(deps, atDesk ? tasks : []),
      deps.libraries.names(),
    ]);
    const typed = { q: typedInto(call.request, 'q', 100), kind: '', library: '' };
    for (const name of ['kind', 'library'] as const) typed[name] = typedInto(call.request, name, 40);
    const filter = filterIn(new URLSearchParams(typed));
    const shown = tasksShown(tasks, about, filter);
    const page = { tasks, shown, about, filter, away, answer, atDesk, nameOf };
    sendPage(call.response, h(TasksPage, { frame: frameOf(deps, call), ...page }));
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
  routes.api(staffWebApi.whomToCall, 'whomToCall', ({ params, visit }) =>
    whomToCall(deps, staffOf({ visit }), params.reservationId),
  );
}
