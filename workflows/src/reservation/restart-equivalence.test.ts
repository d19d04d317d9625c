import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type NoticeKind, ReservationNoticeKindSchema } from '@toshobin/contracts';
import { instant } from '@toshobin/lending-rules';
import { endsOf } from '../charts/chart.ts';
import { keptBundle } from '../kept-bundle.ts';
import { Sandboxes } from '../testing/bare/sandboxes.ts';
import type { Story } from '../testing/restarts/cast.ts';
import { Chance } from '../testing/restarts/chance.ts';
import { deadForDays, endedAnywhere, type Moments } from '../testing/restarts/disturbances.ts';
import { generatedStory } from '../testing/restarts/generated-story.ts';
import { ownersAway } from '../testing/restarts/owners-away.ts';
import { planted, plantedForDays, withFault } from '../testing/restarts/planted.ts';
import {
  difference,
  otherEnd,
  type Played,
  play,
  type Stage,
  undisturbed,
  wishedAt,
} from '../testing/restarts/played.ts';
import { restartStories } from '../testing/restarts/stories.ts';
import { reservationChart } from './reservation-chart.ts';

const opensAt = instant('2026-12-07T01:00:00Z');
const isLong = process.env.HUNT_MINUTES !== undefined;
/** Libraries in which up to six reservations compete. */
const generated = isLong ? 150 : 40;
const firstSeed = isLong ? Math.floor(Math.random() * 2 ** 30) : 1;

let code: string;
let sandboxes: Sandboxes;
beforeAll(async () => {
  ({ code } = await keptBundle());
  sandboxes = await Sandboxes.open({ code });
});

const moments: Moments = { came: new Set(), interrupted: new Set() };
const mailed = new Set<NoticeKind>();

async function differenceOf(story: Story, seed: number) {
  const on = { sandboxes, opensAt };
  const expected = await play(story, { ...on, disturbance: undisturbed });
  for (const kind of expected.mailed) mailed.add(kind);
  const disturbance = endedAnywhere(new Chance(seed), moments);
  const differs = difference(await play(story, { ...on, disturbance }), expected);
  return { differs, reservations: expected.snapshots.at(-1)?.length ?? 0 };
}

describe('a process that is ended anywhere and begun again from its id leads where one leads that was not', () => {
  test('whatever way a reservation goes', async () => {
    const found: string[] = [];
    for (const [name, story] of Object.entries(restartStories)) {
      const { differs } = await differenceOf(story, 1);
      if (differs) found.push(`${name}: ${differs}`);
    }
    expect(found).toEqual([]);
  }, 180_000);

  test('in generated libraries, of hundreds of reservations', async () => {
    let played = 0;
    for (let seed = firstSeed; seed < firstSeed + generated; seed++) {
      const { differs, reservations } = await differenceOf(generatedStory(seed), seed);
      expect([seed, differs]).toEqual([seed, undefined]);
      played += reservations;
    }
    expect(played).toBeGreaterThan(200);
  }, 3_600_000);

  test('having been ended in every state in the middle of everything that it does there, and with every mail', () => {
    const { came, interrupted } = moments;
    expect([...interrupted].sort()).toEqual(everyMoment());
    expect([...came].sort()).toEqual(everyMoment());
    const expected = ReservationNoticeKindSchema.options.filter((kind) => !outsideOfProcesses.includes(kind));
    expect([...mailed].sort()).toEqual(expected.sort());
  });
});

/** Mails that the patron service queues by what it hears: no process is asked, and its port in memory has none. */
const outsideOfProcesses: readonly NoticeKind[] = ['readyTakenBack', 'handedIn', 'pickupLibraryPaused'];

/** States in which a process waits for a day; in the others it waits for news alone, or for nothing. */
const withTimer: readonly string[] = ['waiting', 'suspended', 'fetched', 'held', 'onLoan', 'comingHome'];

function everyMoment(): string[] {
  const ends = endsOf(reservationChart);
  const states = Object.keys(reservationChart.states).filter((state) => !ends.includes(state));
  const causes = (state: string) => [
    'beforeActivity',
    'afterActivity',
    'news',
    'wish',
    ...(withTimer.includes(state) ? ['timer'] : []),
  ];
  return states.flatMap((state) => causes(state).map((cause) => `${state} ${cause}`)).sort();
}

/** The story that shows a fault, and how it goes with the fault in it. */
async function withPlanted(name: string, storyName?: string) {
  const plant = planted[name] ?? plantedForDays[name];
  const story = restartStories[storyName ?? plant?.story ?? ''];
  if (story === undefined) throw new Error(`There is no fault or story ${name}`);
  const faulted = plant?.code ? await Sandboxes.open({ code: withFault(code, plant.code) }) : sandboxes;
  const stage = { sandboxes: faulted, opensAt, faulty: plant?.owner };
  return { story, stage, expected: await play(story, { ...stage, disturbance: undisturbed }) };
}

