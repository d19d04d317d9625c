import { expect, test } from '@jest/globals';
import { PREFECTURAL_LIBRARY, reservationWorkflowId } from '@toshobin/contracts';
import { costOf, type HistoryCost } from '../testing/history-cost.ts';
import { Journey, reserveOne } from '../testing/journeys.ts';
import { storyLibrary } from '../testing/story-library.ts';

const story = storyLibrary();

/** What the history of a loan has cost once its copy is home. */
async function costOfReturned(book: Journey): Promise<HistoryCost> {
  expect(await book.outcome()).toBe('returned');
  const handle = story.server.client.workflow.getHandle(reservationWorkflowId(book.reservationId));
  const cost = costOf(await handle.fetchHistory());
  const { events, tasks, actions, of, names } = cost;
  console.log(`${events} events, ${tasks} tasks, ${actions} billable actions`, { ...of, ...names });
  return cost;
}

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
  expect(book.told().filter((told) => told === 'extended' || told === 'dueSoon')).toHaveLength(2);
  return costOfReturned(book);
}

test('a book sent to 宇土, extended once and reminded of once costs at most 110 events and 35 actions', async () => {
  story.library.nightsByHand = true;
  const { events, actions } = await lentOnce();
  expect(events).toBeLessThanOrEqual(110);
  expect(actions).toBeLessThanOrEqual(35);
});

// A process that knows what the databases say is left alone, and asked again only when more was told: a question adds
// no event, and is billed.
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

test('lent at the counter and brought back, it costs two tasks until it waits, and two for its return', async () => {
  story.library.nightsByHand = true;
  const [copyId = ''] = story.library.catalog.addRecord(1).copyIds;
  const reservationId = await story.library.lendAtCounter(copyId);
  const loan = new Journey(story.library, reservationId, PREFECTURAL_LIBRARY);
  await story.library.pass('P3D');
  await loan.home();
  const { events, tasks, of } = await costOfReturned(loan);
  expect(of).toMatchObject({ activities: 2, timers: 1, signals: 2, updates: 0 });
  expect(tasks).toBeLessThanOrEqual(4);
  expect(events).toBeLessThanOrEqual(25);
});

test('picked up at the counter after its mail, it is asked nothing that whoever was told has answered', async () => {
  story.library.nightsByHand = true;
  const book = await reserveOne(story.library, { pickup: PREFECTURAL_LIBRARY });
  await book.picked();
  await book.mailAccepted();
  await book.handedOut();
  await book.home();
  const { events, names } = await costOfReturned(book);
  expect(names.positionOf).toBeUndefined();
  expect(events).toBeLessThanOrEqual(61);
});
