// For tests of the whole and the launcher; the other services know this one by its contracts only.
export { catalogActivities } from './activities/catalog-activities.ts';
export type { CatalogDeps } from './catalog-deps.ts';
export { hearFacts as catalogHears } from './facts/hear-facts.ts';
export { catalogRoutes } from './http/catalog-routes.ts';
export { type CatalogDatabase, openCatalogDatabase } from './open-database.ts';
export { insertRecords, type NewCopy, type NewRecord } from './records/insert-records.ts';
