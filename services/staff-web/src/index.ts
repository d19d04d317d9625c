export { readStaffWebConfig, type StaffWebConfig } from './config.ts';
export type { StaffWebDeps } from './deps.ts';
export { mountRoutes } from './mount-routes.ts';
