import { expect, test } from '@jest/globals';
import { reservationProcess, reservationWorkflowId } from '@toshobin/contracts';
import { reserveOne } from '../testing/journeys.ts';
import { storyLibrary } from '../testing/story-library.ts';

const story = storyLibrary();

/** Each look costs the process some five events; after so many it must have begun a new run. */
const MOST_LOOKS = 600;

test('a reservation that is looked at again and again goes on in a new run, and nothing is told twice', async () => {
  const { library, server } = story;
  library.nightsByHand = true;
  const book = await reserveOne(library);
  await book.broughtThere();
  const handle = server.client.workflow.getHandle(reservationWorkflowId(book.reservationId));
  const ofRun = async () => (await handle.describe()).runId;
  const first = await ofRun();
  for (let looks = 0; (await ofRun()) === first; looks += 20) {
    expect(looks).toBeLessThan(MOST_LOOKS);
    for (let n = 0; n < 20; n++)
      await handle.signal(reservationProcess.signals.lookAgain, { at: await server.now() });
    await library.settle();
  }
  await book.handedOut();
  await book.handedIn();
  await book.home();
  expect(await book.outcome()).toBe('returned');
  expect(book.told()).toEqual(['allocated:accepted', 'readyAtMunicipal', 'closed']);
  expect(book.tasks()).toEqual([]);
}, 180_000);
