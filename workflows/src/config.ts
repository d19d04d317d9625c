import { callerConfig, commonConfig, engineConfig, temporalConfig } from '@toshobin/service';
import { z } from 'zod';

export const WorkflowsConfigSchema = z.object({
  ...commonConfig,
  ...callerConfig,
  ...engineConfig,
  /** The folder where the processes' bundle is kept between starts; without one, each start makes it. */
  WORKFLOW_BUNDLES: z.string().optional(),
});

export const SetUpConfigSchema = z.object({
  ...temporalConfig,
  /** Set for a bench, whose processes nobody misses. */
  TEMPORAL_DEVELOPMENT_SERVER: z.literal('allowed').optional(),
});
