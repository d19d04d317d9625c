import { numbersOfReservations } from '../audit/deeds-shown.ts';
import { type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { drawPage } from '../pages/draw-page.ts';
import { mayDo } from '../roles.ts';
import { tasksAbout } from '../tasks/tasks-about.ts';
import { historyAt } from './history-at.ts';
import { howMany, readViews, savedViews } from './saved-views.ts';
import { ViewsPage } from './views.page.tsx';

/** Whatever is stuck, late, missing in transit or can't be told of: from the services' own lists and the processes. */
export function mountViews(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/timeline/views', 'savedViews', async (call) => {
    const asked = call.request.query.view;
    const view = savedViews.find(({ id }) => id === asked) ?? savedViews[0];
    const staff = staffOf(call);
    const { listed, away } = await readViews(deps, staff);
    const stuck = howMany(listed.get('stuck'));
    deps.whatWaits.told(staff, { '/timeline/views?view=stuck': stuck });
    const shown = listed.get(view.id) ?? { tasks: [], parcels: [], processes: [] };
    const reservations = [
      ...shown.tasks.flatMap(({ subject }) => subject.reservationId ?? []),
      ...shown.processes.flatMap(({ reservationId }) => reservationId ?? []),
    ];
    const atDesk = staff.role === 'prefecturalDesk';
    drawPage(deps, call, ViewsPage, {
      view,
      views: savedViews.map(({ id, name }) => ({ id, name, count: howMany(listed.get(id)) })),
      listed: shown,
      about: await tasksAbout(deps, atDesk ? shown.tasks : []),
      away,
      nameOf: await deps.libraries.names(),
      numberOf: await numbersOfReservations(deps, reservations),
      historyOf: (workflowId: string) => historyAt(deps, workflowId),
      kept:
        view.id === 'stuck'
          ? { check: await deps.agreement.latest(), backup: await deps.lastBackup.latest() }
          : undefined,
      mayAct: mayDo[staff.role].has('tasks'),
      mayReadLetters: mayDo[staff.role].has('deadLetters'),
    });
  });
}
