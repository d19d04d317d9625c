import { beforeEach, expect, test } from '@jest/globals';
import { type KnownEvent, parcelWorkflowId } from '@toshobin/contracts';

import { addDays, dayOf } from '@toshobin/lending-rules';
import { type Journey, reserveOne } from '../testing/journeys.ts';
import { storyLibrary } from '../testing/story-library.ts';

const story = storyLibrary();

beforeEach(() => {
  story.library.shipping.arrival = 'scan';
  story.library.shipping.asked.length = 0;
});

test('a parcel scanned at 宇土 has arrived, and nobody is asked', async () => {
  const book = await posted();
  await story.library.pass('P3D');
  await book.received();
  expect(await endOf(book)).toBe('arrived');
  expect(story.library.shipping.asked).toEqual([]);
});

test('where a library does not scan, arrival is assumed on the expected day, and the ready mail goes out', async () => {
  story.library.shipping.arrival = 'assumed';
  const book = await posted();
  await story.library.pass('P2D');
  expect(book.told()).not.toContain('readyAtMunicipal');
  await story.library.pass('P1D');
  expect(await endOf(book)).toBe('assumed');
  expect(book.told()).toContain('readyAtMunicipal');
});

test('a parcel that does not arrive is asked about at 宇土, then at the prefectural desk, and may come late', async () => {
  const book = await posted();
  await story.library.pass('P5D');
  expect(story.library.shipping.asked).toEqual([]);
  await story.library.pass('P1D');
  expect(story.library.shipping.asked).toEqual(['pickupLibrary']);
  expect(tasksAbout(book)).toEqual([{ kind: 'findParcel', library: 'uto' }]);
  await story.library.pass('P3D');
  expect(story.library.shipping.asked).toEqual(['pickupLibrary', 'prefecturalDesk']);
  expect(tasksAbout(book)).toEqual([{ kind: 'findParcel', library: 'pref' }]);
  await story.library.pass('P7D');
  expect(story.library.shipping.asked).toHaveLength(2);
  await book.received();
  expect(await endOf(book)).toBe('arrived');
  expect(tasksAbout(book)).toEqual([]);
});

test('a parcel that nobody ever finds is lost: the desk claims it, and the patron gets another copy', async () => {
  const book = await posted(2);
  const lost = book.copyId;
  await story.library.pass('P30D');
  expect(await endOf(book)).toBe('lost');
  expect(tasksAbout(book)).toEqual([{ kind: 'parcelLost', library: 'pref' }]);
  expect(book.copyId).not.toBe(lost);
  await book.broughtThere();
  expect(book.told().filter((told) => told === 'readyAtMunicipal')).toHaveLength(1);
});

test('a parcel home that is lost ends the loan, at nobody’s cost', async () => {
  const book = await posted();
  await book.received();
  await book.handedOut();
  await book.handedIn();
  book.parcel = await book.sentBack();
  await story.library.pass('P30D');
  expect(await endOf(book)).toBe('lost');
  expect(await book.outcome()).toBe('lost');
});

test('a parcel that the post brings back has arrived', async () => {
  const book = await posted();
  await story.library.pass('P4D');
  await book.returnedByPost();
  expect(await endOf(book)).toBe('arrived');
});

test('an arrival whose fact was lost is learnt when the parcel is asked about', async () => {
  const book = await posted();
  story.library.held = true;
  await book.received();
  story.library.underWay.length = 0;
  story.library.held = false;
  await story.library.pass('P6D');
  expect(await endOf(book)).toBe('arrived');
});

test('an arrival and its undoing heard in one moment: the parcel is looked for as one that is on its way', async () => {
  const book = await posted();
  story.library.held = true;
  await book.received();
  await book.arrivalTakenBack();
  story.library.held = false;
  await story.library.deliver();
  await story.library.pass('P6D');
  expect(story.library.shipping.asked).toEqual(['pickupLibrary', 'prefecturalDesk']);
  await book.received();
  expect(await endOf(book)).toBe('arrived');
});

test('a parcel that has not left after all is waited for no more, and one that leaves anew by its own days', async () => {
  const book = await posted();
  await book.dispatchTakenBack();
  await story.library.settle();
  // The process has heard that the parcel is taken back: no timer has run.
  expect((await processOf(book).describe()).status.name).toBe('COMPLETED');
  expect(await endOf(book)).toBe('takenBack');

  const other = await posted();
  await other.dispatchTakenBack();
  await story.library.pass('P4D');
  await other.dispatched();
  // Its loan begins anew as well.
  const { due } = await story.library.catalog.positionOf({ reservationId: other.reservationId });
  expect(due?.date).toBe(addDays(dayOf(await story.server.now()), 21));
  await story.library.pass('P4D');
  // By the days of the first dispatch somebody would have been asked about the parcel by now.
  expect(story.library.shipping.asked).toEqual([]);
  await story.library.pass('P2D');
  expect(story.library.shipping.asked).toEqual(['pickupLibrary']);
  await other.received();
  expect(await endOf(other)).toBe('arrived');
});

test.each([
  ['after it', (events: readonly KnownEvent[]) => story.library.deliver(events)],
  [
    'in the same moment',
    (events: readonly KnownEvent[]) => Promise.all(events.map((event) => story.library.deliver([event]))),
  ],
])(
  'a dispatch that is taken back, heard of behind the next and %s: the parcel is looked for by its new days',
  async (_, hear) => {
    const book = await posted();
    await story.library.pass('P2D');
    story.library.held = true;
    await book.dispatchTakenBack();
    await book.dispatched();
    story.library.held = false;
    await hear(story.library.underWay.splice(0).toReversed());
    await story.library.pass('P5D');
    expect(story.library.shipping.asked).toEqual([]);
    await story.library.pass('P1D');
    expect(story.library.shipping.asked).toEqual(['pickupLibrary']);
    await book.received();
    expect(await endOf(book)).toBe('arrived');
  },
);

/** A book on its way to 宇土. */
async function posted(copies = 1): Promise<Journey> {
  const book = await reserveOne(story.library, { copies });
  return (await (await book.picked()).packed()).dispatched();
}

function tasksAbout(book: Journey) {
  return story.library.shipping.tasks
    .filter((task) => task.subject.parcelNumber === book.parcel)
    .map((task) => ({ kind: task.kind, library: task.library }));
}

function endOf(book: Journey): Promise<string> {
  return processOf(book).result();
}

function processOf(book: Journey) {
  return story.server.client.workflow.getHandle(parcelWorkflowId(book.parcel));
}
