import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

/** Bundles the processes for a worker: half a second, once a process. */
export function bundleWorkflows(
  entry: URL = new URL('./workflows.ts', import.meta.url),
): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(entry),
    payloadConverterPath: fileURLToPath(new URL('./payload-converter.ts', import.meta.url)),
    preloadModules: [fileURLToPath(new URL('./shared-modules.ts', import.meta.url))],
    logger: new DefaultLogger('ERROR'),
  });
}
