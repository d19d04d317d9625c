import { setTimeout as wait } from 'node:timers/promises';

export interface Patience {
  /** Milliseconds after which it is given up; {@link MENDED_AFTER} unless told. */
  within?: number;
  /** Milliseconds between two looks; unless told 100 at first, and up to 500 the longer it takes. */
  every?: number;
}

/**
 * Milliseconds after which a stack has mended itself, on a busy machine too: the slowest way is a consumer of Kafka that
 * hangs, which is seen after 80 s and begun anew.
 */
export const MENDED_AFTER = 120_000;

/**
 * Looks again and again until there is something to see, and answers it. `undefined`, `null` and `false` are
 * nothing. Throws with what was waited for, and the last fault of looking, when the time is over.
 */
export async function eventually<T>(
  whatFor: string,
  look: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  { within = MENDED_AFTER, every }: Patience = {},
): Promise<T> {
  const began = performance.now();
  let last: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== null && seen !== false) return seen;
      last = undefined;
    } catch (fault) {
      last = fault;
    }
    const waited = performance.now() - began;
    if (waited >= within) throw new Error(`Not seen within ${within / 1000} s: ${whatFor}`, { cause: last });
    await wait(every ?? Math.min(500, 100 + waited / 20));
  }
}
