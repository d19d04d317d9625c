import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

/** Folders that this process has written to. Writing all of one again costs more than making the few saved files. */
const written = new Set<string>();

/**
 * Bundles the processes for a worker. The source map names the sources without their text: a stack trace needs the
 * names alone, and a worker holds all of it several times over. Given a folder, it keeps there what it made of each
 * file, for the next bundle.
 */
export async function bundleWorkflows(
  entry: URL = new URL('./workflows.ts', import.meta.url),
  folder?: string,
): Promise<WorkflowBundleWithSourceMap> {
  const bundle = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(entry),
    payloadConverterPath: fileURLToPath(new URL('./payload-converter.ts', import.meta.url)),
    workflowInterceptorModules: [fileURLToPath(new URL('./trace-headers.ts', import.meta.url))],
    preloadModules: [fileURLToPath(new URL('./shared-modules.ts', import.meta.url))],
    logger: new DefaultLogger('ERROR'),
    webpackConfigHook: (config) => ({
      ...config,
      devtool: 'inline-nosources-source-map',
      ...(folder
        ? { cache: { type: 'filesystem', cacheDirectory: folder, readonly: written.has(folder) } }
        : {}),
    }),
  });
  if (folder) written.add(folder);
  return bundle;
}
