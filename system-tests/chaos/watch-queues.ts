import { setTimeout as wait } from 'node:timers/promises';
import { type Finding, keyOf, lineOf } from '../audit/finding.ts';
import { judgeAtAnyMoment, judgeFairness } from '../audit/judge-titles.ts';
import type { ChaosLibrary } from './chaos-library.ts';

const EVERY_MS = 200;
/** Who was overtaken is seen as long as the other has the copy, and is looked for as often as it costs little. */
const FAIRNESS_EVERY = 10;

/**
 * Looks at the queues all the time: what two changes of one title have spoilt is mended by the next one, so that at the
 * end nothing of it may be left to see.
 */
export async function watchQueues({ seen, memory }: ChaosLibrary, until: AbortSignal): Promise<void> {
  const known = new Set<string>();
  let unfair = new Set<string>();
  const tell = (findings: readonly Finding[]) => {
    for (const finding of findings) {
      const key = keyOf(finding);
      if (!known.has(key)) memory.strange.push(`seen in passing: ${lineOf(finding)}`);
      known.add(key);
    }
  };
  for (let looks = 1; !until.aborted; looks += 1) {
    await wait(EVERY_MS);
    // While its database is away nothing is seen.
    tell(await judgeAtAnyMoment(seen, new Date()).catch(() => []));
    if (looks % FAIRNESS_EVERY > 0) continue;
    // It compares what two transactions have written: what is so in one look alone was in between.
    const suspects = await judgeFairness(seen, new Date()).catch(() => []);
    tell(suspects.filter((suspect) => unfair.has(keyOf(suspect))));
    unfair = new Set(suspects.map(keyOf));
  }
}
