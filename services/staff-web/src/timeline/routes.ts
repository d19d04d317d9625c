import {
  catalogApi,
  type ReservationId,
  ReservationIdSchema,
  reservationWorkflowId,
  staffWebApi,
} from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { pageFault, sendPage } from '@toshobin/web';
import { h } from 'preact';
import type { StaffWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { mayDo } from '../roles.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { mountRepair } from './repair-routes.ts';
import { TimelinePage, TimelineSearchPage } from './timeline.page.tsx';

/** Where the history of a reservation's process is read. */
export function historyOf(deps: Pick<StaffWebDeps, 'setting'>, reservationId: string): string {
  const { temporalUiUrl, temporalNamespace } = deps.setting;
  const workflow = encodeURIComponent(reservationWorkflowId(reservationId));
  return `${temporalUiUrl.replace(/\/$/, '')}/namespaces/${temporalNamespace}/workflows/${workflow}`;
}

export function mountTimeline(routes: StaffRoutes, deps: StaffWebDeps): void {
  const read = (reservationId: ReservationId) =>
    deps.catalog.call(catalogApi.readReservation, { params: { reservationId } });
  routes.page('/timeline', 'timeline', async (call) => {
    const q = typeof call.request.query.q === 'string' ? call.request.query.q.trim().slice(0, 64) : '';
    const id = ReservationIdSchema.safeParse(q);
    if (id.success) return call.response.redirect(303, `/timeline/${id.data}`);
    const frame = frameOf(deps, call);
    if (q === '') return sendPage(call.response, h(TimelineSearchPage, { frame, missing: false }));
    const copy = await deps.catalog.call(catalogApi.readCopy, { params: { barcode: q } });
    const reservationId = copy.ok ? copy.value.reservationId : null;
    if (reservationId) return call.response.redirect(303, `/timeline/${reservationId}`);
    sendPage(call.response, h(TimelineSearchPage, { frame, missing: true }), 404);
  });
  routes.page('/timeline/:reservationId', 'timeline', async (call) => {
    const id = ReservationIdSchema.safeParse(call.request.params.reservationId);
    if (!id.success) pageFault(404);
    const reservation = await read(id.data);
    if (!reservation.ok) pageFault(404);
    await deps.audit.write(staffOf(call), {
      action: 'timeline',
      subject: `reservation ${id.data}`,
      outcome: 'done',
    });
    const [frame, nameOf] = [frameOf(deps, call), await deps.libraries.names()];
    const history = historyOf(deps, id.data);
    const answer = await deps.desk.answer(await call.visit.openSession(), `/timeline/${id.data}`);
    const mayRepair = mayDo[staffOf(call).role].has('allowLateHandOut');
    const drawn = { frame, reservation: reservation.value, history, nameOf, answer, mayRepair };
    sendPage(call.response, h(TimelinePage, { ...drawn, newId: deps.newId }));
  });
  mountRepair(routes, deps);
  routes.api(staffWebApi.timeline, 'timeline', async ({ params: { reservationId }, visit }) => {
    const reservation = await read(reservationId);
    if (!reservation.ok) return reservation;
    const subject = `reservation ${reservationId}`;
    await deps.audit.write(staffOf({ visit }), { action: 'timeline', subject, outcome: 'done' });
    return allow({ reservation: reservation.value, history: historyOf(deps, reservationId) });
  });
}
