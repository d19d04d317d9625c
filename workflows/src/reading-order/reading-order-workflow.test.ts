import { expect, test } from '@jest/globals';
import { readingOrderWorkflowId } from '@toshobin/contracts';
import { historyToJson } from '../testing/history-json.ts';
import { readInOrder } from '../testing/reading-in-order.ts';
import { storyLibrary } from '../testing/story-library.ts';

const story = storyLibrary({ nightsByHand: true });

const handleOf = (orderId: string) => story.server.client.workflow.getHandle(readingOrderWorkflowId(orderId));

test('three volumes come one after the other, each when the one before is handed out', async () => {
  const order = await readInOrder(story.library, 3);
  for (const place of [1, 2, 3]) {
    // Nobody else has any of the volumes, and still no later one is on its way.
    await story.library.pass('P20D');
    expect(order.asked()).toHaveLength(place);
    await order.handOut(place);
  }
  await handleOf(order.orderId).result();
  expect(order.asked()).toHaveLength(0);
});

test('a process that is ended at any step is begun anew by the next change, and asks for no volume twice', async () => {
  const order = await readInOrder(story.library, 2);
  await handleOf(order.orderId).terminate('by hand');
  await order.handOut(1);
  expect(order.asked()).toHaveLength(2);
  await handleOf(order.orderId).terminate('by hand');
  await order.handOut(2);
  await handleOf(order.orderId).result();
  expect(order.everAsked).toHaveLength(2);
});

test('where there is no room for the next it is tried again every day', async () => {
  const order = await readInOrder(story.library, 2);
  story.library.patron.readingOrders.isFull = true;
  await order.handOut(1);
  await story.library.pass('P3D');
  expect(order.asked()).toHaveLength(1);
  story.library.patron.readingOrders.isFull = false;
  await story.library.pass('P1D');
  await story.library.settle();
  expect(order.asked()).toHaveLength(2);
  await order.change('stop');
  await handleOf(order.orderId).result();
});

test('a volume that is cancelled waits for its patron, who goes on without it; undecided it ends after 28 days', async () => {
  const order = await readInOrder(story.library, 3);
  await story.library.cancel(order.reservationOf(1));
  await story.library.pass('P10D');
  expect(order.asked()).toHaveLength(1);
  await order.change('skip');
  expect(order.everAsked).toHaveLength(2);
  await story.library.cancel(order.everAsked[1] ?? '');
  await story.library.pass('P29D');
  await handleOf(order.orderId).result();
  expect(order.everAsked).toHaveLength(2);
});

test('a fact that comes twice, and a message that is none, ask for nothing more', async () => {
  story.library.held = true;
  const order = await readInOrder(story.library, 2);
  const facts = story.library.underWay.splice(0);
  story.library.held = false;
  await story.library.deliver([...facts, ...facts]);
  await handleOf(order.orderId).signal('lookAgain', 'rubbish');
  await story.library.settle();
  expect(order.everAsked).toHaveLength(1);
  // Nothing in its history joins the reservations of one person.
  const history = historyToJson(await handleOf(order.orderId).fetchHistory());
  const told = history.replaceAll(/"data":"([^"]*)"/g, (_, data) => Buffer.from(data, 'base64').toString());
  expect([order.orderId, order.reservationOf(1)].map((id) => told.includes(id))).toEqual([true, false]);
  await order.change('stop');
});
