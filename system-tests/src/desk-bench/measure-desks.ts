import { percentile, Seeded } from '@toshobin/bench';
import type { DeskDay, ScanDone, Way } from './desk-day.ts';
import { holds, type Measured } from './desk-figures.ts';
import { type LookKind, lookFromDesks } from './find-from-desks.ts';
import type { Floor } from './floor.ts';
import { type Answered, arrivals, runOpenLoop } from './open-loop.ts';
import type { Terminal } from './terminal.ts';

export interface Setting {
  day: DeskDay;
  floor: Floor;
  /** Who looks for something, and among how many. */
  looking: { terminals: readonly Terminal[]; cards: number; copies: readonly { barcode: string }[] };
  seed: number;
  say: (line: string) => void;
}

/**
 * The bare request, the bare shape of a return, the pages, the JSON interface and the search box in turn, block by block at the same moments, so that what else the
 * machine does falls on all of them. The first block of each is not counted.
 *
 * @param onPages around each block of pages that counts
 */
export async function measureDesks(
  { day, floor, looking, seed, say }: Setting,
  how: { perSecond: number; rounds: number; blockSeconds: number },
  onPages: { begin: () => void; end: () => void },
): Promise<Measured> {
  const pages: Answered<ScanDone>[] = [];
  const json: Answered<ScanDone>[] = [];
  const bare: Answered<void>[] = [];
  const shape: Answered<void>[] = [];
  const looks: Answered<LookKind>[] = [];
  for (let round = 0; round <= how.rounds; round += 1) {
    const moments = arrivals(new Seeded(seed + round), how.perSecond, how.blockSeconds);
    const counts = round > 0;
    const blank = await askFloor(floor, floor.bare, moments, new Seeded(seed + round));
    const shaped = await askFloor(floor, floor.shape, moments, new Seeded(seed + round));
    if (counts) onPages.begin();
    const paged = await scan(day, 'pages', moments);
    if (counts) onPages.end();
    const spoken = await scan(day, 'json', moments);
    const { terminals, ...among } = looking;
    const looked = await lookFromDesks(terminals, {
      ...among,
      seed: seed + round,
      seconds: how.blockSeconds,
    });
    const times = `bare ${p95(blank)}, its shape ${p95(shaped)}, pages ${p95(paged)}, JSON ${p95(spoken)}, looking ${p95(looked)} ms`;
    say(`${counts ? `round ${round}` : 'warm-up'}: p95 ${times}`);
    if (!counts) continue;
    bare.push(...blank);
    shape.push(...shaped);
    pages.push(...paged);
    json.push(...spoken);
    looks.push(...looked);
  }
  return { bare, shape, pages, json, looks };
}

/** Steps up by a quarter until a rate is not held twice; answers the highest that was. */
export async function highestRate(
  { day, seed, say }: Setting,
  how: { from: number; stepSeconds: number },
): Promise<number> {
  let highest = 0;
  for (let rate = how.from; ; rate *= 1.25) {
    let held = false;
    for (let attempt = 0; attempt < 2 && !held; attempt += 1) {
      const moments = arrivals(new Seeded(seed + Math.round(rate)), rate, how.stepSeconds);
      const begun = performance.now();
      const pages = await scan(day, 'pages', moments);
      const lateMs = performance.now() - begun - (moments.at(-1) ?? 0);
      held = holds(pages, lateMs);
      const rateOf = (moments.length / how.stepSeconds).toFixed(1);
      say(`${rateOf} scans a second: p95 ${p95(pages)} ms, ${held ? 'held' : 'not held'}`);
      if (held) highest = moments.length / how.stepSeconds;
    }
    if (!held) return highest;
  }
}

function scan(day: DeskDay, way: Way, moments: readonly number[]): Promise<Answered<ScanDone>[]> {
  return runOpenLoop(
    moments.map((at) => {
      const { terminal, scan } = day.next(way);
      return { at, by: terminal, send: scan };
    }),
  );
}

function askFloor(
  { agents }: Floor,
  ask: Floor['bare'],
  moments: readonly number[],
  random: Seeded,
): Promise<Answered<void>[]> {
  return runOpenLoop(
    moments.map((at) => {
      const agent = random.of(agents);
      return { at, by: agent, send: () => ask(agent) };
    }),
  );
}

function p95(answered: readonly Answered<unknown>[]): string {
  return percentile(
    answered.map(({ ms }) => ms),
    95,
  ).toFixed(1);
}
