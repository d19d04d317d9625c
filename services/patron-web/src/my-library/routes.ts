import { patronWebApi } from '@toshobin/contracts';
import { allow, refuse } from '@toshobin/lending-rules';
import type { PatronWebDeps } from '../deps.ts';
import type { PatronRoutes } from '../patron-routes.ts';
import { cancelReservation } from './cancel-reservation.ts';
import { declarePickedUp } from './declare-picked-up.ts';
import { drawMyLibrary } from './draw-my-library.ts';
import { mountPlainWishes } from './plain-wishes.ts';
import { readMyLibrary } from './read-my-library.ts';
import { resumeReservation } from './resume-reservation.ts';
import { sendDueDates } from './send-due-dates.ts';

export function mountMyLibrary(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/my-library', 'patron', (call) => drawMyLibrary(deps, call));
  routes.page('/my-library/due-dates.ics', 'patron', (call) => sendDueDates(deps, call));
  mountPlainWishes(routes, deps);
  routes.api(patronWebApi.myLibrary, 'patron', async ({ visit }) => {
    if (!visit.principal) return refuse('CARD_REQUIRED');
    const rows = await readMyLibrary(deps, visit.principal.patronId);
    return rows.ok ? allow({ rows: rows.value }) : rows;
  });
  routes.api(patronWebApi.cancel, 'patron', async ({ params: { reservationId }, visit }) => {
    if (!visit.principal) return refuse('CARD_REQUIRED');
    const { patronId } = visit.principal;
    const row = await cancelReservation(deps, { patronId, reservationId, wishId: deps.newId() });
    return row.ok ? allow({ row: row.value }) : row;
  });
  routes.api(patronWebApi.resume, 'patron', async ({ params: { reservationId }, visit }) => {
    if (!visit.principal) return refuse('CARD_REQUIRED');
    const { patronId } = visit.principal;
    const row = await resumeReservation(deps, { patronId, reservationId, wishId: deps.newId() });
    return row.ok ? allow({ row: row.value }) : row;
  });
  routes.api(patronWebApi.declarePickedUp, 'patron', async ({ params: { reservationId }, visit }) => {
    if (!visit.principal) return refuse('CARD_REQUIRED');
    const { patronId } = visit.principal;
    return declarePickedUp(deps, { patronId, reservationId, wishId: deps.newId() });
  });
}
