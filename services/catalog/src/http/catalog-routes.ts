import { catalogApi } from '@toshobin/contracts';
import { requireServiceToken, serveOpenApi } from '@toshobin/service';
import { type Express, Router } from 'express';
import type { Pool } from 'pg';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { SearchPool } from '../search/search-pool.ts';
import { serveCatalog } from './serve-catalog.ts';

/** The catalog's HTTP interface: its description for everybody, its operations for our own processes (token). */
export function catalogRoutes(
  deps: CatalogDeps & { pool: Pool; searchPool: SearchPool },
  serviceToken: string,
) {
  return (app: Express): void => {
    // Nobody who asks a service keeps an answer: a hash of each would be for nothing.
    app.set('etag', false);
    const endpoints = Object.values(catalogApi);
    serveOpenApi(app, { title: 'Catalog', version: '0.1.0', endpoints });
    const router = Router();
    serveCatalog(router, deps);
    app.use(requireServiceToken(serviceToken), router);
  };
}
