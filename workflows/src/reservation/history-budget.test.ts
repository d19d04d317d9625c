import { expect, test } from '@jest/globals';
import { reservationWorkflowId } from '@toshobin/contracts';
import { costOf, type HistoryCost } from '../testing/history-cost.ts';
import { reserveOne } from '../testing/journeys.ts';
import { storyLibrary } from '../testing/story-library.ts';

const story = storyLibrary();

/**
 * A book sent to 宇土 under the library's own numbers, handed out on the second day, extended on the tenth, reminded of
 * once, and home after more than three weeks; answers what its history cost.
 */
async function lentOnce(): Promise<HistoryCost> {
  const book = await reserveOne(story.library);
  await book.broughtThere();
  await story.library.pass('P2D');
  await book.handedOut();
  await story.library.pass('P8D');
  expect((await story.library.extend(book.reservationId)).ok).toBe(true);
  await story.library.pass('P12D');
  await book.handedIn();
  await story.library.pass('P2D');
  await book.home();
  expect(await book.outcome()).toBe('returned');
  expect(book.told().filter((told) => told === 'extended' || told === 'dueSoon')).toHaveLength(2);

  const handle = story.server.client.workflow.getHandle(reservationWorkflowId(book.reservationId));
  const cost = costOf(await handle.fetchHistory());
  const { events, actions, of, names } = cost;
  console.log(`${events} events, ${actions} billable actions`, { ...of, ...names });
  return cost;
}

test('a book sent to 宇土, extended once and reminded of once costs at most 110 events and 35 actions', async () => {
  story.library.nightsByHand = true;
  const { events, actions } = await lentOnce();
  expect(events).toBeLessThanOrEqual(110);
  expect(actions).toBeLessThanOrEqual(35);
});

// A process that knows what the databases say is left alone, and asked again only when more was told: a question adds no
// event, and is billed.
test('with its nights, more than twenty-one, and what they ask of it, it costs no more than that', async () => {
  story.library.nightsByHand = false;
  story.library.nightlyQueries = 0;
  const { events, actions } = await lentOnce();
  const { nightlyQueries } = story.library;
  console.log(`${nightlyQueries} questions of the nights`);
  expect(events).toBeLessThanOrEqual(110);
  expect(nightlyQueries).toBeGreaterThan(0);
  expect(actions + nightlyQueries).toBeLessThanOrEqual(35);
});
