import { staffWebApi } from '@toshobin/contracts';
import type { StaffWebDeps } from '../deps.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { cancelByLibrary } from './cancel-by-library.ts';
import {
  cancelForCaller,
  changePickupForCaller,
  extendForCaller,
  findCaller,
  previewExtensionForCaller,
  reserveForCaller,
  resumeForCaller,
  suspendForCaller,
} from './for-caller.ts';

export function mountPhoneApi(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.api(staffWebApi.findCaller, 'phone', ({ body, visit }) =>
    findCaller(deps, staffOf({ visit }), body.cardNumber),
  );
  routes.api(staffWebApi.reserveForCaller, 'phone', ({ body, visit }) =>
    reserveForCaller(deps, staffOf({ visit }), body),
  );
  routes.api(staffWebApi.previewExtensionForCaller, 'phone', ({ body }) =>
    previewExtensionForCaller(deps, body),
  );
  routes.api(staffWebApi.extendForCaller, 'phone', ({ body, visit }) =>
    extendForCaller(deps, staffOf({ visit }), body),
  );
  routes.api(staffWebApi.cancelForCaller, 'phone', ({ body, visit }) =>
    cancelForCaller(deps, staffOf({ visit }), body),
  );
  routes.api(staffWebApi.changePickupForCaller, 'phone', ({ body, visit }) =>
    changePickupForCaller(deps, staffOf({ visit }), body),
  );
  routes.api(staffWebApi.suspendForCaller, 'phone', ({ body, visit }) =>
    suspendForCaller(deps, staffOf({ visit }), body),
  );
  routes.api(staffWebApi.resumeForCaller, 'phone', ({ body, visit }) =>
    resumeForCaller(deps, staffOf({ visit }), body),
  );
  routes.api(staffWebApi.cancelByLibrary, 'phone', ({ params, body, visit }) =>
    cancelByLibrary(deps, staffOf({ visit }), { ...params, ...body }),
  );
}
