import { watch } from 'node:fs';
import path from 'node:path';
import { lastWords } from '../logs.ts';
import type { Plan } from '../plan.ts';
import { root, type ServiceName } from '../services.ts';
import type { Stack } from '../start-stack.ts';
import { servicesOf } from './services-of.ts';

/**
 * What a service needs made of what was saved. It is made here, where it was made before and so costs less, while the old
 * process ends and the new one loads its modules; what goes wrong with it the new one says, which then makes it itself.
 */
const madeMeanwhile: Partial<Record<ServiceName, (plan: Plan) => Promise<unknown>>> = {
  workflows: async ({ env }) => {
    const { keptBundle } = await import('../../../workflows/src/kept-bundle.ts');
    await keptBundle(env.WORKFLOW_BUNDLES);
  },
};

/** Milliseconds after a save in which what is saved with it belongs to it. */
const together = 50;

/** Restarts the services that run a file when it is saved; one that can't start waits for the next save. */
export function restartWhenSaved(
  { restart, plan }: Pick<Stack, 'restart' | 'plan'>,
  say: (line: string) => void,
): void {
  const whoRuns = servicesOf();
  const saved = new Set<ServiceName>();
  const restarting = new Set<ServiceName>();
  let soon: NodeJS.Timeout | undefined;

  async function restartOne(name: ServiceName): Promise<void> {
    if (restarting.has(name)) return;
    restarting.add(name);
    while (saved.delete(name)) {
      const began = performance.now();
      const seconds = () => ((performance.now() - began) / 1000).toFixed(1);
      const restarted = restart(name);
      madeMeanwhile[name]?.(plan).catch(() => undefined);
      await restarted.then(
        () => say(`${name} runs what was saved (${seconds()} s)`),
        (fault: unknown) => {
          say(lastWords(plan.stateFolder, name));
          say(`${fault instanceof Error ? fault.message : fault}; it waits for the next save`);
        },
      );
    }
    restarting.delete(name);
  }

  for (const folder of ['libs', 'services', 'workflows']) {
    watch(path.join(root, folder), { recursive: true }, (_, file) => {
      if (file === null) return;
      for (const name of whoRuns(path.join(folder, file).replaceAll(path.sep, '/'))) saved.add(name);
      clearTimeout(soon);
      soon = setTimeout(() => [...saved].forEach((name) => void restartOne(name)), together);
    });
  }
}
