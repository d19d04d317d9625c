import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

/** Bundles the processes for a worker. Given a folder, it keeps there what it made of each file, for the next bundle. */
export function bundleWorkflows(
  entry: URL = new URL('./workflows.ts', import.meta.url),
  folder?: string,
): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(entry),
    payloadConverterPath: fileURLToPath(new URL('./payload-converter.ts', import.meta.url)),
    workflowInterceptorModules: [fileURLToPath(new URL('./trace-headers.ts', import.meta.url))],
    preloadModules: [fileURLToPath(new URL('./shared-modules.ts', import.meta.url))],
    logger: new DefaultLogger('ERROR'),
    webpackConfigHook: (config) =>
      folder ? { ...config, cache: { type: 'filesystem', cacheDirectory: folder } } : config,
  });
}
