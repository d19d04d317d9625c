import type { StaffWebDeps } from '../deps.ts';
import type { StaffRoutes } from '../staff-routes.ts';
import { mountCardApi } from './card-api.ts';

export function mountCards(routes: StaffRoutes, deps: StaffWebDeps): void {
  mountCardApi(routes, deps);
}
