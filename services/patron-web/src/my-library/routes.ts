import { patronApi, patronWebApi } from '@toshobin/contracts';
import { allow, dayOf, instantFromDate, refuse } from '@toshobin/lending-rules';
import { pageFault, sendPage } from '@toshobin/web';
import { h } from 'preact';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { type PatronRoutes, signedIn } from '../patron-routes.ts';
import { cancelReservation } from './cancel-reservation.ts';
import { declarePickedUp } from './declare-picked-up.ts';
import { MyLibraryPage } from './my-library.page.tsx';
import { mountPlainWishes } from './plain-wishes.ts';
import { readMyLibrary } from './read-my-library.ts';
import { resumeReservation } from './resume-reservation.ts';

const doneWords: Readonly<Record<string, string>> = {
  cancelled: '予約をキャンセルしました。',
  extended: '貸出期間を延長しました。',
  pickupChanged: '受取館を変更しました。',
  suspended: '予約を一時停止しました。',
  resumed: '予約を再開しました。',
  pickedUp: '受け取りを記録しました。',
};

export function mountMyLibrary(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/my-library', 'patron', async (call) => {
    const { patronId } = signedIn(call.visit);
    const [rows, patron, nameOf, libraries] = await Promise.all([
      readMyLibrary(deps, patronId),
      deps.patron.call(patronApi.readPatron, { params: { patronId } }),
      deps.libraries.names(),
      deps.libraries.all(),
    ]);
    if (!rows.ok || !patron.ok) pageFault(404);
    const frame = await frameOf(deps, call);
    const page = h(MyLibraryPage, {
      frame,
      rows: rows.value,
      counts: patron.value,
      nameOf,
      libraries,
      today: dayOf(instantFromDate(deps.now())),
      done: doneWords[String(call.request.query.done)],
    });
    sendPage(call.response, page);
  });
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
