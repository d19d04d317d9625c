import type { PatronWebDeps } from '../deps.ts';
import type { PatronRoutes } from '../patron-routes.ts';

export function mountHelp(_routes: PatronRoutes, _deps: PatronWebDeps): void {}
