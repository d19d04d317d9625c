import { catalogApi } from '@toshobin/contracts';
import { type CallerTokens, requireCaller, serveOpenApi } from '@toshobin/service';
import { type Express, Router } from 'express';
import type { Pool } from 'pg';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { SearchPool } from '../search/search-pool.ts';
import { serveCatalog } from './serve-catalog.ts';

/** The catalog's HTTP interface: its description and, each its own, its operations for our own processes alone. */
export function catalogRoutes(
  deps: CatalogDeps & { pool: Pool; searchPool: SearchPool },
  callers: CallerTokens,
) {
  return (app: Express): void => {
    // Nobody who asks a service keeps an answer: a hash of each would be for nothing.
    app.set('etag', false);
    const endpoints = Object.values(catalogApi);
    const router = Router();
    serveOpenApi(router, { title: 'Catalog', version: '0.1.0', endpoints });
    serveCatalog(router, deps);
    app.use(requireCaller(callers), router);
  };
}
