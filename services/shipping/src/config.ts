import { commonConfig, readConfig } from '@toshobin/service';
import { z } from 'zod';

const databaseUrl = z.url({ protocol: /^postgres(ql)?$/ });

const ShippingConfigSchema = z.object({
  ...commonConfig,
  SHIPPING_DATABASE_URL: databaseUrl,
  /** Comma-separated. */
  KAFKA_BROKERS: z
    .string()
    .transform((text) => text.split(',').map((broker) => broker.trim()))
    .refine((brokers) => brokers.every((broker) => /^[^\s:]+:\d+$/.test(broker)), {
      error: 'must be host:port, separated by commas',
    }),
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
});
export type ShippingConfig = z.infer<typeof ShippingConfigSchema>;

/** The configuration of the service; throws ConfigFault with every fault. */
export function shippingConfig(env?: Readonly<Record<string, string | undefined>>): ShippingConfig {
  return readConfig(ShippingConfigSchema, env);
}

const LoadConfigSchema = z.object({ SHIPPING_DATABASE_URL: databaseUrl });

/** What loading the reference data needs. */
export function loadConfig(): z.infer<typeof LoadConfigSchema> {
  return readConfig(LoadConfigSchema);
}
