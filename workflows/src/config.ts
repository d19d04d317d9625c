import { commonConfig } from '@toshobin/service';
import { z } from 'zod';

export const WorkflowsConfigSchema = z.object({
  ...commonConfig,
  KAFKA_BROKERS: z.string().min(1),
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
});
export type WorkflowsConfig = z.infer<typeof WorkflowsConfigSchema>;
