import type { StaffWebDeps } from '../deps.ts';
import type { StaffRoutes } from '../staff-routes.ts';
import { mountLibraryApi } from './library-api.ts';

export function mountLibraries(routes: StaffRoutes, deps: StaffWebDeps): void {
  mountLibraryApi(routes, deps);
}
