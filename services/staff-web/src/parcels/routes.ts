import {
  LibraryCodeSchema,
  ParcelDirectionSchema,
  PREFECTURAL_LIBRARY,
  staffWebApi,
} from '@toshobin/contracts';
import { orNone } from '@toshobin/service';
import { z } from 'zod';
import { type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { actingFor } from '../for-library/acting-for.ts';
import { answerOf, drawPage, orFault } from '../pages/draw-page.ts';
import { frameOf, naming } from '../pages/frame.tsx';
import { answerOn } from '../pages/keep-answer.ts';
import { formTimed, stepFields } from '../scans/when-scanned.ts';
import { notEmpty } from './not-empty.ts';
import { OnTheWayPage } from './on-the-way.page.tsx';
import { directionIn, parcelsOnTheirWay } from './on-the-way.ts';
import { PackingPage } from './packing.page.tsx';
import { mountPacking } from './packing-routes.ts';
import { mountParcel } from './parcel-routes.ts';
import { openParcel, readParcel } from './parcel-verbs.ts';
import { mountSendBack } from './send-back-routes.ts';

const OpenForm = z.strictObject({
  ...stepFields,
  direction: ParcelDirectionSchema,
  /** Where it goes, or whose it is. */
  to: LibraryCodeSchema,
  library: LibraryCodeSchema.optional(),
});

export function mountParcels(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/packing', 'packing', async (call) => {
    const [list, open, leaving] = await Promise.all([
      deps.shipping.packingList().then(orFault),
      deps.shipping.listParcels({ query: { state: 'open', direction: 'outward' } }).then(orFault),
      deps.leaving.at(deps.now(), () => orNone(deps.shipping.dispatchBoard())),
    ]);
    const nameOf = await deps.libraries.names();
    const answer = await answerOf(deps, call, '/packing');
    const { rows, proposals } = list;
    const parcels = notEmpty(open.parcels);
    const waiting = rows.map(({ barcode }) => barcode);
    const frame = await naming(deps, frameOf(deps, call), [...waiting, answer?.code ?? '']);
    const cancelling = await deps.heldCancellations.of(rows.map(({ reservationId }) => reservationId));
    drawPage(deps, call, PackingPage, {
      frame,
      rows,
      proposals,
      parcels,
      leaving,
      answer,
      cancelling,
      nameOf,
    });
  });
  routes.page('/parcels', 'packing', async (call) => {
    const direction = directionIn(call.request);
    const parcels = await parcelsOnTheirWay(deps, direction);
    drawPage(deps, call, OnTheWayPage, { direction, parcels, nameOf: await deps.libraries.names() });
  });
  routes.form('/parcels', 'changeParcels', async (call) => {
    const { library, to, ...step } = await formTimed(deps, call, OpenForm);
    const acting = await actingFor(deps, staffOf(call), library);
    const parcel = acting.ok
      ? await openParcel.doneBy(deps, acting.value, { params: {}, body: { ...step, library: to } })
      : acting;
    if (parcel.ok) return call.response.redirect(303, `/parcels/${parcel.value.parcelNumber}`);
    const atBranch = !acting.ok || acting.value.library !== PREFECTURAL_LIBRARY;
    const page = atBranch ? '/send-back' : '/packing';
    await answerOn(deps, call, page, { decision: parcel, query: { library } });
  });
  mountSendBack(routes, deps);
  mountPacking(routes, deps);
  mountParcel(routes, deps);
  routes.api(staffWebApi.packingList, 'packing', () => deps.shipping.packingList());
  routes.api(staffWebApi.listParcels, 'readParcels', ({ query, visit }) => {
    const staff = staffOf({ visit });
    // A branch sees its own, whatever it asks for.
    const library = staff.role === 'pickupLibrary' ? { library: staff.library } : {};
    return deps.shipping.listParcels({ query: { ...query, ...library } });
  });
  routes.api(staffWebApi.readParcel, 'readParcels', ({ params, visit }) =>
    readParcel(deps, staffOf({ visit }), params.parcelNumber),
  );
  routes.api(staffWebApi.postage, 'postage', ({ query }) => deps.shipping.postage({ query }));
}
