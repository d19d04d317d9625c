import { staffWebApi, taskApi } from '@toshobin/contracts';
import { written } from '../audit/audit-trail.ts';
import { type Staff, type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { answerOnce, drawPage, orFault } from '../pages/draw-page.ts';
import { CardsPage } from './cards.page.tsx';

/** R1. The lists of cards, on a page of their own; looking is written down. */
export function mountCards(routes: StaffRoutes, deps: StaffWebDeps): void {
  const applications = async (staff: Staff) => {
    const list = await deps.patron.cardApplications();
    return written(deps, staff, { action: 'cardApplications', subject: 'cards' }, list);
  };
  const renewals = async (staff: Staff) => {
    const list = await deps.patron.cardRenewals();
    return written(deps, staff, { action: 'cardRenewals', subject: 'cards' }, list);
  };
  routes.page('/cards', 'cards', async (call) => {
    const staff = staffOf(call);
    const [applied, renewing, listed] = await Promise.all([
      applications(staff).then(orFault),
      renewals(staff).then(orFault),
      deps.patron.call(taskApi.tasks, { query: { library: staff.library } }).then(orFault),
    ]);
    const posting = new Map(
      listed.tasks.flatMap(({ kind, subject: { applicationId }, taskId }): [string, string][] =>
        kind === 'postCard' && applicationId !== undefined ? [[applicationId, taskId]] : [],
      ),
    );
    drawPage(deps, call, CardsPage, {
      answer: await answerOnce(deps, call, '/cards'),
      ...applied,
      ...renewing,
      posting,
    });
  });
  routes.api(staffWebApi.cardApplications, 'cards', ({ visit }) => applications(staffOf({ visit })));
  routes.api(staffWebApi.cardRenewals, 'cards', ({ visit }) => renewals(staffOf({ visit })));
}
