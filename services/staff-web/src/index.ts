export { type AgreementCheck, prismaKeptCheck } from './agreement/kept-check.ts';
export { readStaffWebConfig, type StaffWebConfig } from './config.ts';
export type { StaffWebDeps } from './deps.ts';
export { mountRoutes } from './mount-routes.ts';
export { openDatabase as openStaffWebDatabase } from './open-deps.ts';