describe('a fault of this kind is caught', () => {
  const differs = async (name: string): Promise<boolean> => {
    const { story, stage, expected } = await withPlanted(name);
    for (let seed = 1; seed <= 60; seed++) {
      const disturbance = endedAnywhere(new Chance(seed));
      // Where staff can't do their next step because of the fault, that shows it as well.
      const played = await play(story, { ...stage, disturbance }).catch(() => undefined);
      if (played === undefined || difference(played, expected)) return true;
    }
    return false;
  };

  test.each(Object.keys(planted))(
    '%s',
    async (name) => {
      expect(await differs(name)).toBe(true);
    },
    180_000,
  );
});

describe('an owner that is away, or fails at what it is asked, holds back nothing that others are asked', () =>
  ownersAway(() => ({ sandboxes, opensAt })));

/** Ends that only a process's timer brings: one dead on that day later finds a slot free, or nobody waiting. */
const byItsTimer: readonly string[] = [
  'kept for a loan slot, and passed on',
  'kept for a loan slot alone, to the end',
  'passed on, and changed to the counter',
];

describe('a process that is dead for days tells nothing twice, accuses nobody against the facts, asks nobody again', () => {
  let [otherwise, waitedFor] = [0, 0];
  const deadInDays = (story: Story, seed: number, stage: Omit<Stage, 'disturbance'>) =>
    play(story, { ...stage, disturbance: deadForDays(new Chance(seed)), waits: 'untilItGoes' });
  /** The undisturbed play to compare with: wishes are made when decided here, and staff wait as long as here. */
  const endOf = async (story: Story, seed: number, stage: Omit<Stage, 'disturbance'>, asTold: Played) => {
    const played = await deadInDays(story, seed, stage);
    const { decidedAt, waited } = played;
    if (waited.size > 0) waitedFor += 1;
    else if (isDeepStrictEqual(decidedAt, asTold.decidedAt)) return otherEnd(played, asTold);
    else otherwise += 1;
    const disturbance = wishedAt(decidedAt);
    return otherEnd(played, await play(story, { ...stage, disturbance, waits: waited }));
  };

  test('and comes to the end that it would have come to, its wishes made when they found a process', async () => {
    const found: string[] = [];
    for (const [name, story] of Object.entries(restartStories)) {
      const stage = { sandboxes, opensAt };
      const asTold = await play(story, { ...stage, disturbance: undisturbed });
      const seeds = (asTold.answers.length > 0 ? 5 : 3) * (isLong ? 4 : 1);
      for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
        const differs = byItsTimer.includes(name)
          ? (await deadInDays(story, seed, stage)).faults.join('; ')
          : await endOf(story, seed, stage, asTold);
        if (differs) found.push(`${name}, ${seed}: ${differs}`);
      }
    }
    expect(found).toEqual([]);
    expect(otherwise).toBeGreaterThan(20);
    expect(waitedFor).toBeGreaterThan(20);
  }, 3_600_000);

  test('and in generated libraries to the end that the ledger says', async () => {
    let dead = 0;
    let writtenOff = 0;
    const libraries = generated / 4;
    for (let seed = firstSeed; seed < firstSeed + libraries; seed++) {
      const disturbance = deadForDays(new Chance(seed));
      const { faults, last } = await play(generatedStory(seed), { sandboxes, opensAt, disturbance });
      expect([seed, faults]).toEqual([seed, []]);
      dead += disturbance.dead;
      writtenOff += last.filter(({ settled }) => settled === 'writtenOff').length;
    }
    expect(dead).toBeGreaterThan(libraries);
    expect(writtenOff).toBeGreaterThan(0);
  }, 3_600_000);

  test.each([
    ['a mail by the number of the allocation, after a swap', 'two copies swapped at the branch'],
    ['a task that is opened again after it was settled', 'handed out without a scan'],
    ['a dropped key', 'long overdue'],
    ...Object.entries(plantedForDays).map(([name, { story }]) => [name, story] as const),
  ])(
    'of which this is caught: %s',
    async (name, storyName) => {
      const { story, stage, expected } = await withPlanted(name, storyName);
      let [seed, found] = [0, undefined as string | undefined];
      while (found === undefined && seed < 60) found = await endOf(story, ++seed, stage, expected);
      expect(found).toEqual(expect.any(String));
    },
    180_000,
  );
});
