import { setTimeout as wait } from 'node:timers/promises';
import { DatabaseMissing } from '@toshobin/database';

interface TryAgain {
  readonly what: string;
  readonly say: (line: string) => void;
  readonly stopping: AbortSignal;
  /** Milliseconds before the second time, doubled for each further one; 1,000 unless told. */
  readonly firstDelay?: number;
}

const times = 4;

/**
 * Does what may be done twice until it succeeds, four times at most: an engine that has just come up, or is changed over,
 * breaks the first. What no second time would mend is thrown at once.
 */
export async function tryAgain<T>(work: () => Promise<T>, options: TryAgain): Promise<T> {
  const { what, say, stopping, firstDelay = 1_000 } = options;
  for (let time = 1; ; time += 1) {
    try {
      return await work();
    } catch (fault) {
      if (time === times || stopping.aborted || fault instanceof DatabaseMissing) throw fault;
      const delay = firstDelay * 2 ** (time - 1);
      say(`${what}: ${sentenceOf(fault)}; trying again in ${delay / 1000} s`);
      await wait(delay, undefined, { signal: stopping });
    }
  }
}

/** A fault in a few words. One that names several addresses has no message, only a code. */
export function sentenceOf(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  const code: unknown = Reflect.get(fault, 'code');
  return fault.message || String(code ?? fault.name);
}
