import type { Pool } from 'pg';
import type { CatalogDeps } from '../catalog-deps.ts';

/** What reading a file into the catalogue needs from outside. */
export type ImportDeps = CatalogDeps & { pool: Pool };
