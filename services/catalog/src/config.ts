import { MaintenanceWindowSchema } from '@toshobin/lending-rules';
import { callerConfig, commonConfig, databaseUrl, engineConfig } from '@toshobin/service';
import { z } from 'zod';

export const CatalogConfigSchema = z.object({
  ...commonConfig,
  ...callerConfig,
  ...engineConfig,
  CATALOG_DATABASE_URL: databaseUrl,
  /** R12. When added records are placed, as on the patrons' web; left out, 04:30-05:00 in production, else never. */
  MAINTENANCE_WINDOW: MaintenanceWindowSchema.optional(),
});

/** The settings for loading the catalogue, and for reading a file of records. */
export const LoadConfigSchema = z.object({
  NODE_ENV: commonConfig.NODE_ENV,
  BARCODES: commonConfig.BARCODES,
  CATALOG_DATABASE_URL: databaseUrl,
  /** Whether titles of 青空文庫 with made-up copies, and made-up examples, are loaded. */
  DEMO_DATA: z.enum(['on', 'off']).default('off'),
  /** How many titles to load, the first ones: for test stacks, which need to start quickly. */
  CATALOGUE_SAMPLE: z.coerce.number().int().min(1).optional(),
});
