import { patronApi, patronWebApi, ReservationIdSchema } from '@toshobin/contracts';
import { allow, refuse } from '@toshobin/lending-rules';
import { pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { type PatronRoutes, signedIn } from '../patron-routes.ts';
import { CancelPage } from './cancel.page.tsx';
import { cancelReservation } from './cancel-reservation.ts';
import { MyLibraryPage } from './my-library.page.tsx';
import { readMyLibrary, readOwnReservation } from './read-my-library.ts';

const WishForm = z.strictObject({ wishId: z.uuid() });
const doneWords: Readonly<Record<string, string>> = {
  cancelled: '予約をキャンセルしました。',
  extended: '貸出期間を延長しました。',
};

/** The reservation an address names; anything that can't be one is not found. */
export function reservationOf(params: Readonly<Record<string, unknown>>) {
  const read = ReservationIdSchema.safeParse(params.reservationId);
  return read.success ? read.data : pageFault(404);
}

export function mountMyLibrary(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/my-library', 'patron', async (call) => {
    const { patronId } = signedIn(call.visit);
    const [rows, patron, nameOf] = await Promise.all([
      readMyLibrary(deps, patronId),
      deps.patron.call(patronApi.readPatron, { params: { patronId } }),
      deps.libraries.names(),
    ]);
    if (!rows.ok || !patron.ok) pageFault(404);
    const frame = await frameOf(deps, call);
    const done = doneWords[String(call.request.query.done)];
    const page = h(MyLibraryPage, { frame, rows: rows.value, counts: patron.value, nameOf, done });
    sendPage(call.response, page);
  });
  routes.page('/my-library/:reservationId/cancel', 'patron', async (call) => {
    const reservationId = reservationOf(call.request.params);
    const { patronId } = signedIn(call.visit);
    const own = await readOwnReservation(deps, { patronId, reservationId });
    if (!own.ok) pageFault(404);
    const frame = await frameOf(deps, call);
    sendPage(call.response, h(CancelPage, { frame, row: own.value.row, wishId: deps.newId() }));
  });
  routes.form('/my-library/:reservationId/cancel', 'patron', async (call) => {
    const reservationId = reservationOf(call.request.params);
    const { wishId } = parseFields(WishForm, call.form);
    const { patronId } = signedIn(call.visit);
    const decision = await cancelReservation(deps, { patronId, reservationId, wishId });
    if (decision.ok) return call.response.redirect(303, '/my-library?done=cancelled');
    const { refusal } = decision;
    const own = await readOwnReservation(deps, { patronId, reservationId });
    if (!own.ok) pageFault(404);
    const frame = await frameOf(deps, call);
    // The same form again must be able to get another answer, once the process is back.
    const page = h(CancelPage, { frame, row: own.value.row, wishId: deps.newId(), refusal });
    sendPage(call.response, page, refusal.code === 'TRY_AGAIN' ? 503 : 409);
  });
  routes.api(patronWebApi.myLibrary, 'patron', async ({ visit }) => {
    if (!visit.principal) return refuse('CARD_REQUIRED');
    const rows = await readMyLibrary(deps, visit.principal.patronId);
    return rows.ok ? allow({ rows: rows.value }) : rows;
  });
  routes.api(patronWebApi.cancel, 'patron', async ({ params: { reservationId }, visit }) => {
    if (!visit.principal) return refuse('CARD_REQUIRED');
    const { patronId } = visit.principal;
    const wishId = deps.newId();
    const row = await cancelReservation(deps, { patronId, reservationId, wishId });
    return row.ok ? allow({ row: row.value }) : row;
  });
}
