import { patronWebApi } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import type { PatronWebDeps } from '../deps.ts';
import { type PatronRoutes, signedIn } from '../patron-routes.ts';
import { cancelReservation } from './cancel-reservation.ts';
import { declarePickedUp } from './declare-picked-up.ts';
import { drawMyLibrary } from './draw-my-library.ts';
import { wishOf } from './own-row.ts';
import { mountPlainWishes } from './plain-wishes.ts';
import { readMyLibrary } from './read-my-library.ts';
import { resumeReservation } from './resume-reservation.ts';
import { sendDueDates } from './send-due-dates.ts';

export function mountMyLibrary(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/my-library', 'patron', (call) => drawMyLibrary(deps, call));
  routes.page('/my-library/due-dates.ics', 'patron', (call) => sendDueDates(deps, call));
  mountPlainWishes(routes, deps);
  routes.api(patronWebApi.myLibrary, 'patron', async ({ visit }) => {
    const rows = await readMyLibrary(deps, signedIn(visit).patronId);
    return rows.ok ? allow({ rows: rows.value }) : rows;
  });
  routes.api(patronWebApi.cancel, 'patron', (input) => cancelReservation(deps, wishOf(deps, input)));
  routes.api(patronWebApi.resume, 'patron', (input) => resumeReservation(deps, wishOf(deps, input)));
  routes.api(patronWebApi.declarePickedUp, 'patron', (input) => declarePickedUp(deps, wishOf(deps, input)));
}
