import { callerConfig, commonConfig, databaseUrl, engineConfig } from '@toshobin/service';
import { z } from 'zod';
import { LibrariesSettingSchema } from './library-data.ts';
import { PostageRatesSettingSchema } from './postage-rates.ts';

export const ShippingConfigSchema = z.object({
  ...commonConfig,
  ...callerConfig,
  ...engineConfig,
  SHIPPING_DATABASE_URL: databaseUrl,
  /** What the post asks, by a file mostly (POSTAGE_RATES_FILE); left out, what is delivered. */
  POSTAGE_RATES: PostageRatesSettingSchema.optional(),
});

/** What loading the reference data needs. */
export const LoadConfigSchema = z.object({
  NODE_ENV: commonConfig.NODE_ENV,
  SHIPPING_DATABASE_URL: databaseUrl,
  /** Whether the libraries get the telephones, addresses and closing days of the examples. */
  DEMO_DATA: z.enum(['on', 'off']).default('off'),
  /**
   * The prefecture's own libraries, by a file mostly (LIBRARIES_FILE); left out on a developer's machine, those that
   * are delivered.
   */
  LIBRARIES: LibrariesSettingSchema.optional(),
});
