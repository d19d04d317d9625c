import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import {
  nightlyJobs,
  notUnderstoodQuery,
  parcelProcess,
  parcelWorkflowId,
  type ReservationRequest,
  reservationWorkflowId,
} from '@toshobin/contracts';
import { addDays, dayOf } from '@toshobin/lending-rules';
import { rowsFailed } from '@toshobin/temporal';
import { operationActivities, type Reconciled } from '../activities/operation-activities.ts';
import { type Journey, reserveOne } from '../testing/journeys.ts';
import { nightsOf } from '../testing/nights.ts';
import { storyLibrary } from '../testing/story-library.ts';

const story = storyLibrary({ nightsByHand: true });
const { start, night, repair, terminate } = nightsOf(story);

test('a hand-out that nobody heard of is learnt in the night, and the loan goes on', async () => {
  const book = await reserveOne(story.library);
  await book.broughtThere();
  story.library.held = true;
  await book.handedOut();
  story.library.underWay.length = 0;
  story.library.held = false;
  expect(await night()).toMatchObject({ looked: 1, restarted: 0 });
  await story.library.pass('P19D');
  expect(book.told()).toContain('dueSoon');
  await book.home();
  expect(await book.outcome()).toBe('returned');
});

test('arrival and all that a parcel told is learnt from shipping', async () => {
  const book = await reserveOne(story.library);
  await (await (await book.picked()).packed()).dispatched();
  story.library.held = true;
  await book.received();
  story.library.underWay.length = 0;
  story.library.held = false;
  await night();
  expect(book.told()).toContain('readyAtMunicipal');
  await book.home();
});

test('a row that is open although its process has ended: a new run closes it as it ended', async () => {
  const book = await reserveOne(story.library);
  await story.library.cancel(book.reservationId);
  await book.outcome();
  story.library.patron.restore(book.reservationId, 'a patron');
  expect(await night()).toMatchObject({ toldAnew: 1, restarted: 1 });
  expect(story.library.patron.milestones.at(-1)).toMatchObject({ milestone: 'closed', outcome: 'cancelled' });
  expect(await night()).toMatchObject({ restarted: 0 });
});

test('a reservation that goes on again has a process, though My Library takes it for over still', async () => {
  const book = await reserveOne(story.library);
  await book.broughtThere();
  await book.handedOut();
  await book.handedIn();
  await book.home();
  expect(await book.outcome()).toBe('returned');
  story.library.held = true;
  story.library.patron.hears = false;
  await book.voided('home');
  // My Library hears later that the return is taken back; the bridge took that news for old.
  story.library.underWay.length = 0;
  story.library.held = false;
  expect(story.library.patron.isOpen(book.reservationId)).toBe(false);
  expect(await night()).toMatchObject({ restarted: 1 });
  story.library.patron.hears = true;
  expect(await night()).toMatchObject({ looked: 0, restarted: 0 });
  await book.home();
  expect(await book.outcome()).toBe('returned');
});

test('what a patron had deleted of their history, and a restore has brought back, is deleted again', async () => {
  const { catalog, patron } = story.library;
  const [deleted, kept] = [randomUUID(), randomUUID()];
  catalog.deletedOfHistories.push(deleted);
  patron.history.add(deleted).add(kept);
  expect(await night()).toMatchObject({ deletedAgain: 1 });
  expect([...patron.history]).toEqual([kept]);
  expect(await night()).toMatchObject({ deletedAgain: 0 });
});

test('an application of which no process ever began is admitted by the night, as by the sweep', async () => {
  const request = await applied();
  expect(await night()).toMatchObject({ looked: 0, restarted: 1 });
  expect(story.library.patron.milestonesOf(request.reservationId)).toEqual(['allocated:accepted']);
  await story.library.cancel(request.reservationId);
});

