import type { StaffWebDeps } from '../deps.ts';
import type { StaffRoutes } from '../staff-routes.ts';
import { mountPhoneApi } from './phone-api.ts';

export function mountPhone(routes: StaffRoutes, deps: StaffWebDeps): void {
  mountPhoneApi(routes, deps);
}
