import { callerConfig, commonConfig, engineConfig } from '@toshobin/service';
import { z } from 'zod';

export const WorkflowsConfigSchema = z.object({
  ...commonConfig,
  ...callerConfig,
  ...engineConfig,
  /** The folder where the processes' bundle is kept between starts; without one, each start makes it. */
  WORKFLOW_BUNDLES: z.string().optional(),
});