test('the repair begins what was applied for, says what is over, and of what exists nowhere that it is not known', async () => {
  const { reservationId } = await applied();
  expect(await repair(reservationId)).toBe('begunAnew');
  await story.library.settle();
  expect(await repair(reservationId)).toBe('looksAgain');
  await story.library.cancel(reservationId);
  expect(await repair(reservationId)).toBe('ended');
  expect(await repair('00000000-0000-4000-8000-000000000003')).toBe('unknown');
});

test('a reservation whose application is lost is released, by the night or by the repair, and its process ends', async () => {
  const [one, other] = [await reserveOne(story.library), await reserveOne(story.library)];
  for (const { reservationId } of [one, other]) story.library.patron.forget(reservationId);
  expect(await repair(one.reservationId)).toBe('released');
  expect(await night()).toMatchObject({ released: 1 });
  await story.library.settle();
  for (const book of [one, other]) expect(await book.outcome()).toBe('cancelled');
  expect(await night()).toMatchObject({ released: 0 });
});

test('a process that was terminated starts again, where its copy is', async () => {
  const book = await reserveOne(story.library);
  await book.broughtThere();
  await book.handedOut();
  await terminate(book);
  expect(await night()).toMatchObject({ looked: 0, restarted: 1 });
  expect(await night()).toMatchObject({ restarted: 0 });
  await story.library.pass('P19D');
  expect(book.told().filter((told) => told === 'dueSoon')).toHaveLength(1);
  expect(book.told().filter((told) => told.startsWith('allocated'))).toHaveLength(1);
  await book.handedIn();
  await book.home();
  expect(await book.outcome()).toBe('returned');
});

test('one that waits in the queue starts again at its old place', async () => {
  const first = await reserveOne(story.library);
  const second = await reserveOne(story.library, { recordId: first.recordId, patron: 'another patron' });
  const third = await reserveOne(story.library, { recordId: first.recordId, patron: 'a third patron' });
  await terminate(second);
  expect(await night()).toMatchObject({ restarted: 1 });
  await first.home();
  expect(second.told()).toContain('allocated:yourTurn');
  expect(third.told()).not.toContain('allocated:yourTurn');
  for (const book of [second, third]) await story.library.cancel(book.reservationId);
});

test('one that was terminated and whose copy is home since is begun again to close its row', async () => {
  const book = await reserveOne(story.library);
  await book.broughtThere();
  await book.handedOut();
  await terminate(book);
  await book.home();
  expect(await night()).toMatchObject({ restarted: 1 });
  expect(story.library.patron.milestones.at(-1)).toMatchObject({ milestone: 'closed', outcome: 'returned' });
});

test('the process of a parcel that was terminated starts again, and asks 宇土 and the desk when it would have', async () => {
  const book = await posted();
  story.library.shipping.asked.length = 0;
  await terminateParcel(book);
  expect(await night()).toMatchObject({ parcelsBegunAnew: 1 });
  expect(await night()).toMatchObject({ parcelsBegunAnew: 0 });
  await story.library.pass('P5D');
  expect(story.library.shipping.asked).toEqual([]);
  await story.library.pass('P1D');
  expect(story.library.shipping.asked).toEqual(['pickupLibrary']);
  await story.library.pass('P3D');
  expect(story.library.shipping.asked).toEqual(['pickupLibrary', 'prefecturalDesk']);
  await book.received();
  expect(await parcelOf(book).result()).toBe('arrived');
  await book.home();
});

test('where a library does not scan, the arrival is assumed though the process of its parcel was terminated', async () => {
  story.library.shipping.arrival = 'assumed';
  const book = await posted();
  story.library.shipping.arrival = 'scan';
  await terminateParcel(book);
  await story.library.pass('P4D');
  expect(book.told()).not.toContain('readyAtMunicipal');
  await night();
  expect(await parcelOf(book).result()).toBe('assumed');
  expect(book.told()).toContain('readyAtMunicipal');
  await book.home();
});

