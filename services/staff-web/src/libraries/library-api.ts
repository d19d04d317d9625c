import { shippingApi, staffWebApi } from '@toshobin/contracts';
import type { StaffWebDeps } from '../deps.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import {
  changeLibrary,
  enterClosure,
  pauseDispatch,
  pausePickup,
  takeBackClosure,
} from './keep-libraries.ts';

export function mountLibraryApi(routes: StaffRoutes, deps: StaffWebDeps): void {
  const { shipping } = deps;
  routes.api(staffWebApi.libraries, 'libraries', () => shipping.call(shippingApi.libraries, {}));
  routes.api(staffWebApi.addresses, 'libraries', () => shipping.call(shippingApi.addresses, {}));
  routes.api(staffWebApi.closures, 'libraries', ({ query }) =>
    shipping.call(shippingApi.closures, { query }),
  );
  routes.api(staffWebApi.enterClosure, 'libraries', ({ body, visit }) =>
    enterClosure(deps, staffOf({ visit }), body),
  );
  routes.api(staffWebApi.takeBackClosure, 'libraries', ({ params, body, visit }) =>
    takeBackClosure(deps, staffOf({ visit }), { ...params, ...body }),
  );
  routes.api(staffWebApi.pausePickup, 'libraries', ({ params, body, visit }) =>
    pausePickup(deps, staffOf({ visit }), { ...params, ...body }),
  );
  routes.api(staffWebApi.changeLibrary, 'libraries', ({ params, body, visit }) =>
    changeLibrary(deps, staffOf({ visit }), { ...params, ...body }),
  );
  routes.api(staffWebApi.dispatchCalendar, 'libraries', () =>
    shipping.call(shippingApi.dispatchCalendar, {}),
  );
  routes.api(staffWebApi.pauseDispatch, 'libraries', ({ body, visit }) =>
    pauseDispatch(deps, staffOf({ visit }), body),
  );
}
