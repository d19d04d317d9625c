import { setTimeout as wait } from 'node:timers/promises';

export interface Patience {
  /** Milliseconds after which it is given up; 40 s unless told: a busy machine is no fault. */
  within?: number;
  /** Milliseconds between two looks; 100 unless told. */
  every?: number;
}

/**
 * Looks again and again until there is something to see, and answers it. `undefined`, `null` and `false` are
 * nothing. Throws with what was waited for, and the last fault of looking, when the time is over.
 */
export async function eventually<T>(
  whatFor: string,
  look: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  { within = 40_000, every = 100 }: Patience = {},
): Promise<T> {
  const giveUp = performance.now() + within;
  let last: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== null && seen !== false) return seen;
      last = undefined;
    } catch (fault) {
      last = fault;
    }
    if (performance.now() >= giveUp) {
      throw new Error(`Not seen within ${within / 1000} s: ${whatFor}`, { cause: last });
    }
    await wait(every);
  }
}