test('a parcel that has arrived is nothing to the night, and one that goes on forgets what it was sent by mistake', async () => {
  const arrived = await posted();
  await terminateParcel(arrived);
  await arrived.received();
  const book = await posted();
  await parcelOf(book).signal(parcelProcess.signals.arrived, 'rubbish');
  expect(await parcelOf(book).query(notUnderstoodQuery)).toMatchObject({ messages: 1 });
  expect(await night()).toMatchObject({ parcelsBegunAnew: 0 });
  expect(await parcelOf(book).query(notUnderstoodQuery)).toEqual({ messages: 0, last: null });
  for (const one of [arrived, book]) await one.home();
});

test('one that was terminated after its hold had ended goes on until its copy is home, and ends as expired', async () => {
  const book = await reserveOne(story.library);
  await book.broughtThere();
  await story.library.pass('P21D');
  await book.answerShelfCheck('here');
  expect(book.told()).toContain('expired');
  await terminate(book);
  expect(await night()).toMatchObject({ restarted: 1 });
  await book.home();
  expect(await book.outcome()).toBe('expired');
  expect(book.told().filter((told) => told === 'expired')).toHaveLength(1);
});

test('a last copy that is not found in fourteen days: who waits for it is told on the day after', async () => {
  const book = await reserveOne(story.library);
  await story.library.staff((at) => story.library.catalog.notOnShelf(book.copyId, at));
  await story.library.pass('P13D');
  expect(await night()).toMatchObject({ searchesEnded: 0 });
  await story.library.pass('P2D');
  expect(await night()).toMatchObject({ searchesEnded: 1 });
  expect(book.told()).not.toContain('cancelled');
  await story.library.pass('P1D');
  expect(await book.outcome()).toBe('cancelled');
});

test('a copy handed in at 宇土 and not sent on is asked for there, then searched for', async () => {
  const book = await reserveOne(story.library);
  await book.broughtThere();
  await book.handedOut();
  await book.handedIn();
  await story.library.pass('P2D');
  await night();
  expect(book.tasks()).not.toContain('sendBack');
  await story.library.pass('P3D');
  await night();
  expect(book.tasks()).toContain('sendBack');
  await story.library.pass('P10D');
  await night();
  expect(book.tasks()).toContain('searchReturn');
  await book.home();
});

test('whose card ends within thirty days is reminded, once', async () => {
  const expiresOn = addDays(dayOf(await story.server.now()), 20);
  story.library.patron.cardDesk.cards.set('a card', { expiresOn, reminded: false });
  expect(await night()).toMatchObject({ cardsReminded: 1 });
  expect(await night()).toMatchObject({ cardsReminded: 0 });
});

test('whose card has ended longer ago than the library keeps it is forgotten, one that fails is told', async () => {
  const { cardDesk } = story.library.patron;
  cardDesk.cards.set('an old card', {
    expiresOn: addDays(dayOf(await story.server.now()), -40),
    reminded: true,
  });
  expect(await night()).toMatchObject({ registrationsEnded: 0 });
  cardDesk.keptDays = 30;
  expect(await night()).toMatchObject({ registrationsEnded: 1 });
  expect(await night()).toMatchObject({ registrationsEnded: 0 });
});

test('who borrowed what is forgotten in the night after the day of the return, not before', async () => {
  const book = await reserveOne(story.library);
  await story.library.cancel(book.reservationId);
  await book.outcome();
  await night();
  expect(story.library.patron.has(book.reservationId)).toBe(true);
  await story.library.pass('P1D');
  const forgot = await night();
  expect(forgot).not.toMatchObject({ erased: 0 });
  expect(forgot).not.toMatchObject({ momentsForgotten: 0 });
  expect(story.library.patron.has(book.reservationId)).toBe(false);
});

