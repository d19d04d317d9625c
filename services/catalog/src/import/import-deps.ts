import type { CatalogDeps } from '../catalog-deps.ts';
import type { CatalogDatabase } from '../database.ts';

/** What reading a file into the catalogue needs from outside. */
export type ImportDeps = CatalogDeps & Pick<CatalogDatabase, 'pool'>;
