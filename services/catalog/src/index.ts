// For tests of the whole and the launcher; the other services know this one by its contracts only.
export { catalogActivities } from './activities/catalog-activities.ts';
export type { CatalogDeps } from './catalog-deps.ts';
export { type CatalogDatabase, openDatabase as openCatalogDatabase, Prisma } from './database.ts';
export { hearFacts as catalogHears } from './facts/hear-facts.ts';
export { catalogRoutes } from './http/catalog-routes.ts';
export { whereaboutsOf } from './ledger/copy-place.ts';
export { loadLedgers } from './ledger/load-ledgers.ts';
export { tellAllAnew } from './ledger/tell-all-anew.ts';
export { policyInForce } from './policy/policy-in-force.ts';
export { insertRecords } from './records/insert-records.ts';
export type { NewCopy, NewRecord } from './records/new-record.ts';
