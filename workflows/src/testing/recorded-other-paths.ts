import {
  cardApplicationWorkflowId,
  nightlyJobs,
  readingOrderWorkflowId,
  reservationWorkflowId,
  scheduledProcesses,
  taskQueues,
} from '@toshobin/contracts';
import { reserveOne } from './journeys.ts';
import type { Library } from './library.ts';
import { readInOrder } from './reading-in-order.ts';

/** A path of a process, driven to its end; answers the workflow whose history is recorded. */
export interface RecordedPath {
  name: string;
  drive(library: Library): Promise<string>;
}

async function ended(library: Library, workflowId: string): Promise<string> {
  await library.server.client.workflow.getHandle(workflowId).result();
  return workflowId;
}

/** A card application that the desk looks at after a week. */
const ofCard = (name: string, approved: boolean): RecordedPath => ({
  name,
  drive: async (library) => {
    const { cardDesk } = library.patron;
    const applicationId = await library.staff((at) => cardDesk.apply('online', at));
    await library.pass('P8D');
    await library.staff((at) => cardDesk.check(applicationId, approved, at));
    return ended(library, cardApplicationWorkflowId(applicationId));
  },
});

const ofSchedule = (
  name: string,
  { workflowType, args = [] }: { workflowType: string; args?: unknown[] },
  before: (library: Library) => Promise<void>,
): RecordedPath => ({
  name,
  drive: async (library) => {
    await before(library);
    const workflowId = `recorded-${name}`;
    await library.server.client.workflow.execute(workflowType, {
      workflowId,
      taskQueue: taskQueues.processes,
      args,
    });
    return workflowId;
  },
});

/** A loan whose process somebody has ended by hand. */
async function loanWithoutProcess(library: Library) {
  const book = await reserveOne(library);
  await book.broughtThere();
  await book.handedOut();
  const { workflow } = library.server.client;
  await workflow.getHandle(reservationWorkflowId(book.reservationId)).terminate('by hand');
  return book;
}

/** The scheduled processes. */
export const scheduledPaths: readonly RecordedPath[] = [
  ...nightlyJobs.map((job) =>
    ofSchedule(
      `nightly-${job}`,
      { ...scheduledProcesses.nightly, args: [{ job }] },
      async (library) => void (await loanWithoutProcess(library)),
    ),
  ),
  // The first of these paths is from before registrations were ended.
  ofSchedule(
    'nightly-cards-that-ended',
    { ...scheduledProcesses.nightly, args: [{ job: 'cards' }] },
    async () => {},
  ),
  ofSchedule('dispatch-day', scheduledProcesses.dispatchDay, async (library) => {
    await (await (await reserveOne(library)).picked()).packed();
  }),
];

/** An order of two volumes: the second finds no room at first, then it is cancelled, and the patron stops. */
const inOrder: RecordedPath = {
  name: 'volumes-in-order',
  drive: async (library) => {
    const order = await readInOrder(library, 2);
    const { readingOrders } = library.patron;
    readingOrders.isFull = true;
    await order.handOut(1);
    await library.pass('P1D');
    readingOrders.isFull = false;
    await library.pass('P1D');
    await library.settle();
    await library.cancel(order.reservationOf(2));
    await order.change('stop');
    return ended(library, readingOrderWorkflowId(order.orderId));
  },
};

/** The paths of card applications, and of volumes in order. */
export const otherPaths: readonly RecordedPath[] = [
  inOrder,
  ofCard('card-issued', true),
  ofCard('card-declined', false),
];
