import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { reservationWorkflowId, scheduledProcesses, taskQueues } from '@toshobin/contracts';
import { addDays, dayOf } from '@toshobin/lending-rules';
import { keptBundle } from '../kept-bundle.ts';
import { type Journey, reserveOne } from '../testing/journeys.ts';
import { Library } from '../testing/library.ts';
import { startTimeSkippingServer, type TimeSkippingServer } from '../testing/time-skipping-server.ts';
import type { NightlyReport } from './nightly-workflow.ts';

let server: TimeSkippingServer;
let library: Library;
let nights = 0;

beforeAll(async () => {
  const [started, bundle] = await Promise.all([startTimeSkippingServer(), keptBundle()]);
  server = started;
  library = await Library.open(server, bundle);
  library.nightsByHand = true;
});

afterAll(async () => {
  await library.close();
  await server.stop();
});

test('a hand-out that nobody heard of is learnt in the night, and the loan goes on', async () => {
  const book = await reserveOne(library);
  await book.broughtThere();
  library.held = true;
  await book.handedOut();
  library.underWay.length = 0;
  library.held = false;
  expect(await night()).toMatchObject({ looked: 1, repaired: 0, missing: 0 });
  await library.pass('P19D');
  expect(book.told()).toContain('dueSoon');
  await book.home();
  expect(await book.outcome()).toBe('returned');
});

test('arrival and all that a parcel told is learnt from shipping', async () => {
  const book = await reserveOne(library);
  await (await (await book.picked()).packed()).dispatched();
  library.held = true;
  await book.received();
  library.underWay.length = 0;
  library.held = false;
  await night();
  expect(book.told()).toContain('readyAtMunicipal');
  await book.home();
});

test('a row that is open although its process has ended is closed as it ended', async () => {
  const book = await reserveOne(library);
  await library.cancel(book.reservationId);
  await book.outcome();
  library.patron.restore(book.reservationId, 'a patron');
  expect(await night()).toMatchObject({ repaired: 1 });
  expect(library.patron.milestones.at(-1)).toMatchObject({ milestone: 'closed', outcome: 'cancelled' });
  expect(await night()).toMatchObject({ repaired: 0 });
});

test('a row without a process is reported: the sweep starts it', async () => {
  const reservationId = '00000000-0000-4000-8000-000000000001';
  library.patron.apply(reservationId, 'a patron');
  expect(await night()).toMatchObject({ missing: 1 });
  await library.patron.recordMilestone({
    milestone: 'closed',
    outcome: 'cancelled',
    reservationId,
    allocation: 0,
    at: await server.now(),
  });
});

test('a process that was terminated starts again, where its copy is', async () => {
  const book = await reserveOne(library);
  await book.broughtThere();
  await book.handedOut();
  await terminate(book);
  expect(await night()).toMatchObject({ restarted: 1, repaired: 0, missing: 0 });
  expect(await night()).toMatchObject({ restarted: 0 });
  await library.pass('P19D');
  expect(book.told().filter((told) => told === 'dueSoon')).toHaveLength(1);
  expect(book.told().filter((told) => told.startsWith('allocated'))).toHaveLength(1);
  await book.handedIn();
  await book.home();
  expect(await book.outcome()).toBe('returned');
});

test('one that waits in the queue starts again at its old place', async () => {
  const first = await reserveOne(library);
  const second = await reserveOne(library, { recordId: first.recordId, patron: 'another patron' });
  const third = await reserveOne(library, { recordId: first.recordId, patron: 'a third patron' });
  await terminate(second);
  expect(await night()).toMatchObject({ restarted: 1 });
  await first.home();
  expect(second.told()).toContain('allocated:yourTurn');
  expect(third.told()).not.toContain('allocated:yourTurn');
  for (const book of [second, third]) await library.cancel(book.reservationId);
});

test('one that was terminated on the copy’s last way home is closed, not begun again', async () => {
  const book = await reserveOne(library);
  await book.broughtThere();
  await book.handedOut();
  await terminate(book);
  await book.home();
  expect(await night()).toMatchObject({ restarted: 0, repaired: 1 });
  expect(library.patron.milestones.at(-1)).toMatchObject({ milestone: 'closed', outcome: 'returned' });
});

test('a last copy that is not found in fourteen days: who waits for it is told', async () => {
  const book = await reserveOne(library);
  await library.staff((at) => library.catalog.notOnShelf(book.copyId, at));
  await library.pass('P13D');
  expect(await night()).toMatchObject({ searchesEnded: 0 });
  await library.pass('P2D');
  expect(await night()).toMatchObject({ searchesEnded: 1 });
  expect(await book.outcome()).toBe('cancelled');
});

test('a copy handed in at 宇土 and not sent on is asked for there, then searched for', async () => {
  const book = await reserveOne(library);
  await book.broughtThere();
  await book.handedOut();
  await book.handedIn();
  await library.pass('P2D');
  await night();
  expect(book.tasks()).not.toContain('sendBack');
  await library.pass('P3D');
  await night();
  expect(book.tasks()).toContain('sendBack');
  await library.pass('P10D');
  await night();
  expect(book.tasks()).toContain('searchReturn');
  await book.home();
});

test('whose card ends within thirty days is reminded, once', async () => {
  const expiresOn = addDays(dayOf(await server.now()), 20);
  library.patron.cardDesk.cards.set('a card', { expiresOn, reminded: false });
  expect(await night()).toMatchObject({ cardsReminded: 1 });
  expect(await night()).toMatchObject({ cardsReminded: 0 });
});

test('who borrowed what is forgotten in the night after the day of the return, not before', async () => {
  const book = await reserveOne(library);
  await library.cancel(book.reservationId);
  await book.outcome();
  await night();
  expect(library.patron.has(book.reservationId)).toBe(true);
  await library.pass('P1D');
  expect((await night()).erased).toBeGreaterThan(0);
  expect(library.patron.has(book.reservationId)).toBe(false);
});

/** An operator ends a process by hand. */
async function terminate(book: Journey): Promise<void> {
  await server.client.workflow.getHandle(reservationWorkflowId(book.reservationId)).terminate('by hand');
}

/** The nightly work, as its schedule starts it. */
async function night(): Promise<NightlyReport> {
  const report = await server.client.workflow.execute(scheduledProcesses.nightly.workflowType, {
    workflowId: `night-${++nights}`,
    taskQueue: taskQueues.processes,
    args: [],
  });
  await library.settle();
  return report;
}
