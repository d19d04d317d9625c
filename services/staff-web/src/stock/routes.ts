import type { StaffWebDeps } from '../deps.ts';
import type { StaffRoutes } from '../staff-routes.ts';
import { mountStockApi } from './stock-api.ts';

export function mountStock(routes: StaffRoutes, deps: StaffWebDeps): void {
  mountStockApi(routes, deps);
}
