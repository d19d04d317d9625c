import { ReservationIdSchema, staffWebApi } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { parseFields } from '@toshobin/web';
import { z } from 'zod';
import { type StaffCall, type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { answerOnce, drawPage, namedIn, orFault } from '../pages/draw-page.ts';
import { textTyped, typedInto } from '../pages/fields.ts';
import { pageWith } from '../pages/keep-answer.ts';
import { listSettled } from './list-settled.ts';
import { listTasks, whomToCall } from './list-tasks.ts';
import { SettledTasksPage } from './settled.page.tsx';
import { TasksPage, WhomToCallPage } from './tasks.page.tsx';
import { tasksAbout } from './tasks-about.ts';
import { filterIn, type TaskFilter, tasksShown } from './tasks-shown.ts';

const ChosenForm = z.strictObject({ kind: z.string(), library: z.string().default(''), q: z.string() });

export function mountTasks(routes: StaffRoutes, deps: StaffWebDeps): void {
  const list = async (call: StaffCall, filter: TaskFilter, q: string) => {
    const staff = staffOf(call);
    const { tasks, away } = await listTasks(deps, staff);
    const answer = await answerOnce(deps, call, '/tasks');
    const atDesk = staff.role === 'prefecturalDesk';
    const [about, nameOf] = await Promise.all([
      // A branch reads numbers alone.
      tasksAbout(deps, atDesk ? tasks : []),
      deps.libraries.names(),
    ]);
    const shown = tasksShown(tasks, about, filter, q);
    drawPage(deps, call, TasksPage, {
      tasks,
      shown,
      about,
      filter,
      q,
      away,
      answer,
      atDesk,
      nameOf,
      library: nameOf(staff.library),
    });
  };
  routes.page('/tasks', 'tasks', (call) => {
    const [kind, library] = ['kind', 'library'].map((name) => typedInto(call.request, name, 40));
    return list(call, filterIn({ kind, library }), '');
  });
  // What is typed may be a title that somebody waits for: it stands in no address.
  routes.form('/tasks', 'tasks', async (call) => {
    const { q, ...chosen } = parseFields(ChosenForm, call.form);
    const typed = textTyped(q, 100);
    const filter = filterIn(chosen);
    if (typed === '') return call.response.redirect(303, pageWith('/tasks', filter));
    return list(call, filter, typed);
  });
  routes.page('/tasks/settled', 'tasks', async (call) => {
    const staff = staffOf(call);
    const { tasks, away } = await listSettled(deps, staff);
    const [about, nameOf] = await Promise.all([
      tasksAbout(deps, staff.role === 'prefecturalDesk' ? tasks : []),
      deps.libraries.names(),
    ]);
    drawPage(deps, call, SettledTasksPage, { tasks, about, away, library: nameOf(staff.library) });
  });
  routes.page('/tasks/whom/:reservationId', 'whomToCall', async (call) => {
    const id = namedIn(call, 'reservationId', ReservationIdSchema);
    const found = orFault(await whomToCall(deps, staffOf(call), id));
    drawPage(deps, call, WhomToCallPage, { found });
  });
  routes.api(staffWebApi.tasks, 'tasks', async ({ visit }) =>
    allow(await listTasks(deps, staffOf({ visit }))),
  );
  routes.api(staffWebApi.settledTasks, 'tasks', async ({ visit }) =>
    allow(await listSettled(deps, staffOf({ visit }))),
  );
  routes.api(staffWebApi.whomToCall, 'whomToCall', ({ params, visit }) =>
    whomToCall(deps, staffOf({ visit }), params.reservationId),
  );
}
