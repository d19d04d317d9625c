import fc, { type IAsyncProperty, type Parameters, PreconditionFailure } from 'fast-check';

/** How a property over a database is looked at: what fast-check is told, and the milliseconds a test may take. */
export interface Hunt {
  runs: { numRuns: number; interruptAfterTimeLimit?: number; seed?: number };
  timeout: number;
}

/** How often a race is run: enough that each side wins some; in a long run as often as such races were asked for. */
export const racePairs = process.env.HUNT_MINUTES ? 200 : 20;

/**
 * In an ordinary run always the same chances, so many that they take some seconds: a test that fails does so because of a
 * change. With HUNT_MINUTES other chances each time, for as long, which is how the rare order of things is found; with
 * HUNT_SEED beside it those of a run before.
 *
 * @param part of the minutes; a file with two properties shares them
 */
export function hunt(numRuns: number, part = 1): Hunt {
  const { HUNT_MINUTES: minutes, HUNT_SEED: seed } = process.env;
  if (minutes === undefined || minutes === '') {
    return { runs: { numRuns, seed: 20_261_125 }, timeout: 300_000 };
  }
  const limit = Number(minutes) * part * 60_000;
  if (!(limit > 0)) throw new Error('HUNT_MINUTES is no number of minutes');
  const again = seed === undefined ? {} : { seed: Number(seed) };
  return { runs: { numRuns: 1_000_000, interruptAfterTimeLimit: limit, ...again }, timeout: limit + 120_000 };
}

/**
 * Asserts a property. What the end of the time interrupts is carried to its end, and counts: the databases of its test are
 * taken away only afterwards.
 */
export async function assertHunt<T>(property: IAsyncProperty<T>, runs: Parameters<T>): Promise<void> {
  const run = property.run.bind(property);
  let last: ReturnType<typeof run> | undefined;
  property.run = (drawn) => {
    last = run(drawn);
    return last;
  };
  await fc.assert(property, runs);
  const failure = (await last) ?? null;
  if (failure !== null && !PreconditionFailure.isFailure(failure)) throw failure.error;
}