test('what one owner could not erase keeps the others from nothing, and is named at the end', async () => {
  const { patron } = story.library;
  const book = await reserveOne(story.library);
  await story.library.cancel(book.reservationId);
  await book.outcome();
  await story.library.pass('P1D');
  const erase = patron.eraseClosed;
  patron.eraseClosed = async () => {
    throw rowsFailed({ done: 3, failed: [`${book.reservationId}: of no kind`] });
  };
  const run = await start('erasure');
  const failed = await run.result().catch((fault: unknown) => fault);
  patron.eraseClosed = erase;
  expect(failed).toMatchObject({
    cause: {
      message: expect.stringContaining(book.reservationId),
      details: [{ erased: 3, momentsForgotten: expect.any(Number) }],
    },
  });
  expect(failed).not.toMatchObject({ cause: { details: [{ momentsForgotten: 0 }] } });
  await night();
});

test('one that cannot be told anew is named in the night, and the others are looked at', async () => {
  const { catalog } = story.library;
  const [stuck, other] = [await reserveOne(story.library), await reserveOne(story.library)];
  const { tellRows } = catalog;
  catalog.tellRows = async ({ rows }) => ({
    ...(await tellRows.call(catalog, {
      rows: rows.filter(({ reservationId }) => reservationId !== stuck.reservationId),
    })),
    failed: [`${stuck.reservationId}: Error`],
  });
  await terminate(other);
  const run = await start('reconcile');
  const failed = await run.result().catch((fault: unknown) => fault);
  catalog.tellRows = tellRows;
  expect(failed).toMatchObject({
    cause: { message: expect.stringContaining(stuck.reservationId), details: [{ restarted: 1 }] },
  });
  for (const { reservationId } of [stuck, other]) await story.library.cancel(reservationId);
});

test('more reservations than one run bears: the next run goes on after the last page', async () => {
  const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const ids = Array.from({ length: 420 }, (_, number) => idOf(1000 + number));
  for (const id of ids) story.library.patron.apply(id, 'a patron');
  const run = await start('reconcile');
  expect(await run.result()).toMatchObject({ restarted: 0, looked: 0, failed: [] });
  const first = story.server.client.workflow.getHandle(run.workflowId, run.firstExecutionRunId);
  expect((await first.describe()).status.name).toBe('CONTINUED_AS_NEW');
  for (const id of ids) story.library.patron.forget(id);
});

test('a quiet night asks processes, adds nothing to its history, and finds the one of which an owner knows more', async () => {
  const held = await (await reserveOne(story.library)).broughtThere();
  const comingHome = await (await reserveOne(story.library)).broughtThere();
  await comingHome.sentBack();
  const [handedIn, onLoan] = [await reserveOne(story.library), await reserveOne(story.library)];
  for (const book of [handedIn, onLoan]) await (await book.broughtThere()).handedOut();
  await handedIn.handedIn();
  const queued = await reserveOne(story.library);
  const { recordId } = queued;
  const waiting = await reserveOne(story.library, { recordId, patron: 'another patron' });
  const suspended = await reserveOne(story.library, { recordId, patron: 'one on a journey' });
  await story.library.suspend(suspended.reservationId, addDays(dayOf(await story.server.now()), 30));
  const onItsWay = await posted();
  const patron = 'a reader at the limit';
  const taken = await reserveOne(story.library, { patron });
  await taken.picked();
  story.library.patron.slots.limit = 1;
  const kept = await reserveOne(story.library, { patron });
  await kept.picked();
  expect(kept.told().at(-1)).toBe('heldForLoanLimit');
  const books = [queued, waiting, suspended, onItsWay, kept, held, handedIn, comingHome, onLoan];
  expect(stagesOf(books)).toEqual([
    'toFetch',
    'waiting',
    'suspended',
    'inTransit',
    'fetched',
    'held',
    'handedIn',
    'comingHome',
    'onLoan',
  ]);
  const events = () => Promise.all(books.map(eventsOf));
  const before = await events();
  expect(await night()).toMatchObject({ looked: 0, restarted: 0, parcelsBegunAnew: 0 });
  expect(await events()).toEqual(before);

  story.library.held = true;
  await onLoan.handedIn();
  story.library.underWay.length = 0;
  story.library.held = false;
  expect(await night()).toMatchObject({ looked: 1 });
  const after = await events();
  expect(after.slice(0, -1)).toEqual(before.slice(0, -1));
  expect(after.at(-1)).toBeGreaterThan(before.at(-1) ?? 0);
  for (const book of [onItsWay, held, handedIn, comingHome, onLoan]) await book.home();
  for (const book of [suspended, waiting, queued, kept, taken])
    await story.library.cancel(book.reservationId);
  story.library.patron.slots.limit = 10;
});

