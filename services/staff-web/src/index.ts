export { type AgreementCheck, prismaKeptCheck } from './agreement/kept-check.ts';
export { readStaffWebConfig, type StaffWebConfig } from './config.ts';
export type { StaffWebDeps } from './deps.ts';
export { type LastBackup, prismaKeptBackup } from './last-backup/kept-backup.ts';
export { mountRoutes } from './mount-routes.ts';
export { openDatabase as openStaffWebDatabase } from './open-deps.ts';
