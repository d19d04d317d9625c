import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { reservationWorkflowId } from '@toshobin/contracts';
import { defaultPolicy } from '@toshobin/lending-rules';
import { keptBundle } from '../kept-bundle.ts';
import { costOf, type HistoryCost } from '../testing/history-cost.ts';
import { reserveOne } from '../testing/journeys.ts';
import { Library } from '../testing/library.ts';
import { startTimeSkippingServer, type TimeSkippingServer } from '../testing/time-skipping-server.ts';

let server: TimeSkippingServer;
let library: Library;

beforeAll(async () => {
  const [started, bundle] = await Promise.all([startTimeSkippingServer(), keptBundle()]);
  server = started;
  library = await Library.open(server, bundle);
});

afterAll(async () => {
  await library.close();
  await server.stop();
});

/** A book sent to 宇土, extended once, reminded of once, and back after nineteen days; answers what its history cost. */
async function lentOnce(): Promise<HistoryCost> {
  // With three weeks an extension right after the hand-out would shorten the loan (R8).
  library.catalog.policy = { ...defaultPolicy, loanPeriod: 'P10D' };
  const book = await reserveOne(library);
  await book.broughtThere();
  await library.pass('P1D');
  await book.handedOut();
  await library.pass('P1D');
  expect((await library.extend(book.reservationId)).ok).toBe(true);
  await library.pass('P12D');
  await book.handedIn();
  await library.pass('P3D');
  await book.home();
  expect(await book.outcome()).toBe('returned');
  expect(book.told().filter((told) => told === 'extended' || told === 'dueSoon')).toHaveLength(2);

  const handle = server.client.workflow.getHandle(reservationWorkflowId(book.reservationId));
  const cost = costOf(await handle.fetchHistory());
  const { events, actions, of, names } = cost;
  console.log(`${events} events, ${actions} billable actions`, { ...of, ...names });
  return cost;
}

test('a book sent to 宇土, extended once and reminded of once costs at most 110 events and 35 actions', async () => {
  library.nightsByHand = true;
  const { events, actions } = await lentOnce();
  expect(events).toBeLessThanOrEqual(110);
  expect(actions).toBeLessThanOrEqual(35);
});

// A process that knows what the databases say is left alone.
test('with its nineteen nights it costs as much as without them', async () => {
  library.nightsByHand = false;
  const { events, actions } = await lentOnce();
  expect(events).toBeLessThanOrEqual(110);
  expect(actions).toBeLessThanOrEqual(35);
});