test('while every other job of the night fails, the erasure is done', async () => {
  const book = await reserveOne(story.library);
  await story.library.cancel(book.reservationId);
  await book.outcome();
  await story.library.pass('P1D');
  for (const command of ['lookAtWhatWaits', 'remindExpiringCards', 'openReservations']) {
    story.library.broken.set(command, () => true);
  }
  const runs = await Promise.all(nightlyJobs.map(start));
  await runs.at(-1)?.result();
  expect(story.library.patron.has(book.reservationId)).toBe(false);
  for (const run of runs.slice(0, -1)) expect((await run.describe()).status.name).toBe('RUNNING');
  story.library.broken.clear();
  await story.library.pass('PT2M');
  for (const run of runs) await run.result();
});

test('a reconcile that is cut off in the middle of a page goes on at its cursor', async () => {
  const books = [];
  for (let number = 0; number < 5; number += 1) {
    books.push(await reserveOne(story.library, { patron: `patron ${number}` }));
  }
  const reservationIds = books.map(({ reservationId }) => reservationId);
  const { reconcileReservations } = operationActivities(story.server.client);
  const at = await story.server.now();
  const noted: Reconciled[] = [];
  const runWith = (heartbeatDetails: unknown) => {
    const environment = new MockActivityEnvironment({ heartbeatDetails });
    environment.on('heartbeat', (cursor: Reconciled) => noted.push(structuredClone(cursor)));
    return environment.run(reconcileReservations, { reservationIds, at });
  };
  expect(await runWith(undefined)).toMatchObject({ looked: 5 });
  const cutOffAt = noted[2];
  noted.length = 0;
  expect(await runWith(cutOffAt)).toMatchObject({ looked: 5 });
  expect(noted.map(({ looked }) => looked)).toEqual([4, 5]);
  await story.library.settle();
  for (const id of reservationIds) await story.library.cancel(id);
});

/** Somebody has applied for a book, and no process began. */
async function applied(): Promise<ReservationRequest> {
  const { recordId } = story.library.catalog.addRecord(1);
  const request = {
    reservationId: randomUUID(),
    pickupLibrary: 'uto',
    pickupLibraryName: '宇土市立図書館',
    applied: { recordId, channel: 'web', appliedAt: await story.server.now() },
  } as const;
  story.library.patron.apply(request.reservationId, 'a patron', request);
  return request;
}

function stagesOf(books: readonly Journey[]) {
  const { catalog } = story.library;
  return books.map(({ reservationId }) => catalog.standingOf(reservationId)?.state.stage);
}

/** How many events the history of a book's process has. */
async function eventsOf(book: Journey): Promise<number> {
  const handle = story.server.client.workflow.getHandle(reservationWorkflowId(book.reservationId));
  return (await handle.fetchHistory()).events?.length ?? 0;
}

/** A book on its way to 宇土. */
async function posted(): Promise<Journey> {
  const book = await reserveOne(story.library);
  return (await (await book.picked()).packed()).dispatched();
}

function parcelOf(book: Journey): WorkflowHandle {
  return story.server.client.workflow.getHandle(parcelWorkflowId(book.parcel));
}

/** An operator ends the process of a book's parcel by hand. */
async function terminateParcel(book: Journey): Promise<void> {
  await parcelOf(book).terminate('by hand');
}
