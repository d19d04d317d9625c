import { shippingApi, staffWebApi } from '@toshobin/contracts';
import type { Decision } from '@toshobin/lending-rules';
import type { Visit } from '@toshobin/web';
import type { StaffWebDeps } from '../deps.ts';
import { actingFor } from '../for-library/acting-for.ts';
import type { Staff } from '../roles.ts';
import { timed } from '../scans/when-scanned.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { readParcel } from './act-on-parcel.ts';
import { discardParcel, giveUpParcel, reportContents, returnedByPost } from './parcel-fate.ts';
import {
  dispatch,
  moveToNextParcel,
  openParcel,
  pack,
  receiveParcel,
  takeBackArrival,
  unpack,
} from './work-on-parcel.ts';

export function mountParcelApi(routes: StaffRoutes, deps: StaffWebDeps): void {
  /** For whoever it is entered for. */
  const as = async <T>(
    visit: Visit<Staff>,
    library: Staff['library'] | undefined,
    work: (acting: Staff) => Promise<Decision<T>>,
  ): Promise<Decision<T>> => {
    const acting = await actingFor(deps, staffOf({ visit }), library);
    return acting.ok ? work(acting.value) : acting;
  };
  routes.api(staffWebApi.packingList, 'packing', () => deps.shipping.call(shippingApi.packingList, {}));
  routes.api(staffWebApi.listParcels, 'readParcels', ({ query, visit }) => {
    const staff = staffOf({ visit });
    // A branch sees its own, whatever it asks for.
    const library = staff.role === 'pickupLibrary' ? { library: staff.library } : {};
    return deps.shipping.call(shippingApi.listParcels, { query: { ...query, ...library } });
  });
  routes.api(staffWebApi.readParcel, 'readParcels', ({ params, visit }) =>
    readParcel(deps, staffOf({ visit }), params.parcelNumber),
  );
  routes.api(staffWebApi.openParcel, 'changeParcels', async ({ body, visit }) => {
    const step = await timed(deps, visit, body);
    // A return parcel is its library's, whoever enters it.
    return as(visit, body.direction === 'return' ? body.library : undefined, (acting) =>
      openParcel(deps, acting, step),
    );
  });
  routes.api(staffWebApi.pack, 'changeParcels', async ({ params, body, visit }) => {
    const { library, ...scan } = await timed(deps, visit, body);
    return as(visit, library, (acting) => pack(deps, acting, params.parcelNumber, scan));
  });
  routes.api(staffWebApi.unpack, 'changeParcels', async ({ params, body, visit }) => {
    const { library, ...scan } = await timed(deps, visit, body);
    return as(visit, library, (acting) => unpack(deps, acting, params.parcelNumber, scan));
  });
  routes.api(staffWebApi.moveToNextParcel, 'packing', async ({ params, body, visit }) =>
    moveToNextParcel(deps, staffOf({ visit }), params.parcelNumber, await timed(deps, visit, body)),
  );
  routes.api(staffWebApi.dispatch, 'changeParcels', async ({ params, body, visit }) => {
    const { library, ...step } = await timed(deps, visit, body);
    return as(visit, library, (acting) => dispatch(deps, acting, params.parcelNumber, step));
  });
  routes.api(staffWebApi.receiveParcel, 'receiveParcel', async ({ params, body, visit }) => {
    const { library, ...step } = await timed(deps, visit, body);
    return as(visit, library, (acting) => receiveParcel(deps, acting, params.parcelNumber, step));
  });
  routes.api(staffWebApi.takeBackArrival, 'receiveParcel', async ({ params, body, visit }) => {
    const { library, ...step } = await timed(deps, visit, body);
    return as(visit, library, (acting) => takeBackArrival(deps, acting, params.parcelNumber, step));
  });
  routes.api(staffWebApi.reportContents, 'reportContents', async ({ params, body, visit }) => {
    const { library, missing = [], extra = [], ...step } = await timed(deps, visit, body);
    return as(visit, library, (acting) =>
      reportContents(deps, acting, params.parcelNumber, { ...step, missing, extra }),
    );
  });
  routes.api(staffWebApi.returnedByPost, 'giveUpParcels', async ({ params, body, visit }) =>
    returnedByPost(deps, staffOf({ visit }), params.parcelNumber, await timed(deps, visit, body)),
  );
  routes.api(staffWebApi.parcelLost, 'giveUpParcels', async ({ params, body, visit }) =>
    giveUpParcel(deps, staffOf({ visit }), params.parcelNumber, await timed(deps, visit, body)),
  );
  routes.api(staffWebApi.discardParcel, 'changeParcels', async ({ params, body, visit }) => {
    const { library, ...step } = await timed(deps, visit, body);
    return as(visit, library, (acting) => discardParcel(deps, acting, params.parcelNumber, step));
  });
  routes.api(staffWebApi.postage, 'postage', ({ query }) =>
    deps.shipping.call(shippingApi.postage, { query }),
  );
}
