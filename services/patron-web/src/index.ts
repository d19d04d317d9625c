export { type PatronWebConfig, readPatronWebConfig } from './config.ts';
export type { PatronWebDeps } from './deps.ts';
export { mountRoutes } from './mount-routes.ts';
