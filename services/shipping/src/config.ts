import { callerConfig, commonConfig, databaseUrl, engineConfig } from '@toshobin/service';
import { z } from 'zod';

export const ShippingConfigSchema = z.object({
  ...commonConfig,
  ...callerConfig,
  ...engineConfig,
  SHIPPING_DATABASE_URL: databaseUrl,
});

/** What loading the reference data needs. */
export const LoadConfigSchema = z.object({
  NODE_ENV: commonConfig.NODE_ENV,
  SHIPPING_DATABASE_URL: databaseUrl,
  /** Whether the libraries get the telephones, addresses and closing days of the examples. */
  DEMO_DATA: z.enum(['on', 'off']).default('off'),
});
