import { beforeAll, describe, expect, test } from '@jest/globals';
import type { NoticeKind } from '@toshobin/contracts';
import { instant } from '@toshobin/lending-rules';
import { keptBundle } from '../kept-bundle.ts';
import { Sandboxes } from '../testing/bare/sandboxes.ts';
import type { Story } from '../testing/restarts/cast.ts';
import { Chance } from '../testing/restarts/chance.ts';
import { deadForDays, endedAnywhere, type Interrupted } from '../testing/restarts/disturbances.ts';
import { generatedStory } from '../testing/restarts/generated-story.ts';
import { type Planted, planted, withFault } from '../testing/restarts/planted.ts';
import { difference, play, type Stage, undisturbed } from '../testing/restarts/played.ts';
import { restartStories } from '../testing/restarts/stories.ts';
import { reservationChart } from './reservation-chart.ts';

const opensAt = instant('2026-12-07T01:00:00Z');
const isLong = process.env.HUNT_MINUTES !== undefined;
/** Of some reservations each that compete. */
const generated = isLong ? 60 : 1;
const firstSeed = isLong ? Math.floor(Math.random() * 2 ** 30) : 1;

let code: string;
let sandboxes: Sandboxes;
beforeAll(async () => {
  ({ code } = await keptBundle());
  sandboxes = await Sandboxes.open({ code });
});

const interrupted: Interrupted = new Set();
const mailed = new Set<NoticeKind>();

type On = Pick<Stage, 'sandboxes' | 'faulty'>;

async function differenceOf(story: Story, seed: number, on: On = { sandboxes }): Promise<string | undefined> {
  const expected = await play(story, { ...on, opensAt, disturbance: undisturbed });
  for (const kind of expected.mailed) mailed.add(kind);
  const disturbance = endedAnywhere(new Chance(seed), interrupted);
  return difference(await play(story, { ...on, opensAt, disturbance }), expected);
}

describe('a process that is ended anywhere and begun again from its id leads where one leads that was not', () => {
  test('whatever way a reservation goes', async () => {
    const found: string[] = [];
    for (const [name, story] of Object.entries(restartStories)) {
      const differs = await differenceOf(story, 1);
      if (differs) found.push(`${name}: ${differs}`);
    }
    expect(found).toEqual([]);
  }, 180_000);

  test('in generated libraries', async () => {
    for (let seed = firstSeed; seed < firstSeed + generated; seed++) {
      expect([seed, await differenceOf(generatedStory(seed), seed)]).toEqual([seed, undefined]);
    }
  }, 3_600_000);

  test('having been ended in every state, in the middle of every kind of thing, and with every mail', () => {
    const ends: readonly string[] = reservationChart.ends;
    const states = Object.keys(reservationChart.states).filter((state) => !ends.includes(state));
    const ended = [...interrupted].map((one) => one.split(' '));
    expect(new Set(ended.map(([state]) => state))).toEqual(new Set(states));
    expect(new Set(ended.map(([, cause]) => cause))).toEqual(new Set(['activity', 'news', 'wish', 'timer']));
    expect([...mailed].sort()).toEqual([
      'accepted',
      'cancelledByLibrary',
      'cancelledByPatron',
      'datesMoved',
      'delayed',
      'dueSoon',
      'expired',
      'extended',
      'holdEndsSoon',
      'loanLimitReached',
      'overdue',
      'readyAtMunicipal',
      'readyAtPrefectural',
      'returned',
      'yourTurn',
    ]);
  });
});

describe('a fault of this kind is caught', () => {
  const differs = async ({ story: name, code: fault, owner: faulty }: Planted): Promise<boolean> => {
    const story = restartStories[name];
    if (story === undefined) throw new Error(`There is no story ${name}`);
    const faulted = fault ? await Sandboxes.open({ code: withFault(code, fault) }) : sandboxes;
    for (let seed = 1; seed <= 60; seed++) {
      if (await differenceOf(story, seed, { sandboxes: faulted, faulty })) return true;
    }
    return false;
  };

  test.each(Object.entries(planted))(
    '%s',
    async (_, plant) => {
      expect(await differs(plant)).toBe(true);
    },
    60_000,
  );
});

test('a process that is dead for days tells nothing twice, accuses nobody against the facts, and comes to the end that the ledger says', async () => {
  let dead = 0;
  for (let seed = firstSeed; seed < firstSeed + generated; seed++) {
    const disturbance = deadForDays(new Chance(seed));
    const { faults } = await play(generatedStory(seed), { sandboxes, opensAt, disturbance });
    expect([seed, faults]).toEqual([seed, []]);
    dead += disturbance.dead;
  }
  expect(dead).toBeGreaterThan(generated);
}, 3_600_000);
