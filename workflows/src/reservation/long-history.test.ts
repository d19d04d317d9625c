import { expect, test } from '@jest/globals';
import { reservationProcess, reservationWorkflowId } from '@toshobin/contracts';
import { reserveOne } from '../testing/journeys.ts';
import { storyLibrary } from '../testing/story-library.ts';

const story = storyLibrary();

/** Each has the process look again, which costs it some five events. */
const looks = 600;

test('a reservation that is looked at again and again goes on in a new run, and nothing is told twice', async () => {
  const { library, server } = story;
  library.nightsByHand = true;
  const book = await reserveOne(library);
  await book.broughtThere();
  const handle = server.client.workflow.getHandle(reservationWorkflowId(book.reservationId));
  const { runId: first } = await handle.describe();
  for (let n = 0; n < looks; n++) {
    await handle.signal(reservationProcess.signals.lookAgain, { at: await server.now() });
    if (n % 20 === 19) await library.settle();
  }
  const { runId } = await handle.describe();
  expect(runId).not.toBe(first);
  await book.handedOut();
  await book.handedIn();
  await book.home();
  expect(await book.outcome()).toBe('returned');
  expect(book.told()).toEqual(['allocated:accepted', 'readyAtMunicipal', 'closed']);
  expect(book.tasks()).toEqual([]);
}, 180_000);
