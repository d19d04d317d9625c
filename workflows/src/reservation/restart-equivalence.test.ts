import { expect, test } from '@jest/globals';
import { restartStories } from '../testing/restarts/stories.ts';
import { Twins } from '../testing/restarts/twins.ts';
import { storyLibrary } from '../testing/story-library.ts';
import { reservationChart } from './reservation-chart.ts';

const told = storyLibrary();
const isLong = process.env.HUNT_MINUTES !== undefined;
const weeksLong = new Set([
  'long overdue',
  'lost in the mail',
  'kept for a loan slot alone, to the end',
  'kept for a loan slot alone, and sent',
  'a closure over the due date',
  'from a branch to the counter',
  'said to be picked up',
  'an arrival taken back',
  'lost by its borrower',
  'a suspension over its day, and one that is ended',
]);

test('a process that is ended and begun again from its id leads where one leads that was not', async () => {
  const twins = await Twins.on(told.library);
  for (const [name, story] of Object.entries(restartStories)) {
    // Weeks of waiting are for the long run.
    if (!isLong && weeksLong.has(name)) continue;
    twins.tell(name, story);
  }
  await twins.play();
  expect(twins.differences).toEqual([]);
  const ends: readonly string[] = [...reservationChart.ends, reservationChart.start];
  const stages = Object.keys(reservationChart.states).filter((state) => !ends.includes(state));
  expect([...twins.interrupted]).toEqual(expect.arrayContaining(stages));
  expect(twins.mailed).toEqual([
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
}, 180_000);
