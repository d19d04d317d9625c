import { expect, test } from '@jest/globals';
import { scheduledProcesses, taskQueues } from '@toshobin/contracts';
import { addDays, dayOf } from '@toshobin/lending-rules';
import { reserveOne } from '../testing/journeys.ts';
import { storyLibrary } from '../testing/story-library.ts';

const story = storyLibrary({ nightsByHand: true });
let days = 0;

test('at the cut-off the batch is closed: one parcel leaves, the operators read so', async () => {
  const book = await reserveOne(story.library);
  await (await book.picked()).packed();
  expect(await cutOff()).toEqual({ day: dayOf(await story.server.now()), parcels: 1 });
});

test('a Monday that is a holiday closes no batch; the moved day does', async () => {
  const moved = addDays(dayOf(await story.server.now()), 1);
  story.library.shipping.isDispatchDay = (day) => day === moved;
  expect(await cutOff()).toEqual({ day: null, parcels: 0 });
  await story.library.pass('P1D');
  expect(await cutOff()).toEqual({ day: moved, parcels: 1 });
});

/** The moment of the cut-off, at which the schedule runs every day. */
function cutOff(): Promise<unknown> {
  return story.server.client.workflow.execute(scheduledProcesses.dispatchDay.workflowType, {
    workflowId: `dispatch-day-${++days}`,
    taskQueue: taskQueues.processes,
    args: [],
  });
}
