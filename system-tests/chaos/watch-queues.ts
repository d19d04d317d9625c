import { setTimeout as wait } from 'node:timers/promises';
import { keyOf, lineOf } from '../audit/finding.ts';
import { judgeAtAnyMoment } from '../audit/judge-titles.ts';
import type { ChaosLibrary } from './chaos-library.ts';

const EVERY_MS = 200;

/**
 * Looks at the queues all the time: what two changes of one title have spoilt is mended by the next one, so that at the
 * end nothing of it may be left to see.
 */
export async function watchQueues({ seen, memory }: ChaosLibrary, until: AbortSignal): Promise<void> {
  const known = new Set<string>();
  while (!until.aborted) {
    await wait(EVERY_MS);
    // While its database is away nothing is seen.
    const findings = await judgeAtAnyMoment(seen, new Date()).catch(() => []);
    for (const finding of findings) {
      const key = keyOf(finding);
      if (!known.has(key)) memory.strange.push(`seen in passing: ${lineOf(finding)}`);
      known.add(key);
    }
  }
}
