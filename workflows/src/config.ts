import { commonConfig, engineConfig } from '@toshobin/service';
import { z } from 'zod';

export const WorkflowsConfigSchema = z.object({ ...commonConfig, ...engineConfig });
export type WorkflowsConfig = z.infer<typeof WorkflowsConfigSchema>;
