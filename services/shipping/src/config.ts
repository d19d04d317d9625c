import { callerConfig, commonConfig, databaseUrl, engineConfig, readConfig } from '@toshobin/service';
import { z } from 'zod';

export const ShippingConfigSchema = z.object({
  ...commonConfig,
  ...callerConfig,
  ...engineConfig,
  SHIPPING_DATABASE_URL: databaseUrl,
});
export type ShippingConfig = z.infer<typeof ShippingConfigSchema>;

/** The configuration of the service; throws ConfigFault with every fault. */
export function shippingConfig(env?: Readonly<Record<string, string | undefined>>): ShippingConfig {
  return readConfig(ShippingConfigSchema, env);
}

export const LoadConfigSchema = z.object({
  NODE_ENV: commonConfig.NODE_ENV,
  SHIPPING_DATABASE_URL: databaseUrl,
  /** Whether the libraries get the telephones, addresses and closing days of the examples. */
  DEMO_DATA: z.enum(['on', 'off']).default('off'),
});

/** What loading the reference data needs. */
export function loadConfig(): z.infer<typeof LoadConfigSchema> {
  return readConfig(LoadConfigSchema);
}
