import { MaintenanceWindowSchema } from '@toshobin/lending-rules';
import { callerConfig, commonConfig, databaseUrl, engineConfig, readConfig } from '@toshobin/service';
import { z } from 'zod';

export const CatalogConfigSchema = z.object({
  ...commonConfig,
  ...callerConfig,
  ...engineConfig,
  CATALOG_DATABASE_URL: databaseUrl,
  /** R12. As the patrons' web has it: when added records are placed. Left out, 04:30-05:00 in production and never elsewhere. */
  MAINTENANCE_WINDOW: MaintenanceWindowSchema.optional(),
});
export type CatalogConfig = z.infer<typeof CatalogConfigSchema>;

/** The configuration of the service; throws ConfigFault with every fault. */
export function catalogConfig(env?: Readonly<Record<string, string | undefined>>): CatalogConfig {
  return readConfig(CatalogConfigSchema, env);
}

export const LoadConfigSchema = z.object({
  NODE_ENV: commonConfig.NODE_ENV,
  CATALOG_DATABASE_URL: databaseUrl,
  /** Whether titles of 青空文庫 with made-up copies, and made-up examples, are loaded. */
  DEMO_DATA: z.enum(['on', 'off']).default('off'),
  /** Load only the first so many titles: for test stacks, which need to start quickly. */
  CATALOGUE_SAMPLE: z.coerce.number().int().min(1).optional(),
});

/** What loading the catalogue needs. */
export function loadConfig(env?: Readonly<Record<string, string | undefined>>): {
  databaseUrl: string;
  demo: boolean;
  sample: number | undefined;
  /** Whether no night writes anew what another release has normalised, so that the load must. */
  renormalises: boolean;
} {
  const config = readConfig(LoadConfigSchema, env);
  return {
    databaseUrl: config.CATALOG_DATABASE_URL,
    demo: config.DEMO_DATA === 'on',
    sample: config.CATALOGUE_SAMPLE,
    renormalises: config.NODE_ENV !== 'production' || config.DEMO_DATA === 'on',
  };
}

/** What reading a file of records needs. */
export function importConfig(env?: Readonly<Record<string, string | undefined>>) {
  return readConfig(LoadConfigSchema.pick({ CATALOG_DATABASE_URL: true }), env);
}
