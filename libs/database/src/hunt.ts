/** How a property over a database is looked at: what fast-check is told, and the milliseconds a test may take. */
export interface Hunt {
  runs: { numRuns: number; interruptAfterTimeLimit: number; seed?: number };
  timeout: number;
}

/** How often a race is run: enough that each side wins some; in a long run as often as such races were asked for. */
export const racePairs = process.env.HUNT_MINUTES ? 200 : 40;

/**
 * In an ordinary run always the same chances, for seven seconds: a test that fails does so because of a change. With
 * HUNT_MINUTES so many minutes of other chances each time, which is how the rare order of things is found; with HUNT_SEED
 * beside it those of a run before.
 */
export function hunt(
  minutes: string | undefined = process.env.HUNT_MINUTES,
  seed: string | undefined = process.env.HUNT_SEED,
): Hunt {
  if (minutes === undefined || minutes === '') {
    return { runs: { numRuns: 50, interruptAfterTimeLimit: 7_000, seed: 20_261_125 }, timeout: 120_000 };
  }
  const limit = Number(minutes) * 60_000;
  if (!(limit > 0)) throw new Error('HUNT_MINUTES is no number of minutes');
  const again = seed === undefined ? {} : { seed: Number(seed) };
  return { runs: { numRuns: 1_000_000, interruptAfterTimeLimit: limit, ...again }, timeout: limit + 120_000 };
}
